"""Timing: medians of repeated runs."""

import statistics
import time
from collections.abc import Callable


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
