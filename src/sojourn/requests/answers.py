"""The answers of one request: what is kept for each question, and what was typed that could not be read.

Pure: reading and writing rows is the business of `models` and `events`.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sojourn.core.errors import InvalidInput, Problem
from sojourn.engine.lawbook.facts import Applicant, Facts, Kind
from sojourn.requests.entry import Typed, Value, read

FIRST = "first"
"""The kind of a request that follows no other."""
KEPT_CHARACTERS = 1000
"""Of a wrong answer this much is kept, so that the person finds it again; nobody mends a longer one by hand."""
KEPT_ROWS = 20


@dataclass(frozen=True, slots=True)
class Answers:
    """What has been answered so far.

    `values`: by the id of the question. `unknown`: questions answered with "I don't know". `entered`: what was
    typed last where it could not be read; the value before it no longer counts.

    `kind`: of the request. `carried`: what a request that follows another one knows from it, as days in ISO form:
    certified_from and certified_until (the certificate), planned_end (the end first planned; None: none was),
    limit (the last day for which the law asks no authority to agree); and taken_over, the questions it answered;
    established, those of them that the institution found otherwise than they were sent.
    """

    applicant: Applicant
    values: Mapping[str, Value] = field(default_factory=dict, repr=False)
    unknown: frozenset[str] = frozenset()
    entered: Mapping[str, Typed] = field(default_factory=dict, repr=False)
    kind: str = FIRST
    carried: Mapping[str, Any] = field(default_factory=dict)
    _made: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once[T](self, what: Hashable, make: Callable[[], T]) -> T:
        """What is made of these answers, made once: answers never change, so neither may what is made of them."""
        if what not in self._made:
            self._made[what] = make()
        made: T = self._made[what]
        return made

    def is_given(self, fact_id: str) -> bool:
        """Whether the question has an answer that can be used ("I don't know" is one)."""
        return fact_id in self.values or fact_id in self.unknown

    def text(self, fact_id: str) -> str:
        """The value of a question answered with text, or ''."""
        value = self.values.get(fact_id)
        return value if isinstance(value, str) else ""

    def day(self, fact_id: str) -> date | None:
        """The value of a question answered with a day."""
        text = self.text(fact_id)
        return date.fromisoformat(text) if text else None

    def carried_day(self, name: str) -> date | None:
        """A day known from the request before; None where it is not known, or where there is none."""
        day = self.carried.get(name)
        return date.fromisoformat(day) if day else None

    @property
    def taken_over(self) -> Collection[str]:
        """The questions that the request before answered."""
        return frozenset(self.carried.get("taken_over", ()))

    @property
    def asks_beyond_limit(self) -> bool:
        """Whether the last day lies beyond what the law gives without the consent of authorities."""
        limit = self.carried_day("limit")
        return limit is not None and (self.end is None or self.end > limit)

    @property
    def home(self) -> str:
        """The country from which the person is sent, or ''."""
        return self.text("activities[0].sent_from")

    @property
    def host(self) -> str:
        """The country of the work abroad, or ''."""
        return self.text("activities[0].country")

    @property
    def start(self) -> date | None:
        """The first day of work abroad."""
        return self.day("activities[0].start")

    @property
    def end(self) -> date | None:
        """The last day of work abroad; None also where no end is set."""
        return self.day("activities[0].end")

    def with_typed(self, facts: Facts, typed: Mapping[str, Typed]) -> "Answers":
        """These answers with those questions answered anew; all others stay as they are.

        Raises InvalidInput for questions that the vocabulary or this applicant does not have.
        """
        if strangers := [name for name in typed if not _is_asked_of(facts, name, self)]:
            raise InvalidInput([Problem(name[:100], "unknown_question") for name in strangers])
        values, unknown, entered = dict(self.values), set(self.unknown), dict(self.entered)
        for fact_id, what in typed.items():
            values.pop(fact_id, None)
            unknown.discard(fact_id)
            entered.pop(fact_id, None)
            found = read(facts[fact_id], what, self.applicant)
            if found.problems:
                entered[fact_id] = shortened(what)
            elif found.unknown:
                unknown.add(fact_id)
            elif found.value is not None:
                values[fact_id] = found.value
        return replace(self, values=values, unknown=frozenset(unknown), entered=entered)

    def keeps(self, facts: Facts, fact_id: str) -> bool:
        """Whether the answer was taken over from the request before and is none of what this kind of request asks."""
        return fact_id in self.taken_over and fact_id not in facts.asked_afterwards(self.kind)

    def unreadable(self, facts: Facts) -> tuple[Problem, ...]:
        """What is wrong with the answers that could not be read, in the order of the vocabulary."""
        if not self.entered:
            return ()
        wrong = (fact for fact in facts.facts if fact.id in self.entered)
        return tuple(
            problem
            for fact in wrong
            for problem in read(fact, self.entered[fact.id], self.applicant).problems
        )

    def only(self, fact_ids: Iterable[str]) -> "Answers":
        """The answers to those questions and no others."""
        kept = set(fact_ids)
        if kept.issuperset((*self.values, *self.unknown, *self.entered)):
            return self
        return replace(
            self,
            values={key: value for key, value in self.values.items() if key in kept},
            unknown=self.unknown & kept,
            entered={key: what for key, what in self.entered.items() if key in kept},
        )

    def particulars(self, facts: Facts) -> dict[str, Value]:
        """The values that name people."""
        return {k: v for k, v in self.values.items() if k in facts and facts[k].kind is Kind.PARTICULAR}

    def plain(self, facts: Facts) -> dict[str, Value]:
        """The values that name nobody."""
        return {k: v for k, v in self.values.items() if k in facts and facts[k].kind is not Kind.PARTICULAR}


def _is_asked_of(facts: Facts, name: str, answers: Answers) -> bool:
    fact = facts.get(name)
    if fact is None:
        return False
    return fact.matter_for(answers.applicant) is not None or name in facts.asked_afterwards(answers.kind)


def shortened(typed: Typed) -> Typed:
    """What was typed, cut to a length that a person can mend."""
    if isinstance(typed, str):
        return typed[:KEPT_CHARACTERS]
    if isinstance(typed, Mapping):
        return {str(k)[:40]: str(v)[:KEPT_CHARACTERS] for k, v in list(typed.items())[:KEPT_ROWS]}
    if isinstance(typed, list | tuple):
        return [_shortened_row(row) for row in typed[:KEPT_ROWS]]  # type: ignore[return-value]
    return typed


def _shortened_row(row: object) -> object:
    if isinstance(row, Mapping):
        return {str(k)[:40]: shortened(v) for k, v in list(row.items())[:KEPT_ROWS]}
    return str(row)[:KEPT_CHARACTERS]
