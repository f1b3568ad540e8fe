"""Days, months and periods, counted in one way everywhere.

Both ends of a period belong to it. Months are counted as the Time Limits Regulation and most civil codes do
(Regulation 1182/71, art. 3): a period of n months ends on the day before the day that bears the same number; where
the last month has no such day, it ends on the last day of that month.

    start        months   last day
    2027-01-01   24       2028-12-31
    2027-03-01   60       2032-02-29    the February before has 29 days
    2027-03-02   60       2032-03-01
    2027-01-31   1        2027-02-28    there is no 31 February
    2028-02-29   12       2029-02-28    there is no 29 February 2029
    2027-08-31   6        2028-02-29

One day over: 24 months from 2027-01-01 do not hold 2029-01-01.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)


def next_day(day: date) -> date:
    """The day after `day` (the last day of the calendar stays where it is)."""
    return day if day == date.max else day + DAY


def day_before(day: date) -> date:
    """The day before `day` (the first day of the calendar stays where it is)."""
    return day if day == date.min else day - DAY


class SelfCounting(date):
    """A day that counts months by itself, since it stands for more than one day (a column of days, in screening)."""

    def months_on(self, months: int) -> date:
        """The last day of a period of `months` months that begins on this day."""
        raise NotImplementedError

    def month_end(self, months_later: int) -> date:
        """The last day of the month that lies `months_later` months after the month of this day."""
        raise NotImplementedError


def last_day_of(start: date, months: int) -> date:
    """The last day of a period of `months` months (at least 1) that begins on `start`."""
    if isinstance(start, SelfCounting):
        return start.months_on(months)
    return _last_day_of(start, months)


@lru_cache(maxsize=4096)
def _last_day_of(start: date, months: int) -> date:
    if months < 1:
        raise ValueError("a period has at least one month")
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    if start.day > monthrange(year, month + 1)[1]:
        return date(year, month + 1, monthrange(year, month + 1)[1])
    return date(year, month + 1, start.day) - DAY


def last_day_of_weeks(start: date, weeks: int) -> date:
    """The last day of `weeks` whole weeks that begin on `start`."""
    return start + timedelta(weeks=weeks) - DAY


def end_of_month(day: date, months_later: int = 0) -> date:
    """The last day of the month that lies `months_later` months after the month of `day`."""
    if isinstance(day, SelfCounting):
        return day.month_end(months_later)
    year, month = divmod(day.year * 12 + day.month - 1 + months_later, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def within_months(start: date, end: date, months: int) -> bool:
    """Whether the days from `start` to `end` fit into `months` months."""
    return end <= last_day_of(start, months)


def gap_of_months(earlier_end: date, later_start: date, months: int) -> bool:
    """Whether at least `months` whole months lie between two stays (neither end counted)."""
    return day_before(later_start) >= last_day_of(next_day(earlier_end), months)


def whole_months(start: date, end: date) -> int:
    """How many whole months the days from `start` to `end` hold."""
    if end < start:
        return 0
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    while count and last_day_of(start, count) > end:
        count -= 1
    return count


def months_needed(start: date, end: date) -> int:
    """The smallest number of months that holds the days from `start` to `end` (at least 1)."""
    count = whole_months(start, end)
    return count if count and last_day_of(start, count) == end else count + 1


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` to `end`, both included; `end` None means that no end is set."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("a period cannot end before it starts")

    def holds(self, day: date) -> bool:
        """Whether `day` lies in the period."""
        return self.start <= day and (self.end is None or day <= self.end)

    def meets(self, other: "Period") -> bool:
        """Whether the two periods share at least one day."""
        return (other.end is None or self.start <= other.end) and (
            self.end is None or other.start <= self.end
        )

    def split(self, starts: Iterable[date]) -> "tuple[Period, ...]":
        """The same days in pieces, cut so that a new piece begins on each of `starts` that lies inside."""
        inside = sorted(day for day in starts if day > self.start and self.holds(day))
        cuts = [day for number, day in enumerate(inside) if not number or inside[number - 1] < day]
        if not cuts:
            return (self,)
        firsts = [self.start, *cuts]
        lasts: list[date | None] = [day_before(day) for day in cuts]
        return tuple(Period(first, last) for first, last in zip(firsts, [*lasts, self.end], strict=True))
