"""Answers as people read them back: one row for each question that was asked, an address as one row."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext

from sojourn.engine.lawbook.facts import Fact, FactType, load_facts
from sojourn.parties.postal import lines_of
from sojourn.requests.access import Request
from sojourn.requests.answer_words import answer_lines
from sojourn.requests.answers import Answers
from sojourn.requests.question_fields import box_id
from sojourn.requests.worker_questions import WorkersTurn, given_away, kept_from_applicant
from sojourn.web.day_words import NO_BREAK_SPACE

_ADDRESSES = {
    "sender.": ("sender.street", "sender.postcode", "sender.city", "sender.state"),
    "receiver.": ("receiver.street", "receiver.postcode", "receiver.city", "receiver.nation"),
    "worker.": ("worker.street", "worker.postcode", "worker.city", ""),
}
_IN_ADDRESS = {fact_id: parts for parts in _ADDRESSES.values() for fact_id in parts}
type Row = dict[str, Any]


def rows_of(
    draft: Request,
    facts: Iterable[Fact],
    language: str,
    change: Mapping[str, str],
    elsewhere: Mapping[str, str] | None = None,
) -> list[Row]:
    """The rows of a summary list for these questions.

    `change` gives the address of the page for each matter, `elsewhere` that of answers kept in another record.
    """
    elsewhere = elsewhere or {}
    answers, applicant = draft.answers, draft.applicant
    asked = {fact.id: fact for fact in facts}
    rows: list[Row] = []
    for fact in asked.values():
        parts = _IN_ADDRESS.get(fact.id)
        if parts and fact.id != next(part for part in parts if part in asked):
            continue
        row = _address(answers, parts, asked, language) if parts else _row(fact, answers, language)
        row |= _of_worker(draft, fact)
        page = change.get(fact.matter_for(applicant) or "")
        here = f"{page}#{box_id(fact)}" if page else ""
        rows.append(row | {"change_url": elsewhere.get(fact.id, here), "fact": fact.id})
    return rows


def fact_rows(answers: Answers, facts: Iterable[Fact], language: str) -> list[Row]:
    """The rows for questions that were answered, of answers that belong to no request."""
    return [_row(fact, answers, language) for fact in facts if answers.is_given(fact.id)]


def _of_worker(draft: Request, fact: Fact) -> Row:
    """What stands in place of an answer that is the worker's: still to come, or given and not the reader's business."""
    facts = load_facts()
    if draft.worker_part == WorkersTurn.ASKED and fact.id in given_away(draft, facts):
        return {"value": gettext("The worker is asked"), "lines": []}
    answered = draft.answers.is_given(fact.id)
    hidden = answered and fact.id in kept_from_applicant(draft, facts)
    return {"value": gettext("The worker has answered this"), "lines": []} if hidden else {}


def _row(fact: Fact, answers: Answers, language: str) -> Row:
    words = fact.words_in(language, answers.applicant)
    if fact.id in answers.unknown:
        return {"key": words.name, "value": words.unknown}
    if fact.id not in answers.values:
        return {"key": words.name, "value": ""}
    value = answers.values[fact.id]
    lines = [_unbroken(fact, line) for line in answer_lines(fact, value, words, language)]
    return (
        {"key": words.name, "lines": lines}
        if isinstance(value, list)
        else {"key": words.name, "value": lines[0]}
    )


def _unbroken(fact: Fact, line: str) -> str:
    """A day is never broken at the end of a line."""
    return line.replace(" ", NO_BREAK_SPACE) if fact.type in (FactType.DATE, FactType.OPEN_DATE) else line


def _address(answers: Answers, parts: tuple[str, ...], asked: Mapping[str, Fact], language: str) -> Row:
    """The address as the post of its country writes it."""
    street, postcode, city, last = (answers.text(part) for part in parts)
    fact = asked.get(parts[3])
    if fact and fact.options and last:
        last = fact.words_in(language).options[last]
    key, country = _whose(parts[0], answers)
    lines = lines_of(country, street=street, code=postcode, city=city, area=last)
    return {"key": key, "lines": lines}


def _whose(part: str, answers: Answers) -> tuple[str, str]:
    """What the address is called, and the country in which it lies."""
    match part.partition(".")[0]:
        case "sender":
            return gettext("Address at home"), answers.text("employers[0].seat") or answers.home
        case "worker":
            return gettext("Where the person lives"), answers.text("person.residence")
        case _:
            return gettext("Address abroad"), answers.host
