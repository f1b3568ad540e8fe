"""Counting what comes and goes, and reading it again."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from sojourn.casework.decision_events import refuse
from sojourn.casework.events import set_up_institution, take_up
from sojourn.casework.figures import access
from sojourn.casework.figures.access import figures_of
from sojourn.casework.figures.counting import AGAIN_AFTER, count_days
from sojourn.casework.figures.measures import class_of, within
from sojourn.casework.figures.models import CountedDay, Figure
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import NotAllowed
from tests.casework.builders import a_case_in_hand, a_hosted_institution, a_queued_case, an_acting_officer
from tests.parties.builders import an_employer
from tests.requests.builders import a_sent_request

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@given(st.lists(st.integers(0, 30_000_000), min_size=1, max_size=30), st.sampled_from([0.5, 0.9, 1.0]))
def test_a_percentile_read_from_classes_is_at_most_a_tenth_too_long(seconds: list[int], share: float) -> None:
    counts = Counter(class_of(timedelta(seconds=each)) for each in seconds)
    found = within(counts, share)
    assert found is not None
    done = sum(each <= found.total_seconds() + 1 for each in seconds)
    assert done >= share * len(seconds) - 1e-9
    exact = sorted(seconds)[max(0, -int(-share * len(seconds) // 1) - 1)]
    assert found.total_seconds() <= max(exact, 1) * 1.1 + 1


def test_nothing_counted_has_no_percentile() -> None:
    assert within({}, 0.5) is None


def worker(number: int) -> dict[str, Any]:
    return {"ssn": f"808-21-{1000 + number}", "family_name": f"Okafor{_LETTERS[number]}"}


@pytest.fixture
def a_fortnight(db: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Two weeks: clear cases for two countries on two days, two refusals, one case that waits, and the officer."""
    monkeypatch.setattr(access, "FEWEST", 2)
    a_hosted_institution()
    acting, officer = an_employer(), an_acting_officer()
    for number in range(3):
        with clock.fixed(MONDAY + timedelta(days=number)):
            _, request = a_sent_request(acting, **worker(number), country="DE" if number else "PL")
            assert take_up(request_id=request.pk)
    for number in (3, 4):
        with clock.fixed(MONDAY):
            case = a_case_in_hand(officer, family_name=f"Okafor{_LETTERS[number]}")
        with clock.fixed(MONDAY + timedelta(days=number)):
            refuse(
                acting=officer,
                case_id=case.pk,
                version=case.version,
                reasons=["facts_not_shown"],
                own_words="No.",
            )
    with clock.fixed(MONDAY):
        a_queued_case(family_name="Okaforz")
    return officer


def test_what_was_decided_is_counted_by_country_kind_result_and_time(a_fortnight: Any) -> None:
    with clock.fixed(MONDAY + timedelta(days=7)):
        assert count_days() == 8
        figures = figures_of(a_fortnight, 30)
    assert (figures.received, figures.decided, figures.automatic) == (6, 5, 3)
    assert [(each.code, each.decided, each.automatic) for each in figures.hosts] == [
        ("DE", 4, 2),
        ("PL", 1, 1),
    ]
    assert [(each.code, each.decided) for each in figures.kinds] == [("first", 5)]
    assert dict(figures.results) == {"approved": 3, "refused": 2}
    assert sum(count for _, count in figures.refused_for) == 2
    (took,) = figures.times_by_host
    assert (took.code, took.decided) == ("DE", 2)
    assert took.median is not None
    assert timedelta(days=3) <= took.median <= timedelta(days=3.31)
    assert took.ninetieth is not None
    assert timedelta(days=4) <= took.ninetieth <= timedelta(days=4.41)
    assert sum(count for _, count in figures.ends) == 0  # they end later than in a year
    assert [(each.over, each.cases, each.overdue) for each in figures.ages if each.cases] == [(0, 1, 0)]
    assert [each.start for each in figures.volumes if each.received] == [
        (MONDAY + timedelta(days=day)).date() for day in range(3)
    ]


def test_a_day_is_counted_again_until_it_is_settled_and_then_never(a_fortnight: Any) -> None:
    later = MONDAY + timedelta(days=7)
    with clock.fixed(later):
        count_days()
        before = sorted(Figure.objects.values_list("day", "measure", "host", "detail", "count"))
        assert count_days() == 0
        CountedDay.objects.update(is_final=False, counted_at=later - AGAIN_AFTER)
        assert count_days() == 8
        assert sorted(Figure.objects.values_list("day", "measure", "host", "detail", "count")) == before
    assert CountedDay.objects.filter(is_final=False).count() == 1
    with clock.fixed(later + timedelta(days=1, hours=2)):
        assert count_days() == 2
    # Very many days that nobody counted are caught up with, some at a time.
    CountedDay.objects.all().delete()
    with clock.fixed(later):
        assert [count_days(3), count_days(3), count_days(3), count_days(3)] == [3, 3, 2, 0]


def test_a_year_is_told_by_weeks_with_as_many_queries_as_a_week(a_fortnight: Any) -> None:
    counted = []
    with clock.fixed(MONDAY + timedelta(days=7)):
        count_days()
        for days in (7, 365):
            with CaptureQueriesContext(connection) as queries:
                figures = figures_of(a_fortnight, days)
            counted.append(len(queries))
    assert figures.by_week
    assert sum(each.automatic + each.by_officers for each in figures.volumes) == 5
    assert counted[0] == counted[1] <= 12


def test_another_institution_and_an_employer_see_nothing_of_it(a_fortnight: Any) -> None:
    with clock.fixed(MONDAY + timedelta(days=7)):
        count_days()
        with pytest.raises(NotAllowed):
            figures_of(an_acting_officer(institution_id="de-dvka"), 30)
        with pytest.raises(NotAllowed):
            figures_of(an_employer(), 30)
        set_up_institution(institution_id="de-dvka", actor=SYSTEM)
        elsewhere = figures_of(an_acting_officer(institution_id="de-dvka"), 30)
    assert (elsewhere.received, elsewhere.decided, sum(each.cases for each in elsewhere.ages)) == (0, 0, 0)
