"""Bad input gets a message that names the place and the reason."""

from typing import Any

import pytest

from sojourn.core.errors import InvalidInput
from sojourn.engine import SituationError, load_law, read_situation
from sojourn.engine.situations.situation import UNSTATED
from sojourn.engine.telling.texts import sentence
from tests.engine.builders import posting, with_facts


def problems(data: Any) -> list[tuple[str, str]]:
    with pytest.raises(SituationError) as refusal:
        read_situation(data)
    law = load_law()
    for problem in refusal.value.problems:
        # Each reason has words in both languages.
        assert sentence(law, f"problem.{problem.code}", "en", problem.params)
        assert sentence(law, f"problem.{problem.code}", "de", problem.params)
    return [(problem.field, problem.code) for problem in refusal.value.problems]


def test_an_ordinary_situation_is_read() -> None:
    situation = read_situation(posting())
    assert situation.activities[0].country == "DE"
    assert situation.history == ()
    assert situation.requests is None


@pytest.mark.parametrize("share", [0, 1])
@pytest.mark.parametrize("year", [1900, 2100])
def test_the_ends_of_what_is_possible_are_possible(share: int, year: int) -> None:
    facts = with_facts(posting(end="2027-03-01", share_of_time=share), person={"birth_year": year})
    situation = read_situation(facts)
    assert situation.activities[0].last == situation.activities[0].start
    assert (situation.activities[0].share_of_time, situation.person.birth_year) == (float(share), year)


def test_a_fault_in_a_situation_is_invalid_input() -> None:
    with pytest.raises(InvalidInput):
        read_situation({})


@pytest.mark.parametrize("data", [None, [], "text", 7, True])
def test_what_is_no_object_is_refused(data: Any) -> None:
    assert problems(data)[0] == ("", "wrong_type")


