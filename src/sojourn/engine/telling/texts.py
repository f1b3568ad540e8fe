"""Codes to words. Every sentence of the engine stands in law/reference/sentences.yaml, whole, in each language.

A placeholder names a value and, after a colon, its form: {home:in} is "in Germany", {limit:date} a day in words,
{months} a number, {countries:or} a list of countries, {branches:branches} a list of branches,
{because:sentence} another finding told in full.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from string import Formatter
from typing import Any

from sojourn.engine.finding import Finding
from sojourn.engine.lawbook.law import Claim, Law

LANGUAGES = ("en", "de")
FALLBACK = "en"

_MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
}


@lru_cache(maxsize=4096)
def _parts(template: str) -> tuple[tuple[str, str | None, str], ...]:
    return tuple((literal, name, form or "") for literal, name, form, _ in Formatter().parse(template))


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in `language`, else in English."""
    return texts.get(language) or texts[FALLBACK]


def sentence(law: Law, code: str, language: str, values: Mapping[str, Any]) -> str:
    """The sentence `code` in `language`, with `values` filled in. Raises KeyError for a code without words."""
    pieces = []
    for literal, name, form in _parts(in_language(law.sentences[code], language)):
        pieces.append(literal)
        if name is not None:
            pieces.append(_shown(law, language, values[name], form, values))
    return "".join(pieces)


def tell(law: Law, finding: Finding, language: str, values: Mapping[str, Any]) -> str:
    """The sentence of a finding; `values` are those that every sentence of the case may use."""
    return sentence(law, f"{finding.condition}.{finding.variant}", language, {**values, **finding.values})


def country(law: Law, code: str, language: str, form: str = "name") -> str:
    """The name of a country in the given form (name, in, from, to)."""
    entry = law.labels["countries"].get(code)
    if entry is None:
        return code
    forms: Mapping[str, str] = entry.get(language) or entry[FALLBACK]
    if form in forms:
        return forms[form]
    pattern: str = law.labels["country_forms"][language][form]
    return pattern.replace("{name}", forms["name"])


def day(value: date, language: str) -> str:
    """A day in words."""
    month = _MONTHS.get(language, _MONTHS[FALLBACK])[value.month - 1]
    if language == "de":
        return f"{value.day}. {month} {value.year}"
    return f"{value.day} {month} {value.year}"


def label(law: Law, group: str, code: str, language: str) -> str:
    """The word for a code of one of the groups in labels.yaml; the code itself where there is none."""
    entry = law.labels.get(group, {}).get(code)
    return in_language(entry, language) if entry else code


def listing(law: Law, words: Sequence[str], language: str, joined: str = "and") -> str:
    """Words in a row, with the language's own last joint."""
    joints: Mapping[str, str] = law.labels["joints"][language]
    if len(words) < 2:
        return words[0] if words else joints["none"]
    return joints["comma"].join(words[:-1]) + joints[joined] + words[-1]


def _because(law: Law, language: str, value: Any, values: Mapping[str, Any]) -> str:
    """Why domestic law says what it says: the condition that decided, else the claim in words."""
    claim, findings = value
    for finding in findings:
        if finding.result != "met":
            return tell(law, finding, language, values)
    if isinstance(claim, Claim):
        return in_language(claim.because, language)
    return sentence(law, "domestic.not_known", language, values)


def _shown(law: Law, language: str, value: Any, form: str, values: Mapping[str, Any]) -> str:
    if form == "date":
        return day(value, language)
    if form in ("name", "in", "from", "to", "of", "plain"):
        return country(law, value, language, form)
    if form in ("or", "and"):
        return listing(law, [country(law, each, language) for each in value], language, form)
    if form == "or_of":
        return listing(law, [country(law, each, language, "of") for each in value], language, "or")
    if form == "branches":
        return listing(law, [label(law, "branches", each, language) for each in value], language)
    if form == "sentence":
        return _because(law, language, value, values)
    return str(value)


Teller = Callable[[Finding], str]
