"""Days and texts that note what is asked of them: whatever is asked, it is answered right, and noted."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.core.countries import any_among
from sojourn.core.periods import end_of_month, last_day_of
from sojourn.engine.screening.rows import Columns, Rows
from sojourn.engine.screening.watched import Watch, WatchedDay, WatchedText

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def watching() -> Watch:
    return Watch(lambda: (date(2020, 1, 1).toordinal(),))


def rows(**days: date) -> Rows:
    """One row with these days."""
    columns = {name: numpy.array([day.toordinal()], dtype=numpy.int32) for name, day in days.items()}
    return Rows(Columns(columns, {}, {}, {}, {}), numpy.array([0], dtype=numpy.int32))


ASKED: list[Callable[[date, date], Any]] = [
    lambda one, other: one < other,
    lambda one, other: one <= other,
    lambda one, other: one > other,
    lambda one, other: one >= other,
    lambda one, other: one == other,
    lambda one, other: one != other,
    lambda one, other: (one - other).days,
    lambda one, other: min(one, other),
    lambda one, other: sorted([one, other, date(2000, 2, 29)]),
    lambda one, other: last_day_of(one, 24) < other,
    lambda one, other: end_of_month(one, 3) < other,
    lambda one, other: one + timedelta(days=30) > other,
    lambda one, other: timedelta(days=30) + one > other,
    lambda one, other: one - timedelta(weeks=2) == other,
    lambda one, other: one.weekday(),
    lambda one, other: one.isoweekday(),
    lambda one, other: one.year + other.month * one.day,
    lambda one, other: f"{one} {other:%d.%m.%Y}",
    lambda one, other: one.isoformat() + str(other),
    lambda one, other: str(one) == str(other),
    lambda one, other: len({str(one), str(other)}),
    lambda one, other: len({one, other, date(2020, 1, 1)}),
    lambda one, other: other in {one: 1},
    lambda one, other: one.replace(day=1),
    lambda one, other: one.toordinal(),
]


@pytest.mark.parametrize("ask", ASKED)
@given(DAYS, DAYS)
def test_a_watched_day_answers_as_a_plain_one(
    ask: Callable[[date, date], Any], one: date, other: date
) -> None:
    watch = watching()
    watched = watch.day("start", one), watch.day("end", other)
    assert ask(*watched) == ask(one, other)


@pytest.mark.parametrize("ask", ASKED)
@given(DAYS, DAYS)
def test_what_is_noted_comes_out_the_same_in_columns(
    ask: Callable[[date, date], Any], one: date, other: date
) -> None:
    watch = watching()
    ask(watch.day("start", one), watch.day("end", other))
    for question, outcome in watch.outcomes.items():
        assert int(rows(start=one, end=other).outcomes(question)[0]) == int(outcome), question


@pytest.mark.parametrize("ask", ASKED)
@given(DAYS, DAYS, DAYS, DAYS)
def test_days_with_the_same_outcomes_get_the_same_answer(
    ask: Callable[[date, date], Any], one: date, other: date, third: date, fourth: date
) -> None:
    watch = watching()
    answer = ask(watch.day("start", one), watch.day("end", other))
    alike = rows(start=third, end=fourth)
    if all(int(alike.outcomes(each)[0]) == int(outcome) for each, outcome in watch.outcomes.items()):
        if isinstance(answer, WatchedDay):
            number = alike.days(answer.expression)
            assert date.fromordinal(int(number[0])) == ask(third, fourth)  # type: ignore[index]
        elif not isinstance(answer, list):
            assert answer == ask(third, fourth)


@settings(deadline=None)  # the table of a number of months is made when it is first asked for
@given(DAYS, st.integers(1, 130))
def test_months_are_counted_in_columns_as_everywhere(day: date, months: int) -> None:
    number = rows(start=day).days(("months", ("column", "start"), months))
    assert date.fromordinal(int(number[0])) == last_day_of(day, months)  # type: ignore[index]
    number = rows(start=day).days(("month_end", ("column", "start"), months))
    assert date.fromordinal(int(number[0])) == end_of_month(day, months)  # type: ignore[index]


@pytest.mark.parametrize(
    "ask",
    [
        lambda text: text == "DE",
        lambda text: text in ("FR", "DE"),
        lambda text: text in {"FR", "DE"},
        lambda text: {"DE": 1}.get(text),
        lambda text: any_among((text,), ("FR", "DE")),
        lambda text: text.lower() + text[:1] + f"{text:>4}" + "-".join([text[0]]),
        lambda text: len(text),
    ],
)
@pytest.mark.parametrize("code", ["DE", "FR", "US"])
def test_a_watched_text_answers_as_a_plain_one_and_notes_it(ask: Callable[[str], Any], code: str) -> None:
    watch = watching()
    assert ask(WatchedText.of(code, "nationality[0]", watch)) == ask(code)
    assert watch.outcomes
