"""The vocabulary of conditions: small named tests that provisions put together.

A condition is a function of the case and its parameters that answers with a Finding: met, not met, unknown, or
"an officer must look". Its sentences stand in law/reference/sentences.yaml under the condition's name, one for each
variant it can answer with.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sojourn.engine.case import Case
from sojourn.engine.finding import Finding, Result

MET, NOT_MET, UNKNOWN, REFER = Result.MET, Result.NOT_MET, Result.UNKNOWN, Result.REFER

Test = Callable[[Case, Mapping[str, Any]], Finding]


PLAIN = ("met", "not_met", "unknown")
"""What a condition says that hangs on one question."""


def plain(name: str, known: bool | None, fact: str, *missing: str, **values: object) -> Finding:
    """Met, not met or unknown, by one fact; `missing`: what to ask for instead of the fact itself."""
    if known is None:
        return Finding(name, UNKNOWN, "unknown", (), missing or (fact,), values)
    return Finding(name, MET if known else NOT_MET, "met" if known else "not_met", (fact,), values=values)


def turned(name: str, found: Finding) -> Finding:
    """The opposite of a finding, under the name of the opposite condition."""
    result = {MET: NOT_MET, NOT_MET: MET}.get(found.result, found.result)
    variant = {MET: "met", NOT_MET: "not_met"}.get(result, found.variant)
    return Finding(name, result, variant, found.facts, found.missing, found.values)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the vocabulary: its test, the parameters it takes, the facts it reads and what it can say."""

    name: str
    test: Test
    parameters: frozenset[str]
    reads: tuple[str, ...]
    variants: tuple[str, ...]
    gate: bool = False
    """A gate that is shut means that the provision does not concern the case at all: it leaves no trace."""
    silent: frozenset[str] = frozenset()
    """Variants that say nothing of interest, and are left out of the trace."""
    by_rule: bool = False
    """Whether it looks at the rule that uses it (its limit, say); all others find the same under each rule."""


WORDS: dict[str, Word] = {}


def word(
    name: str,
    *,
    reads: Iterable[str],
    says: Iterable[str],
    takes: Iterable[str] = (),
    gate: bool = False,
    silent: Iterable[str] = (),
    by_rule: bool = False,
) -> Callable[[Test], Test]:
    """Enter a test into the vocabulary under `name`."""

    def enter(test: Test) -> Test:
        if name in WORDS:
            raise ValueError(f"condition {name} is defined twice")
        WORDS[name] = Word(
            name, test, frozenset(takes), tuple(reads), tuple(says), gate, frozenset(silent), by_rule
        )
        return test

    return enter
