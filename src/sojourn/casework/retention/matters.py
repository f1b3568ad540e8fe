"""What has a time in the schedule, and from which day that time is counted."""

from datetime import date
from enum import StrEnum

from sojourn.core.periods import last_day_of, next_day

MONTHS = 12


class Matter(StrEnum):
    """A kind of thing with a time of its own. An institution sets the years; without them it keeps everything."""

    COVERED = "covered"
    """A case with a certificate: counted from the last day of cover."""
    WITHDRAWN = "withdrawn"
    """A case whose certificate was withdrawn: from the day on which it was."""
    UNCOVERED = "uncovered"
    """A case that ended without a certificate: from its decision, or from the withdrawal of the request."""
    FOREIGN = "foreign"
    """A certificate from abroad: from the last day of cover, or from the day on which it stood no more."""
    CONCERN = "concern"
    """A report from outside: from the day on which it was closed."""


class Thing(StrEnum):
    """What is erased as one, and what a hold keeps."""

    CASE = "case"
    FOREIGN = "foreign_certificate"
    CONCERN = "concern"


THING_OF = {
    Matter.COVERED: Thing.CASE,
    Matter.WITHDRAWN: Thing.CASE,
    Matter.UNCOVERED: Thing.CASE,
    Matter.FOREIGN: Thing.FOREIGN,
    Matter.CONCERN: Thing.CONCERN,
}


def kept_until(counted_from: date, years: int) -> date:
    """The last day on which it is kept: whole years after the day from which they are counted."""
    return last_day_of(next_day(counted_from), years * MONTHS)


def is_due(counted_from: date, years: int, today: date) -> bool:
    """Whether its time is over."""
    return kept_until(counted_from, years) < today


def counted_before(years: int, today: date) -> date:
    """A day no earlier than any from which `years` are over today: to look things up by, before each is counted."""
    first = min(today.day, 28) if today.month == 2 else today.day
    return date(max(today.year - years, 1), today.month, first)
