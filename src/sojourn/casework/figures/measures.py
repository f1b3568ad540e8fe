"""What is counted, and how lengths of time are put into classes from which percentiles are read."""

import math
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final

_RATIO: Final = 1.1


class Measure(StrEnum):
    """One kind of count, with what its detail tells apart."""

    RECEIVED = "received"  # nothing
    DECIDED = "decided"  # the result, behind "automatic:" or "officer:"
    LASTED = "lasted"  # the class of time, of what officers decided
    REFUSED_FOR = "refused_for"  # the reason
    ENDS = "ends"  # nothing; counted for the first day of the month in which certificates end


def class_of(taken: timedelta) -> int:
    """The class of a length of time. Each is a tenth longer than the one before, so a percentile is as exact."""
    return math.ceil(math.log(max(taken.total_seconds(), 1.0), _RATIO))


def longest_of(time_class: int) -> timedelta:
    """The longest time in a class."""
    return timedelta(seconds=round(_RATIO**time_class))


def within(counts: Mapping[int, int], share: float) -> timedelta | None:
    """Within which time this share of all was done, at most a tenth too long; None where nothing was counted."""
    owed = share * sum(counts.values())
    for time_class in sorted(counts):
        owed -= counts[time_class]
        if owed <= 1e-9:
            return longest_of(time_class)
    return None