def test_somebody_must_work_or_a_time_be_given() -> None:
    assert ("activities", "missing") in problems({})
    assert ("activities", "empty") in problems({"activities": []})
    assert read_situation({"period": {"start": "2027-01-01"}}).period is not None


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"country": "XX"}, "activities[0].country", "unknown_country"),
        ({"country": "de"}, "activities[0].country", "unknown_country"),
        ({"country": False}, "activities[0].country", "wrong_type"),
        ({"start": "2027-02-30"}, "activities[0].start", "no_such_day"),
        ({"start": "1 March 2027"}, "activities[0].start", "not_a_date"),
        ({"start": "2027-03-01T00:00:00Z"}, "activities[0].start", "not_a_date"),
        ({"start": 20270301}, "activities[0].start", "not_a_date"),
        ({"start": None}, "activities[0].start", "not_a_date"),
        ({"end": "2027-02-28"}, "activities[0].end", "ends_before_start"),
        ({"planned_end": "2027-02-28"}, "activities[0].planned_end", "ends_before_start"),
        ({"end": "9999-12-31"}, "activities[0].end", "date_out_of_range"),
        ({"status": "posted"}, "activities[0].status", "not_one_of"),
        ({"works_for_sender": "yes"}, "activities[0].works_for_sender", "wrong_type"),
        ({"works_for_sender": 1}, "activities[0].works_for_sender", "wrong_type"),
        ({"share_of_time": 1.5}, "activities[0].share_of_time", "out_of_range"),
        ({"share_of_time": float("nan")}, "activities[0].share_of_time", "out_of_range"),
        ({"share_of_time": True}, "activities[0].share_of_time", "wrong_type"),
        ({"classified_as": "employee"}, "activities[0].classified_as", "wrong_type"),
        ({"classified_as": {"DE": "employee", "US": 1}}, "activities[0].classified_as.US", "not_one_of"),
        ({"share_of_time": "0.5"}, "activities[0].share_of_time", "wrong_type"),
        ({"share_of_time": -0.01}, "activities[0].share_of_time", "out_of_range"),
        ({"employer": "nobody"}, "activities[0].employer", "no_such_employer"),
        ({"receiving_employer": "nobody"}, "activities[0].receiving_employer", "no_such_employer"),
        ({"id": "x" * 10_000_000}, "activities[0].id", "too_long"),
        ({"id": "a\x00b"}, "activities[0].id", "control_characters"),
        ({"id": "a\u2028b"}, "activities[0].id", "control_characters"),
        ({"id": "\ud800"}, "activities[0].id", "control_characters"),
        ({"id": "  "}, "activities[0].id", "empty"),
        ({"salary": 1}, "activities[0].salary", "unknown_field"),
        ({"classified_as": {"XX": "employee"}}, "activities[0].classified_as.XX", "unknown_country"),
        (
            {"interruptions": [{"start": "2027-05-02", "end": "2027-05-01"}]},
            "activities[0].interruptions[0].end",
            "ends_before_start",
        ),
    ],
)
def test_a_wrong_fact_of_the_activity_is_named(change: dict[str, Any], path: str, code: str) -> None:
    assert problems(posting(**change)) == [(path, code)]


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"person": {"nationalities": ["US", "US"]}}, "person.nationalities", "repeated"),
        ({"person": {"nationalities": "US"}}, "person.nationalities", "wrong_type"),
        ({"person": {"name": "A. Person"}}, "person.name", "unknown_field"),
        ({"person": {"birth_year": 1850}}, "person.birth_year", "out_of_range"),
        ({"person": {"birth_year": 1899}}, "person.birth_year", "out_of_range"),
        ({"person": {"birth_year": 2101}}, "person.birth_year", "out_of_range"),
        ({"person": {"birth_year": True}}, "person.birth_year", "wrong_type"),
        ({"person": {"birth_year": "1980"}}, "person.birth_year", "wrong_type"),
        ({"person": {"insured": [{"country": "US"}]}}, "person.insured[0].start", "missing"),
        (
            {"history": [{"country": "DE", "start": "2026-01-02", "end": "2026-01-01"}]},
            "history[0].end",
            "ends_before_start",
        ),
        ({"history": "none"}, "history", "wrong_type"),
        ({"history": [{}] * 1001}, "history", "too_many"),
        ({"as_of": "today"}, "as_of", "not_a_date"),
        (
            {
                "requests": [
                    {"kind": "exception", "legislation": "US", "start": "2027-02-01", "until": "2027-01-01"}
                ]
            },
            "requests[0].until",
            "ends_before_start",
        ),
        ({"names": []}, "names", "unknown_field"),
        ({7: 1}, "7", "unknown_field"),
    ],
)
def test_a_wrong_fact_elsewhere_is_named(change: dict[Any, Any], path: str, code: str) -> None:
    data = {**posting(), **change} if 7 in change else with_facts(posting(), **change)
    assert problems(data) == [(path, code)]


def test_all_faults_are_told_at_once() -> None:
    found = problems(posting(country="XX", start="2027-02-30", salary=1))
    assert len(found) == 3


def test_two_things_cannot_have_one_id() -> None:
    data = posting()
    data["activities"].append({"id": "a1", "country": "DE", "start": "2027-03-01"})
    data["employers"][1]["id"] = "e1"
    data["activities"][0].pop("receiving_employer")
    assert problems(data) == [("activities[1].id", "repeated_id"), ("employers[1].id", "repeated_id")]


def test_an_employer_is_no_affiliate_of_itself_or_of_nobody() -> None:
    data = posting()
    data["employers"][0]["affiliate_of"] = "e1"
    data["employers"][1]["affiliate_of"] = "e9"
    assert problems(data) == [
        ("employers[0].affiliate_of", "no_such_employer"),
        ("employers[1].affiliate_of", "no_such_employer"),
    ]


def test_what_is_left_out_is_unknown_and_null_says_that_no_end_is_set() -> None:
    assert read_situation(posting(end="unset")).activities[0].end is UNSTATED
    assert read_situation(posting(end=None)).activities[0].end is None


def test_a_message_repeats_no_long_or_dangerous_value() -> None:
    with pytest.raises(SituationError) as refusal:
        read_situation(posting(country="\x1b[31m" + "Z" * 5000))
    value = str(refusal.value.problems[0].params["value"])
    assert len(value) < 60
    assert "\x1b" not in value
