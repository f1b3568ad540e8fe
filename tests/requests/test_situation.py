"""From answers to the situation that the law judges."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.engine.lawbook.facts import Applicant, Facts, Kind, load_facts
from sojourn.engine.situations.reading import read_situation
from sojourn.requests.answers import Answers
from sojourn.requests.checks import run_checks
from sojourn.requests.checks.gathered import Gathered
from sojourn.requests.entry import UNKNOWN, Typed
from sojourn.requests.situation import can_be_judged, situation_of
from tests.requests.builders import answers, example_files, typed

FACTS: Facts = load_facts()


def situation(applicant: Applicant = Applicant.EMPLOYER, **changes: Typed) -> dict[str, Any]:
    return situation_of(answers(applicant, **changes), FACTS)


def activity(**changes: Typed) -> dict[str, Any]:
    return dict(situation(**changes)["activities"][0])


def test_a_plain_posting_is_told_in_the_words_of_the_contract() -> None:
    assert situation() == {
        "person": {"nationalities": ["US"], "residence": "US"},
        "employers": [{"id": "e1", "seat": "US", "kind": "private"}, {"id": "e2", "seat": "DE"}],
        "activities": [
            {
                "id": "a1",
                "status": "employee",
                "pattern": "temporary",
                "employer": "e1",
                "receiving_employer": "e2",
                "sent_from": "US",
                "country": "DE",
                "start": "2027-03-01",
                "end": "2030-02-28",
                "works_for_sender": True,
                "local_contract": False,
                "employed_since": "2019-04-01",
                "recruited_in": "US",
                "hired_locally": False,
            }
        ],
        "history": [],
    }


def test_the_engine_reads_it() -> None:
    assert read_situation(situation())


def test_no_end_set_is_told_apart_from_an_unknown_end() -> None:
    assert activity(end=UNKNOWN)["end"] is None
    assert "end" not in activity(end="")


def test_a_group_company_that_becomes_the_employer_is_the_employer() -> None:
    told = situation(for_whom="group_their_contract", **{"employers[1].us_3121l_agreement": "yes"})
    assert told["activities"][0]["employer"] == "e2"
    assert told["activities"][0]["works_for_sender"] is False
    assert told["employers"][1] == {
        "id": "e2",
        "seat": "DE",
        "affiliate_of": "e1",
        "us_3121l_agreement": True,
    }


def test_at_an_office_of_ones_own_there_is_no_second_employer() -> None:
    told = situation(for_whom="own_office", **{"employers[1].us_3121l_agreement": "yes"})
    assert [employer["id"] for employer in told["employers"]] == ["e1"]
    assert "receiving_employer" not in told["activities"][0]


def test_whether_a_second_contract_exists_at_a_group_company_is_not_guessed() -> None:
    assert "local_contract" not in activity(for_whom="group_our_contract")


@pytest.mark.parametrize(("hired_in", "locally"), [("US", False), ("DE", True), ("FR", False)])
def test_where_somebody_was_hired_tells_whether_it_was_locally(hired_in: str, locally: bool) -> None:
    assert activity(recruited_in=hired_in)["hired_locally"] is locally


def test_an_own_answer_goes_before_what_would_follow() -> None:
    assert activity(recruited_in="DE", **{"activities[0].hired_locally": "no"})["hired_locally"] is False
    assert "hired_locally" not in activity(recruited_in="DE", **{"activities[0].hired_locally": UNKNOWN})


def test_no_earlier_work_is_an_empty_list_and_not_known_is_none_at_all() -> None:
    assert situation(worked_there_before="no")["history"] == []
    assert "history" not in situation(worked_there_before=UNKNOWN)


def test_an_earlier_posting_is_told_with_its_cover() -> None:
    row = {"start": "2024-09-01", "end": "2026-08-31", "how": "sent_by_us", "certificate": "yes"}
    told = situation(worked_there_before="yes", history=[row])
    assert told["history"] == [
        {
            "country": "DE",
            "start": "2024-09-01",
            "end": "2026-08-31",
            "as": "posting",
            "employer": "e1",
            "status": "employee",
            "certificate": True,
            "legislation": "US",
        }
    ]


def test_somebody_without_nationality_is_told_as_stateless() -> None:
    assert situation(nationalities=["XX"])["person"] == {
        "nationalities": [],
        "refugee_or_stateless": True,
        "residence": "US",
    }


def test_cover_at_home_is_told_up_to_the_day_before_the_start() -> None:
    told = situation(**{"question.insured_at_home_since": "2019-04-01"})
    assert told["person"]["insured"] == [{"country": "US", "start": "2019-04-01", "end": "2027-02-28"}]


def test_family_is_told_by_relation_and_by_nothing_else() -> None:
    member = {"relation": "spouse", "given_names": "Rafael", "family_name": "Ito", "birth_date": "1984-10-30"}
    told = situation(**{"question.family_comes_along": "yes", "worker.family": [member]})
    assert told["person"]["family"] == [{"relation": "spouse"}]
    assert situation(**{"question.family_comes_along": "no"})["person"]["family"] == []


def test_a_self_employed_person_has_no_employer() -> None:
    mine = {name: what for name, what in typed().items() if name in FACTS and _is_theirs(name)}
    told = situation_of(
        Answers(Applicant.SELF_EMPLOYED).with_typed(FACTS, mine | {"activities[0].sent_from": "US"}), FACTS
    )
    assert "employers" not in told
    assert told["activities"][0]["status"] == "self_employed"
    assert read_situation(told)


def _is_theirs(name: str) -> bool:
    return FACTS[name].matter_for(Applicant.SELF_EMPLOYED) is not None


days = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)).map(str)


@given(start=days, end=days, employed_since=days, first=days, last=days, insured=days)
def test_a_situation_can_be_read_or_a_check_says_which_dates_do_not_fit(
    start: str, end: str, employed_since: str, first: str, last: str, insured: str
) -> None:
    given_answers = answers(
        start=start,
        end=end,
        employed_since=employed_since,
        worked_there_before="yes",
        **{  # type: ignore[arg-type]
            "history": [{"start": first, "end": last, "how": "sent_by_us"}],
            "question.insured_at_home_since": insured,
        },
    )
    hinders = any(f.hinders for f in run_checks(Gathered(given_answers, date(2026, 11, 23))))
    assert hinders or read_situation(situation_of(given_answers, FACTS))


@pytest.mark.parametrize("left_out", ["country", "start"])
def test_without_country_or_first_day_there_is_nothing_to_judge(left_out: str) -> None:
    assert can_be_judged(situation())
    assert not can_be_judged(situation(**{left_out: ""}))


@pytest.mark.parametrize(("name", "example"), list(example_files()), ids=lambda value: str(value)[:30])
def test_a_situation_names_nobody(name: str, example: dict[str, Any]) -> None:
    request = example["request"]
    given = Answers(Applicant(request["applicant"])).with_typed(
        FACTS, request["situation"] | request["particulars"]
    )
    told = str(situation_of(given, FACTS))
    for fact_id, value in given.particulars(FACTS).items():
        if isinstance(value, str) and fact_id not in {"receiver.city", "receiver.nation"}:
            assert value not in told or len(value) <= 2, fact_id
    assert all(FACTS[fact_id].kind is not Kind.PARTICULAR for fact_id in given.plain(FACTS))
