"""Which questions the register keeps answers to: of a traveller, of a trip, of all trips of an employer."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from sojourn.core.errors import InvalidInput, Problem
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.register.cover.answers import COUNTRY, END, SENT_FROM, START
from sojourn.requests.answers import Answers
from sojourn.requests.entry import Typed

EMPLOYEE_NUMBER, EMAIL = "employee_number", "email"
_JOB: Final = frozenset({"activities[0].employed_since", "activities[0].recruited_in"})
_OF_ONE_TRIP: Final = frozenset(
    {"question.family_comes_along", "worker.family", "person.chosen_legislation", "person.chosen_on"}
)
_ROUTE: Final = frozenset({COUNTRY, START, END, SENT_FROM})
USUAL: Final = (
    "question.for_whom",
    "activities[0].works_for_sender",
    "activities[0].local_contract",
    "activities[0].lent_onward",
    "activities[0].replaces_posted_person",
    "activities[0].hired_locally",
    "question.substantial_activity_at_home",
)
"""What an employer may say once for all of its trips."""


@cache
def traveller_facts() -> frozenset[str]:
    """The questions whose answers belong to a person and hold for every trip."""
    person = {f.id for f in load_facts().facts if f.matter_for(Applicant.EMPLOYER) == "person"}
    return frozenset(person | _JOB) - _OF_ONE_TRIP


@cache
def trip_facts() -> frozenset[str]:
    """The questions whose answers belong to one trip."""
    matters = {"place", "job", "person", "trip"}
    asked = {f.id for f in load_facts().facts if f.matter_for(Applicant.EMPLOYER) in matters}
    return frozenset(asked) - traveller_facts() - _ROUTE


def read_answers(typed: Mapping[str, Typed], allowed: Iterable[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was typed, read by the questions of requests: what names nobody, and particulars.

    Raises InvalidInput with each Problem, also for a question that is none of `allowed`.
    """
    known = frozenset(allowed)
    if strangers := [name for name in typed if name not in known]:
        raise InvalidInput([Problem(name[:100], "unknown_question") for name in strangers])
    facts = load_facts()
    answers = Answers(Applicant.EMPLOYER).with_typed(facts, typed)
    if problems := answers.unreadable(facts):
        raise InvalidInput(problems)
    return answers.plain(facts), answers.particulars(facts)
