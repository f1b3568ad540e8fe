"""Answers in words of any language, for papers: one row for each question that was asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sojourn.engine.lawbook.facts import Fact, Words, load_facts
from sojourn.requests.answer_words import answer_lines
from sojourn.requests.answers import Answers
from sojourn.requests.models import Request
from sojourn.requests.packages.words import words
from sojourn.requests.worker_questions import kept_from_applicant


@dataclass(frozen=True, slots=True)
class Told:
    """One question with its answer: what it is called, the answer as kept, and in words (several lines for rows)."""

    fact: Fact
    label: str
    value: Any = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)


def answers_told(request: Request, language: str) -> tuple[Told, ...]:
    """Every question that was asked, in the order of the vocabulary, with its answer in words.

    The applicant reads it on the way: what the worker gave and keeps from the applicant is named, not told.
    """
    facts = load_facts()
    asked = [facts[fact_id] for fact_id in request.questions_asked if fact_id in facts]
    kept = kept_from_applicant(request, facts)
    return tuple(
        replace(each, value=None, lines=(words("kept_by_worker", language),))
        if each.fact.id in kept and request.answers.is_given(each.fact.id)
        else each
        for each in told(request.answers, asked, language)
    )


def told(answers: Answers, asked: Iterable[Fact], language: str) -> tuple[Told, ...]:
    """The answers to these questions in words."""
    found = []
    for fact in asked:
        own = fact.words_in(language, answers.applicant)
        value = answers.values.get(fact.id)
        found.append(Told(fact, own.name, value, _lines(fact, own, answers, language)))
    return tuple(found)


def _lines(fact: Fact, own: Words, answers: Answers, language: str) -> tuple[str, ...]:
    if fact.id in answers.unknown:
        return (own.unknown or words("unknown_answer", language),)
    if fact.id not in answers.values:
        return (words("not_given", language),)
    return answer_lines(fact, answers.values[fact.id], own, language)
