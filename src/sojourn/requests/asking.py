"""Which questions are asked on these answers, and why: the vocabulary's occasions, tried one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sojourn.core.countries import state_of
from sojourn.engine.lawbook.facts import Clause, Fact, Facts
from sojourn.requests.answers import Answers
from sojourn.requests.written import is_latin


class Because(StrEnum):
    """Why a question is asked."""

    ALWAYS = "always"
    CORRIDOR = "corridor"
    ANSWER = "answer"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is asked now."""

    fact: Fact
    because: Because
    required: bool


def asked_now(answers: Answers, facts: Facts, missing: Iterable[str] = ()) -> tuple[Asked, ...]:
    """The questions for these answers, in the order of the vocabulary.

    `missing`: the paths that the engine names. A question that the engine once named stays while it has an
    answer, so that the answer can be seen and changed.
    """
    named = {fact.id for path in missing for fact in facts.covering(path, answers.applicant)}
    found = []
    for fact in facts.facts:
        if fact.matter_for(answers.applicant) is None:
            continue
        because = _because(fact, answers, fact.id in named)
        if because is not None:
            required = any(_holds(clause, answers, named=True) for clause in fact.required)
            found.append(Asked(fact, because, required))
    return tuple(found)


def _because(fact: Fact, answers: Answers, named: bool) -> Because | None:
    """The plainest reason for asking: what is asked in any case is not put down to the law."""
    reasons = {_reason(clause) for clause in fact.asked if _holds(clause, answers, named=named)}
    for reason in Because:
        if reason in reasons:
            return reason
    stays = any(clause.when == "missing" for clause in fact.asked) and _has_answer(fact, answers)
    return Because.LAW if stays else None


def _has_answer(fact: Fact, answers: Answers) -> bool:
    return answers.is_given(fact.id) or fact.id in answers.entered


def _reason(clause: Clause) -> Because:
    if clause.given or clause.not_latin:
        return Because.ANSWER
    if clause.from_ or clause.to:
        return Because.CORRIDOR
    return Because.ALWAYS if clause.when == "always" else Because.LAW


def _holds(clause: Clause, answers: Answers, *, named: bool) -> bool:
    if clause.applicant not in (None, answers.applicant) or (clause.when == "missing" and not named):
        return False
    if not _among(answers.home, clause.from_) or not _among(answers.host, clause.to):
        return False
    if any(answers.values.get(fact_id) not in allowed for fact_id, allowed in clause.given.items()):
        return False
    return not clause.not_latin or any(not is_latin(answers.text(name)) for name in clause.not_latin)


def _among(country: str, countries: tuple[str, ...]) -> bool:
    return not countries or country in countries or (bool(country) and state_of(country) in countries)
