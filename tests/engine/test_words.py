"""The words of conditions, one by one: each answer that a word can give, from the fact that decides it."""

from datetime import date
from typing import Any

import pytest

from sojourn.core.periods import Period
from sojourn.engine import load_law, read_situation
from sojourn.engine.finding import Finding
from sojourn.engine.words.vocabulary import WORDS
from sojourn.engine.work import works_of
from tests.engine.builders import posting, with_facts

LAW = load_law()
SPAN = Period(date(2027, 3, 1), date(2030, 2, 28))


def found(word: str, facts: dict[str, Any], **parameters: Any) -> Finding:
    """What a word says of a posting from the United States to Germany under their agreement."""
    work = works_of(read_situation(facts), LAW)[0]
    return WORDS[word].test(work.case("US", LAW.instruments["us-de"], SPAN), parameters)


def branch(places: list[str] | None, seat: str = "US", **changes: Any) -> dict[str, Any]:
    """Somebody hired for the work by a carrier with places of business."""
    facts = posting(**{"sent_from": "unset", "local_contract": "unset", **changes})
    carrier = {"id": "e1", "seat": seat} | ({} if places is None else {"place_of_business": places})
    return with_facts(facts, employers=[carrier, facts["employers"][1]])


ANSWERS = [
    ("not_employed_by_branch", branch(None, seat="DE"), "met"),
    ("not_employed_by_branch", branch(None, local_contract=False), "met"),
    ("not_employed_by_branch", branch(None, sent_from="US"), "met"),
    ("not_employed_by_branch", branch(["FR"], local_contract=True), "met"),
    ("not_employed_by_branch", branch(["DE"], local_contract=True), "branch"),
    ("not_employed_by_branch", branch(None, local_contract=True), "branch"),
    ("not_employed_by_branch", branch(["DE"]), "unknown"),
    ("not_employed_by_branch", branch(None), "unknown"),
    ("not_employed_by_branch", branch(None, employer="unset"), "unknown"),
    ("resident_if_hired_for_posting", posting(employed_since="2027-02-28"), "employed_before"),
    ("resident_if_hired_for_posting", posting(employed_since="2027-03-01"), "met"),
    ("resident_if_hired_for_posting", posting(employed_since="unset"), "met"),
    (
        "resident_if_hired_for_posting",
        with_facts(posting(employed_since="2027-03-01"), person={"residence": "FR"}),
        "not_met",
    ),
    (
        "resident_if_hired_for_posting",
        with_facts(posting(employed_since="unset"), person={"residence": "FR"}),
        "unknown",
    ),
    (
        "resident_if_hired_for_posting",
        {**posting(employed_since="2027-03-01"), "person": {"nationalities": ["US"]}},
        "unknown",
    ),
    ("national_of_a_party", with_facts(posting(), person={"nationalities": ["FR", "DE"]}), "met"),
    ("national_of_a_party", with_facts(posting(), person={"nationalities": ["FR"]}), "not_met"),
    ("national_of_a_party", {**posting(), "person": {"residence": "US"}}, "unknown"),
    ("sent_from_here", posting(sent_from="DE"), "met"),
    ("sent_from_here", posting(sent_from="US"), "not_met"),
    ("sent_from_here", posting(sent_from="unset"), "unknown"),
    ("paid_from_here", posting(paid_from="DE"), "met"),
    ("paid_from_here", posting(paid_from="US"), "not_met"),
    ("paid_from_here", posting(), "unknown"),
]


@pytest.mark.parametrize(
    ("word", "facts", "variant"),
    ANSWERS,
    ids=[f"{word}-{variant}-{number}" for number, (word, _, variant) in enumerate(ANSWERS)],
)
def test_a_word_answers_from_its_fact(word: str, facts: dict[str, Any], variant: str) -> None:
    assert found(word, facts).variant == variant


def test_whether_nationals_of_others_are_covered_may_be_left_to_an_officer() -> None:
    facts = with_facts(posting(), person={"nationalities": ["FR"]})
    assert found("national_of_a_party", facts, others="refer").variant == "others"
    assert found("national_of_a_party", posting(), others="refer").variant == "met"


def test_what_is_unknown_names_the_fact_to_ask_for() -> None:
    assert found("sent_from_here", posting(sent_from="unset")).missing == ("activities[0].sent_from",)
    hired = posting(employed_since="unset")
    elsewhere = with_facts(hired, person={"residence": "FR"})
    assert found("resident_if_hired_for_posting", elsewhere).missing == ("activities[0].employed_since",)
    nowhere = {**posting(employed_since="2027-03-01"), "person": {"nationalities": ["US"]}}
    assert found("resident_if_hired_for_posting", nowhere).missing == ("person.residence",)
