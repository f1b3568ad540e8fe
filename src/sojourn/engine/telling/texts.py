"""Codes to words. Every sentence of the engine stands in law/reference/sentences.yaml, whole, in each language.

A placeholder names a value and, after a colon, its form: {home:in} is "in Germany", {limit:date} a day in words,
{months:term} a length ("24 months"), {countries:or} a list of countries, {branches:branches} a list of branches,
{article:article} an article as the language writes it, {title:of_title} an agreement after "of",
{because:sentence} another finding told in full.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from string import Formatter
from typing import Any

from sojourn.engine.finding import Finding
from sojourn.engine.lawbook.law import Claim, Instrument, Law, Supplement
from sojourn.engine.telling.citing import article_words, is_of_arrangement, of_title
from sojourn.engine.telling.typesetting import FALLBACK, LANGUAGES, day, typeset

__all__ = [
    "FALLBACK",
    "LANGUAGES",
    "article",
    "citation",
    "country",
    "day",
    "in_language",
    "label",
    "listing",
    "sentence",
    "tell",
    "term",
    "title",
]

COUNTRY_FORMS = frozenset({"name", "in", "from", "to", "of", "plain", "between"})
LISTS = {
    "or": ("name", "or"),
    "and": ("name", "and"),
    "or_of": ("of", "or"),
    "or_in": ("in", "or"),
    "and_in": ("in", "and"),
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
            pieces.append(_shown(law, language, name, form, values))
    return typeset("".join(pieces), language)


def tell(law: Law, finding: Finding, language: str, values: Mapping[str, Any]) -> str:
    """The sentence of a finding; `values` are those that every sentence of the case may use."""
    return sentence(law, f"{finding.condition}.{finding.variant}", language, {**values, **finding.values})


def country(law: Law, code: str, language: str, form: str = "name") -> str:
    """The name of a country in the given form: name, in, from, to, of, plain, or between (two of them)."""
    entry = law.labels["countries"].get(code)
    if entry is None:
        return code
    language = language if language in entry else FALLBACK
    forms: Mapping[str, str] = entry[language]
    if form == "between":
        # German says "zwischen der Schweiz und ...": the dative, which stands after "aus" as well.
        form = "from" if language == "de" else "name"
        found = _in_form(law, forms, language, form)
        return found.split(" ", 1)[1] if language == "de" else found
    return _in_form(law, forms, language, form)


def _in_form(law: Law, forms: Mapping[str, str], language: str, form: str) -> str:
    if form in forms:
        return forms[form]
    kind = forms.get("kind")
    if kind is None:
        pattern: str = law.labels["country_forms"][language][form]
        return pattern.replace("{name}", forms["name"])
    pattern = law.labels["country_kinds"][language][kind][form]
    return pattern.replace("{plain}", forms["plain"])


def label(law: Law, group: str, code: str, language: str) -> str:
    """The word for a code of one of the groups in labels.yaml; the code itself where there is none."""
    entry = law.labels.get(group, {}).get(code)
    return in_language(entry, language) if entry else code


def listing(law: Law, words: Sequence[str], language: str, joined: str = "and") -> str:
    """Words in a row, with the language's own last joint."""
    joints: Mapping[str, str] = law.labels["joints"][language if language in LANGUAGES else FALLBACK]
    if len(words) < 2:
        return words[0] if words else joints["none"]
    return joints["comma"].join(words[:-1]) + joints[joined] + words[-1]


def term(law: Law, number: int, unit: str, language: str, case: str = "") -> str:
    """A length of time in words: "24 months". `unit`: month or week; `case`: "_dative" where German needs it."""
    code = unit if number == 1 else f"{unit}s{case}"
    return label(law, "terms", code, language).replace("{n}", str(number))


def _term(law: Law, language: str, name: str, form: str, values: Mapping[str, Any]) -> str:
    """The value in months; a limit that is counted in weeks has its number under `weeks`."""
    months, weeks = values.get(name), values.get("weeks")
    case = "_dative" if form == "term_dative" else ""
    if months is None and isinstance(weeks, int):
        return term(law, weeks, "week", language, case)
    return term(law, int(months or 0), "month", language, case)


def title(law: Law, instrument: Instrument | Supplement, language: str) -> str:
    """What the agreement is called: by its file, else after its two parties, else as in English."""
    own = instrument.short.get(language)
    if own:
        return own
    kind = getattr(instrument, "kind", "")
    code = f"title.{kind}"
    if len(instrument.parties) != 2 or code not in law.sentences:
        return instrument.short.get(FALLBACK) or instrument.title
    one, other = instrument.parties
    values: dict[str, Any] = {"one": one, "other": other}
    signed = getattr(instrument, "signed", None)
    twins = [each for each in law.between(one, other) if len(each.parties) == 2]
    if signed is not None and len(twins) > 1:
        return sentence(law, f"{code}_signed", language, {**values, "year": signed.year})
    return sentence(law, code, language, values)


def citation(law: Law, article: str | None, title: str, language: str) -> str:
    """Article and agreement as one says it; the agreement alone where no article was read."""
    if article is None:
        return sentence(law, "citation.instrument", language, {"title": title})
    code = "citation.arrangement" if is_of_arrangement(article) else "citation.article"
    values = {"article": article, "title": title, "comma": _comma(article, language)}
    return sentence(law, code, language, values)


def article(law: Law, article: str, language: str) -> str:
    """The article alone, as one says it: Article 6(2), Artikel 6 Absatz 2."""
    code = "citation.bare_arrangement" if is_of_arrangement(article) else "citation.bare"
    return sentence(law, code, language, {"article": article, "comma": _comma(article, language)})


def _comma(article: str, language: str) -> str:
    """French closes the parts of an article with a comma."""
    return "," if "," in article_words(article, language) else ""


def _because(law: Law, language: str, value: Any, values: Mapping[str, Any]) -> str:
    """Why domestic law says what it says: the condition that decided, else the claim in words."""
    claim, findings = value
    for finding in findings:
        if finding.result != "met":
            return tell(law, finding, language, values)
    if isinstance(claim, Claim):
        return in_language(claim.because, language)
    return sentence(law, "domestic.not_known", language, values)


def _shown(law: Law, language: str, name: str, form: str, values: Mapping[str, Any]) -> str:
    if form in ("term", "term_dative"):
        return _term(law, language, name, form, values)
    value = values[name]
    if form == "date":
        return day(value, language)
    if form in COUNTRY_FORMS:
        return country(law, value, language, form)
    if form in LISTS:
        each_form, joint = LISTS[form]
        return listing(law, [country(law, each, language, each_form) for each in value], language, joint)
    return _other(law, language, value, form, values)


def _other(law: Law, language: str, value: Any, form: str, values: Mapping[str, Any]) -> str:
    if form == "branches":
        return listing(law, [label(law, "branches", each, language) for each in value], language)
    if form == "sentence":
        return _because(law, language, value, values)
    if form == "article":
        return article_words(value, language)
    if form == "of_title":
        return of_title(value, language)
    if form == "low":
        return str(value)[:1].lower() + str(value)[1:]
    return str(value)


def institution(law: Law, institution_id: str | None, language: str) -> str | None:
    """The name of an institution in `language`, else as it is called at home."""
    found = law.institutions.get(institution_id or "")
    return found.names.get(language, found.name) if found else None
