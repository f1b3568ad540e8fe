"""What the law says about a set of answers: the engine, asked with the situation that they make."""

import json
from functools import cache, lru_cache
from typing import Any, Final

from sojourn.engine import (
    Determination,
    Explanation,
    Law,
    SituationError,
    determine,
    explain,
    load_law,
    read_situation,
)
from sojourn.engine.lawbook.facts import Facts
from sojourn.requests.answers import Answers
from sojourn.requests.situation import can_be_judged, situation_of

__all__ = [
    "Determination",
    "Explanation",
    "determination_of",
    "explanation_of",
    "home_institution",
    "the_law",
]


_MOST_WRITTEN: Final = 1024


@cache
def the_law() -> Law:
    """The law that this process applies."""
    return load_law()


def determination_of(answers: Answers, facts: Facts) -> Determination | None:
    """What the law says, or None while the answers make no situation.

    That is so while the countries or the first day are not known, and while dates are out of order: which ones
    the check `dates_in_order` says.
    """
    return answers.once(("determination", id(the_law()), id(facts)), lambda: _asked(answers, facts))


def _asked(answers: Answers, facts: Facts) -> Determination | None:
    situation = situation_of(answers, facts)
    if not can_be_judged(situation):
        return None
    return _determined(json.dumps(situation, sort_keys=True))


@lru_cache(maxsize=4096)
def _determined(situation: str) -> Determination | None:
    """The same situation has the same answer: it is asked several times for one draft, and in a table for many.

    A situation names nobody, so it may stay in memory.
    """
    try:
        return determine(read_situation(json.loads(situation)), the_law())
    except SituationError:
        return None


def written_down(determination: Determination) -> dict[str, Any]:
    """The determination in the contract's form, as it is frozen. The same one is written down once."""
    kept = _written.get(id(determination))
    if kept is None or kept[0] is not determination:
        if len(_written) >= _MOST_WRITTEN:
            _written.clear()
        kept = _written[id(determination)] = (determination, determination.to_json())
    return kept[1]


# By identity: a determination holds the whole law, and is kept here with its text so that no other takes its place.
_written: dict[int, tuple[Determination, dict[str, Any]]] = {}


def explanation_of(determination: Determination, language: str) -> Explanation:
    """The determination in plain words."""
    return explain(determination, the_law(), language)


def home_institution(answers: Answers, status: str) -> str | None:
    """Who certifies at home for this corridor and kind of worker, by an instrument that binds at the start."""
    start = answers.start
    for instrument in the_law().between(answers.home, answers.host):
        certificate = instrument.certificate.get(answers.home)
        if certificate is None or start is None or not instrument.binds_on(start):
            continue
        # An issuer under no status serves all of them.
        issuer = certificate.issuers.get(status) or certificate.issuers.get("")
        if issuer:
            return issuer
    return None
