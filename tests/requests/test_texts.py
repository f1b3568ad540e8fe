"""Every code of the room in words, in each language."""

import string
from datetime import date

import pytest

from sojourn.core.errors import Problem
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.engine.telling.typesetting import LANGUAGES
from sojourn.requests import texts
from sojourn.requests.sentences import SENTENCES
from sojourn.requests.states import State

FACTS = load_facts()


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", list(SENTENCES))
def test_a_sentence_stands_in_each_language_with_the_same_values(code: str) -> None:
    said = [SENTENCES[code][language] for language in LANGUAGES]
    assert {frozenset(placeholders(text)) for text in said} == {frozenset(placeholders(said[0]))}
    assert len(set(said)) == len(LANGUAGES)
    assert all(text.endswith((".", "?")) for text in said), said


@pytest.mark.parametrize("state", list(State))
def test_each_state_has_words(state: State) -> None:
    assert texts.state_words(state, "en") != texts.state_words(state, "de")


@pytest.mark.parametrize("fact", FACTS.facts, ids=lambda fact: fact.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_missing_answer_can_be_told_to_each_applicant(fact: object, language: str) -> None:
    problem = Problem(fact.id, "missing")  # type: ignore[attr-defined]
    for applicant in Applicant:
        told = texts.problem_text(problem, FACTS, language, applicant)
        assert told.endswith(".")
        assert "{" not in told


def test_a_missing_answer_is_told_in_the_words_of_its_question() -> None:
    told = texts.problem_text(Problem("activities[0].start", "missing"), FACTS, "en")
    assert told == "Enter the first day of work abroad."


def test_a_missing_cell_is_told_in_the_words_of_its_column() -> None:
    told = texts.problem_text(Problem("history[1].how", "missing"), FACTS, "en")
    assert told == "Choose how the person worked there."


def test_a_wrong_form_names_the_thing_and_shows_an_example() -> None:
    told = texts.problem_text(Problem("worker.ssn", "ssn_digits", {"entered": 8}), FACTS, "en")
    assert told == "Social Security number must have 9 digits, like 123-45-6789. You entered 8."


def test_a_fault_in_one_box_of_a_date_is_told_of_the_date() -> None:
    problem = Problem("history[0].start.day", "day_form")
    assert texts.problem_text(problem, FACTS, "de") == "Erster Tag braucht einen Tag von 1 bis 31."


def test_days_and_countries_are_told_in_the_language() -> None:
    params = {"reference": "SJ-7K3M-92QX", "start": date(2027, 3, 1), "country": "FR", "state": "submitted"}
    told = texts.sentence("overlaps_other_request_open", params, "de")
    assert "1.\u00a0März\u00a02027" in told
    assert "Frankreich" in told


def test_a_language_that_is_not_spoken_gets_english() -> None:
    assert texts.sentence("not_declared", {}, "it") == SENTENCES["not_declared"]["en"]
