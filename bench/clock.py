"""Timing: medians of repeated runs."""

import statistics
import time
from collections.abc import Callable

ROUNDS = 15
BURSTS = 300
type Clock = Callable[[], float]


def median_seconds(
    action: Callable[[], object], *, runs: int, warm_up: int = 3, clock: Clock = time.perf_counter
) -> float:
    """The median time of `runs` calls, after some that are not counted.

    `clock`: that of the wall, or `time.process_time` for what happens in this process alone.
    """
    for _ in range(warm_up):
        action()
    taken = []
    for _ in range(runs):
        begun = clock()
        action()
        taken.append(clock() - begun)
    return statistics.median(taken)


def least_median_seconds(
    action: Callable[[], object], *, runs: int, clock: Clock = time.perf_counter
) -> float:
    """The least of the medians of ROUNDS rounds of `runs` calls each.

    What takes microseconds is slowed by whatever else a machine does; the least median comes closest to a machine
    that does nothing else, and is taken of ours and of the peers alike.
    """
    return min(median_seconds(action, runs=runs, clock=clock) for _ in range(ROUNDS))


def least_processor_seconds(action: Callable[[], object], *, runs: int) -> float:
    """The processor's time of one call, as the least of BURSTS short bursts of `runs` calls each.

    For what takes microseconds and waits for nothing: a burst of a few milliseconds finds the moments at which nobody
    else is served by the same core. Taken of ours and of the peers alike.
    """
    action()
    least = float("inf")
    for _ in range(BURSTS):
        begun = time.process_time()
        for _ in range(runs):
            action()
        least = min(least, time.process_time() - begun)
    return least / runs
