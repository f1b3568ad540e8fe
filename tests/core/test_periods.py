"""Months are counted in one way; both ends belong to a period."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.core.periods import (
    DAY,
    Period,
    day_before,
    end_of_month,
    gap_of_months,
    last_day_of,
    last_day_of_weeks,
    months_needed,
    next_day,
    whole_months,
    within_months,
)

days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2027-01-01", 24, "2028-12-31"),
        ("2027-03-01", 60, "2032-02-29"),
        ("2027-03-02", 60, "2032-03-01"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2027-01-30", 1, "2027-02-28"),
        ("2027-01-29", 1, "2027-02-28"),
        ("2027-01-28", 1, "2027-02-27"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2027-03-31", 1, "2027-04-30"),
        ("2027-12-01", 1, "2027-12-31"),
        ("2027-12-15", 1, "2028-01-14"),
    ],
)
def test_last_day_of_a_period_of_months(start: str, months: int, last: str) -> None:
    assert last_day_of(date.fromisoformat(start), months) == date.fromisoformat(last)


def test_a_period_has_at_least_one_month() -> None:
    with pytest.raises(ValueError, match="at least one month"):
        last_day_of(date(2027, 1, 1), 0)


def test_the_calendar_ends() -> None:
    assert last_day_of(date(9999, 6, 1), 60) == date.max
    assert next_day(date.max) == date.max
    assert day_before(date.min) == date.min


@given(days, st.integers(1, 600))
def test_a_day_more_does_not_fit_and_a_day_less_does(start: date, months: int) -> None:
    last = last_day_of(start, months)
    assert within_months(start, last, months)
    assert within_months(start, day_before(last), months)
    assert not within_months(start, next_day(last), months)


@given(days, st.integers(1, 120), st.integers(1, 120))
def test_more_months_end_later_and_whole_years_are_years(start: date, months: int, more: int) -> None:
    assert last_day_of(start, months) < last_day_of(start, months + more)
    assert last_day_of(start, 12 * months).year in (start.year + months, start.year + months - 1)


@given(days, st.integers(1, 300))
def test_counting_back_finds_the_months(start: date, months: int) -> None:
    last = last_day_of(start, months)
    assert whole_months(start, last) == months
    assert months_needed(start, last) == months
    assert months_needed(start, next_day(last)) == months + 1
    assert whole_months(start, day_before(last)) == months - 1


def test_no_time_holds_no_months() -> None:
    assert whole_months(date(2027, 2, 1), date(2027, 1, 1)) == 0
    assert months_needed(date(2027, 2, 1), date(2027, 2, 1)) == 1


def test_a_gap_is_counted_between_the_stays() -> None:
    assert gap_of_months(date(2026, 2, 28), date(2027, 3, 1), 12)
    assert not gap_of_months(date(2026, 3, 1), date(2027, 3, 1), 12)
    assert not gap_of_months(date(2026, 2, 28), date(2027, 2, 28), 12)


def test_weeks_and_ends_of_months() -> None:
    assert last_day_of_weeks(date(2026, 3, 8), 52) == date(2027, 3, 6)
    assert end_of_month(date(2020, 1, 15), 3) == date(2020, 4, 30)
    assert end_of_month(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert end_of_month(date(2027, 12, 1)) == date(2027, 12, 31)


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2027, 1, 2), date(2027, 1, 1))


def test_periods_hold_both_ends() -> None:
    period = Period(date(2027, 1, 1), date(2027, 1, 31))
    assert period.holds(date(2027, 1, 1))
    assert period.holds(date(2027, 1, 31))
    assert not period.holds(date(2027, 2, 1))
    assert period.meets(Period(date(2027, 1, 31)))
    assert not period.meets(Period(date(2027, 2, 1)))
    assert Period(date(2027, 1, 1)).holds(date(2999, 1, 1))


@given(days, st.integers(0, 2000), st.lists(days, max_size=6))
def test_split_pieces_have_no_gap_and_no_overlap(start: date, length: int, cuts: list[date]) -> None:
    period = Period(start, start + DAY * length)
    pieces = period.split(cuts)
    assert pieces[0].start == period.start
    assert pieces[-1].end == period.end
    for earlier, later in itertools.pairwise(pieces):
        assert earlier.end is not None
        assert later.start == next_day(earlier.end)
        assert later.start in cuts


def test_an_open_period_is_split_into_closed_pieces_and_an_open_one() -> None:
    pieces = Period(date(2027, 1, 1)).split([date(2028, 1, 1), date(2026, 1, 1), date(2027, 1, 1)])
    assert pieces == (Period(date(2027, 1, 1), date(2027, 12, 31)), Period(date(2028, 1, 1)))
