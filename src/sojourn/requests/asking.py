"""Which questions are asked on these answers, and why: the vocabulary's occasions, tried one by one."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from sojourn.core.countries import state_of
from sojourn.engine.lawbook.facts import Applicant, Clause, Fact, Facts
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
            required = _is_required(fact, answers)
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
    places = _Places(_with_state(answers.home), _with_state(answers.host))
    found = []
    for each in _occasions(facts, answers.applicant):
        if each.in_any_case is not None:
            found.append(each.in_any_case)
            continue
        because = _because(each, answers, places, each.fact.id in named)
        if because is not None:
            required = any(_holds(clause, answers, places, named=True) for clause in each.required)
            found.append(Asked(each.fact, because, required))
    return tuple(found)


def _is_required(fact: Fact, answers: Answers) -> bool:
    places = _Places(_with_state(answers.home), _with_state(answers.host))
    mine = _occasions_of(fact, answers.applicant).required
    return any(_holds(clause, answers, places, named=True) for clause in mine)


@dataclass(frozen=True, slots=True)
class _Places:
    """The country of home and of work, each with the state of which it is a part."""

    home: frozenset[str]
    host: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Occasions:
    """The clauses of one question that concern this applicant; for asking the plainest reason first."""

    fact: Fact
    asked: tuple[tuple[Because, Clause], ...]
    required: tuple[Clause, ...]
    may_stay: bool
    in_any_case: Asked | None
    """The question where it is asked and required whatever is answered."""


_prepared: dict[tuple[int, Applicant], tuple[Facts, tuple[_Occasions, ...]]] = {}
"""By identity of the vocabulary, which is kept here too so that no other takes its place."""


def _occasions(facts: Facts, applicant: Applicant) -> tuple[_Occasions, ...]:
    known = _prepared.get((id(facts), applicant))
    if known is None or known[0] is not facts:
        made = tuple(
            _occasions_of(fact, applicant) for fact in facts.facts if fact.matter_for(applicant) is not None
        )
        known = _prepared[id(facts), applicant] = (facts, made)
    return known[1]


def _occasions_of(fact: Fact, applicant: Applicant) -> _Occasions:
    plainest_first = list(Because)
    asked = [
        (_reason(clause), clause) for clause in fact.asked if clause.applicant in (None, applicant.asked_like)
    ]
    asked.sort(key=lambda each: plainest_first.index(each[0]))
    required = tuple(clause for clause in fact.required if clause.applicant in (None, applicant.asked_like))
    always = any(_says_always(clause) for _, clause in asked) and any(map(_says_always, required))
    return _Occasions(
        fact,
        tuple(asked),
        required,
        any(clause.when == "missing" for clause in fact.asked),
        Asked(fact, Because.ALWAYS, required=True) if always else None,
    )


def _says_always(clause: Clause) -> bool:
    return clause.when == "always" and not (clause.from_ or clause.to or clause.given or clause.not_latin)


def _because(each: _Occasions, answers: Answers, places: _Places, named: bool) -> Because | None:
    """The plainest reason for asking: what is asked in any case is not put down to the law."""
    for reason, clause in each.asked:
        if _holds(clause, answers, places, named=named):
            return reason
    return Because.LAW if each.may_stay and _has_answer(each.fact, answers) else None


def _has_answer(fact: Fact, answers: Answers) -> bool:
    return answers.is_given(fact.id) or fact.id in answers.entered


def _reason(clause: Clause) -> Because:
    if clause.given or clause.not_latin:
        return Because.ANSWER
    if clause.from_ or clause.to:
        return Because.CORRIDOR
    return Because.ALWAYS if clause.when == "always" else Because.LAW


def _holds(clause: Clause, answers: Answers, places: _Places, *, named: bool) -> bool:
    """Whether the clause holds, one that concerns the applicant."""
    if clause.when == "missing" and not named:
        return False
    if clause.from_ and places.home.isdisjoint(clause.from_):
        return False
    if clause.to and places.host.isdisjoint(clause.to):
        return False
    if clause.given and any(
        answers.values.get(fact_id) not in allowed for fact_id, allowed in clause.given.items()
    ):
        return False
    return not clause.not_latin or any(not is_latin(answers.text(name)) for name in clause.not_latin)


def _with_state(country: str) -> frozenset[str]:
    return frozenset({country, state_of(country)} if country else ())
