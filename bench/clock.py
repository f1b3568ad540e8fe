"""Timing: medians of repeated runs."""

import statistics
import time
from collections.abc import Callable

ROUNDS = 15


def median_seconds(action: Callable[[], object], *, runs: int, warm_up: int = 3) -> float:
    """The median time of `runs` calls, after some that are not counted."""
    for _ in range(warm_up):
        action()
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        action()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def least_median_seconds(action: Callable[[], object], *, runs: int) -> float:
    """The least of the medians of ROUNDS rounds of `runs` calls each.

    What takes microseconds is slowed by whatever else a machine does; the least median comes closest to a machine
    that does nothing else, and is taken of ours and of the peers alike.
    """
    return min(median_seconds(action, runs=runs) for _ in range(ROUNDS))
