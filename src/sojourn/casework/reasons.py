"""The catalogue of reasons and remedies: data read once from reasons.yaml."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sojourn.casework.checks.findings import Finding
from sojourn.core.errors import InvalidInput, Problem
from sojourn.engine.telling.typesetting import typeset

LANGUAGES = ("en", "de", "fr", "es")
RESULTS = ("approved", "refused", "forwarded", "discontinued", "withdrawn", "copied", "cancelled")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: for which result, which remedy it leaves, its words by language, and what points to it.

    `part`: it says why a certificate is for part of the days only.
    """

    code: str
    result: str
    remedy: str
    words: Mapping[str, str]
    conditions: frozenset[str]
    outcomes: frozenset[str]
    findings: frozenset[str]
    part: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All reasons in their order, and the words of the remedies by code and language."""

    reasons: Mapping[str, Reason]
    remedies: Mapping[str, Mapping[str, str]]


@cache
def catalogue() -> Catalogue:
    """The catalogue as shipped. Raises ValueError where an entry lacks words, a remedy or a known result."""
    read = yaml.safe_load(Path(__file__).with_name("reasons.yaml").read_text(encoding="utf-8"))
    remedies = {code: _words(code, entry) for code, entry in read["remedies"].items()}
    reasons = {code: _reason(code, entry, remedies) for code, entry in read["reasons"].items()}
    return Catalogue(reasons, remedies)


def _words(code: str, entry: Mapping[str, Any]) -> dict[str, str]:
    lacking = [language for language in LANGUAGES if not entry.get(language)]
    if lacking:
        raise ValueError(f"reasons.yaml: {code} has no words in {', '.join(lacking)}")
    return {language: typeset(entry[language], language) for language in LANGUAGES}


def _reason(code: str, entry: Mapping[str, Any], remedies: Mapping[str, Any]) -> Reason:
    if entry["result"] not in RESULTS or entry["remedy"] not in remedies:
        raise ValueError(f"reasons.yaml: {code} names a result or remedy that is not known")
    fits = entry.get("fits", {})
    return Reason(
        code=code,
        result=entry["result"],
        remedy=entry["remedy"],
        words=_words(code, entry),
        conditions=frozenset(fits.get("conditions", ())),
        outcomes=frozenset(fits.get("outcomes", ())),
        findings=frozenset(fits.get("findings", ())),
        part=bool(entry.get("part", False)),
    )


def reasons_for(result: str) -> list[Reason]:
    """The reasons that can be given for a result, in the catalogue's order."""
    return [reason for reason in catalogue().reasons.values() if reason.result == result]


def chosen_reasons(result: str, codes: Sequence[str], *, field: str = "reasons") -> list[Reason]:
    """The reasons behind `codes`, each once.

    Raises InvalidInput where none is given ("reason_missing") or one is not for this result
    ("reason_unknown").
    """
    if not codes:
        raise InvalidInput([Problem(field, "reason_missing")])
    reasons = [catalogue().reasons.get(code) for code in dict.fromkeys(codes)]
    fitting = [reason for reason in reasons if reason is not None and reason.result == result]
    if len(fitting) != len(reasons):
        raise InvalidInput([Problem(field, "reason_unknown")])
    return fitting


def pointed_to(result: str, determination: Mapping[str, Any], findings: Iterable[Finding]) -> list[str]:
    """The codes of the reasons to which the law's answer and the checks point, in the catalogue's order."""
    periods = determination.get("periods", [])
    outcomes = {period.get("outcome") for period in periods}
    failed = {
        str(condition["id"])
        for period in periods
        for condition in period.get("conditions", [])
        if condition.get("result") == "not_met"
    }
    found = {finding.code for finding in findings}
    return [
        reason.code
        for reason in reasons_for(result)
        if not reason.part
        and (reason.conditions & failed or reason.outcomes & outcomes or reason.findings & found)
    ]
