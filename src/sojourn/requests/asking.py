"""Which questions are asked on these answers, and why: the vocabulary's occasions, tried one by one."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from sojourn.core.countries import state_of
from sojourn.engine.lawbook.facts import Clause, Fact, Facts
from sojourn.engine.lawbook.facts_afterwards import Afterwards
from sojourn.requests.answers import Answers
from sojourn.requests.written import is_latin


class Because(StrEnum):
    """Why a question is asked. `differs`: its kind of request asks it; `before`: the request before answered it."""

    ALWAYS = "always"
    CORRIDOR = "corridor"
    ANSWER = "answer"
    LAW = "law"
    DIFFERS = "differs"
    BEFORE = "before"


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
    found = _asked_first(answers, facts, named)
    interview = facts.afterwards.get(answers.kind)
    return found if interview is None else _asked_afterwards(answers, facts, interview, found)


def matter_of(asked: Asked, answers: Answers, facts: Facts) -> str | None:
    """The page on which the question stands; None for one that is only taken over."""
    if answers.kind not in facts.afterwards:
        return asked.fact.matter_for(answers.applicant)
    return None if asked.because is Because.BEFORE else answers.kind


def _asked_afterwards(
    answers: Answers, facts: Facts, interview: Afterwards, first: tuple[Asked, ...]
) -> tuple[Asked, ...]:
    """What the kind of request asks of its own; what the law or the certificate newly need; what is taken over."""
    would = {asked.fact.id for asked in first}
    own: dict[str, Asked] = {}
    for ask in interview.asks:
        fact = facts[ask.question]
        given = all(answers.values.get(name) in allowed for name, allowed in ask.given.items())
        if not given or (ask.beyond_limit and not answers.asks_beyond_limit) or fact.id in own:
            continue
        if not fact.matter or fact.id in would:
            required = any(_holds(clause, answers, named=True) for clause in fact.required)
            own[fact.id] = Asked(fact, Because.DIFFERS, required)
    rest = []
    for asked in first:
        if asked.fact.id in own:
            continue
        if asked.fact.id in answers.taken_over:
            rest.append(replace(asked, because=Because.BEFORE, required=False))
        elif asked.required or asked.because is Because.LAW:
            rest.append(asked)
    return (*own.values(), *rest)


def _asked_first(answers: Answers, facts: Facts, named: Container[str]) -> tuple[Asked, ...]:
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
