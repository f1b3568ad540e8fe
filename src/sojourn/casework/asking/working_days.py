"""Working days of an institution's country: weekdays that are no public holiday there."""

from datetime import date, timedelta
from typing import Final

import holidays

from sojourn.core.errors import InvalidInput, Problem
from sojourn.core.periods import DAY

MOST: Final = 60


def last_day(start: date, working_days: int, country: str) -> date:
    """The day on which the given number of working days after `start` has passed.

    `country` may name a part ("CA-QC"). Where no holidays are known, Monday to Friday count. Raises
    InvalidInput "working_days_range" for fewer than 1 or more than 60.
    """
    if not 1 <= working_days <= MOST:
        raise InvalidInput([Problem("working_days", "working_days_range", {"most": MOST})])
    return _moved(start, working_days, country, DAY)


def day_to_remind(due_on: date, country: str) -> date:
    """Two working days before the last day."""
    return _moved(due_on, 2, country, -DAY)


def days_left(today: date, due_on: date, country: str) -> int:
    """The working days from tomorrow until and with `due_on`; 0 on that day and after it."""
    known = _calendar(country)
    span = range(1, (due_on - today).days + 1)
    return sum(_is_working(today + timedelta(days=number), known) for number in span)


def _moved(day: date, working_days: int, country: str, step: timedelta) -> date:
    known = _calendar(country)
    while working_days:
        day += step
        working_days -= _is_working(day, known)
    return day


def _is_working(day: date, known: holidays.HolidayBase | None) -> bool:
    return known.is_working_day(day) if known is not None else day.weekday() < 5


def _calendar(country: str) -> holidays.HolidayBase | None:
    state, _, part = country.partition("-")
    supported = holidays.list_supported_countries()
    if state not in supported:
        return None
    return holidays.country_holidays(state, subdiv=part if part in supported[state] else None)
