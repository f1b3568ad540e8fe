"""What the law leaves open afterwards: limits, consent, exceptions; and never two laws for one day."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sojourn.core.periods import last_day_of, next_day
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.requests.answers import Answers
from sojourn.requests.checks import run_checks
from sojourn.requests.checks.gathered import Gathered
from sojourn.requests.corrections import is_spelling
from sojourn.requests.law import determination_of, the_law
from sojourn.requests.prospects import Prospect, outlook
from tests.requests.builders import answers

FACTS = load_facts()
HOSTS = ("DE", "GB", "JP", "KR", "FR", "PT", "CA", "CL", "NL", "IN", "BD")


def extended(host: str, start: date, planned: date, end: date) -> Answers:
    """A stay that was planned to `planned` and is to go on until `end`."""
    first = answers(Applicant.EMPLOYER, country=host, start=start.isoformat(), end=end.isoformat())
    carried = {"certified_until": planned.isoformat(), "planned_end": planned.isoformat()}
    return Answers(first.applicant, first.values, first.unknown, kind="extension", carried=carried)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    host=st.sampled_from(HOSTS),
    start=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    planned=st.integers(1, 70),
    longer=st.integers(1, 90),
)
def test_an_extension_never_has_two_laws_for_a_day_nor_a_certificate_beyond_the_law(
    host: str, start: date, planned: int, longer: int
) -> None:
    first_end = last_day_of(start, planned)
    end = last_day_of(next_day(first_end), longer)
    asked = extended(host, start, first_end, end)
    determination = determination_of(asked, FACTS)
    assert determination is not None
    day = start
    for period in determination.periods:
        assert period.start == day
        assert period.end is not None
        day = period.end + timedelta(days=1)
        paper = period.certificate
        if paper is None or paper.country != "US":
            continue
        assert paper.until is not None
        assert paper.until <= end
        if paper.limit is not None:
            assert paper.until <= paper.limit
    assert day == end + timedelta(days=1)
    found = outlook(determination, "US", end, the_law())
    if found.prospect is Prospect.WITHIN:
        assert found.limit is None or end <= found.limit
        assert {period.legislation for period in determination.periods} == {"US"}
    if found.prospect is Prospect.BY_CONSENT:
        assert found.limit is not None
        assert end > found.limit
        assert found.cap is None or end <= found.cap


def test_within_the_limit_the_law_gives_it_by_itself() -> None:
    found = said("DE", date(2031, 2, 28))
    assert (found.prospect, found.limit, found.article) == (Prospect.WITHIN, date(2032, 2, 29), "6(2)")


def test_beyond_the_cap_of_its_clause_only_an_exception_is_left() -> None:
    near, far = said("PT", date(2033, 2, 28)), said("PT", date(2034, 2, 28))
    assert near.cap is not None
    assert near.prospect is Prospect.BY_CONSENT
    assert far.prospect is not Prospect.BY_CONSENT


def said(host: str, end: date) -> Any:
    asked = extended(host, date(2027, 3, 1), date(2030, 2, 28), end)
    determination = determination_of(asked, FACTS)
    assert determination is not None
    return outlook(determination, "US", end, the_law())


@pytest.mark.parametrize(
    ("before", "after", "slip"),
    [
        ("Okafor", "Okaford", True),
        ("Müller", "Mueller", True),
        ("OKAFOR", "Okafor", True),
        ("Okafor", "Smith", False),
        ("Okafor", "", False),
    ],
)
def test_a_slip_leaves_the_name_recognisable(before: str, after: str, slip: bool) -> None:
    old = answers(family_name=before)
    new = Answers(old.applicant, {**old.values, "worker.family_name": after}, kind="correction")
    assert is_spelling(old, new, FACTS) is slip


def test_a_changed_day_is_no_slip() -> None:
    old = answers()
    new = Answers(old.applicant, {**old.values, "worker.birth_date": "1989-07-22"}, kind="correction")
    assert not is_spelling(old, new, FACTS)


def test_asking_late_is_told_by_what_the_law_data_know() -> None:
    given_answers = answers(start="2026-03-02")
    late = {
        allowed: [
            f.code for f in run_checks(Gathered(given_answers, date(2026, 11, 23), issued_afterwards=allowed))
        ]
        for allowed in (False, True)
    }
    assert late == {False: ["start_passed"], True: ["start_passed_allowed"]}


def test_each_kind_of_request_asks_only_what_the_vocabulary_has() -> None:
    assert set(FACTS.afterwards) == {"extension", "correction", "early_end", "exception", "replacement"}
    for kind, interview in FACTS.afterwards.items():
        assert kind in interview.matters
        assert set(interview.fresh) <= set(interview.questions)
