"""Answers in words of any language, for papers: one row for each question that was asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sojourn.engine.lawbook.facts import Fact, FactType, Words, load_facts
from sojourn.requests.answers import Answers
from sojourn.requests.countries import country_name
from sojourn.requests.entry import us_states
from sojourn.requests.models import Request
from sojourn.requests.packages.words import day, words


@dataclass(frozen=True, slots=True)
class Told:
    """One question with its answer: what it is called, the answer as kept, and in words (several lines for rows)."""

    fact: Fact
    label: str
    value: Any = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)


def answers_told(request: Request, language: str) -> tuple[Told, ...]:
    """Every question that was asked, in the order of the vocabulary, with its answer in words."""
    facts = load_facts()
    asked = (facts[fact_id] for fact_id in request.questions_asked if fact_id in facts)
    return told(request.answers, asked, language)


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
    value = answers.values[fact.id]
    if isinstance(value, list):
        return tuple(_item(fact, item, own, language) for item in value)
    return (_said(fact.type, value, own.options, language),)


def _item(fact: Fact, item: object, own: Words, language: str) -> str:
    if not isinstance(item, Mapping):
        return country_name(str(item), language)
    return "; ".join(
        f"{own.columns[column.id].label}: "
        + _said(column.type, item[column.id], own.columns[column.id].options, language)
        for column in fact.columns
        if column.id in item
    )


def _said(kind: FactType, value: object, options: Mapping[str, str], language: str) -> str:
    match kind:
        case FactType.COUNTRY:
            return country_name(str(value), language)
        case FactType.DATE | FactType.OPEN_DATE:
            return day(date.fromisoformat(str(value)), language)
        case FactType.YES_NO:
            return words("yes" if value else "no", language)
        case FactType.CHOICE:
            return options.get(str(value), str(value))
        case FactType.PERCENT:
            return f"{float(str(value)) * 100:g} %"
        case FactType.US_STATE:
            return dict(us_states()).get(str(value), str(value))
        case _:
            return str(value)
