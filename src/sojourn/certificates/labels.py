"""The words on the paper, by language (labels.yaml), and dates and countries as each language writes them."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml
from babel import Locale
from babel.dates import format_date

from sojourn.core.periods import last_day_of, whole_months

type Section = Literal["labels", "number_kinds", "branches", "categories", "countries"]
type Words = list[str]

LABELS: Final = Path(__file__).with_name("labels.yaml")
NO_BREAK_SPACE: Final = "\u00a0"
_LONG_DATE: Final = {"en": "d MMMM y", "de": "d. MMMM y"}


@cache
def _data() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(LABELS.read_text(encoding="utf-8"))
    return loaded


def paper_languages(*countries: str) -> tuple[str, ...]:
    """The languages of the paper when these countries are concerned: English, then theirs where we have labels."""
    known = _data()["paper_languages"]
    return tuple(dict.fromkeys(["en", *(known[country] for country in countries if country in known)]))


def written_languages(languages: Iterable[str]) -> tuple[str, ...]:
    """Of these languages the ones that labels.yaml can write, English where it can write none."""
    known = tuple(language for language in languages if language in _data()["labels"]["name"])
    return known or ("en",)


def words(key: str, languages: Iterable[str], **values: object) -> Words:
    """The label in each language, in order, each wording once; `values` fill its braces."""
    entry = _data()["labels"][key]
    return _once(entry[language].format(**values) for language in languages)


def code_words(section: Section, code: str, languages: Iterable[str]) -> Words:
    """What a code means in each language; empty where labels.yaml does not know it."""
    entry = _data()[section].get(code)
    return _once(entry[language] for language in languages) if entry else []


def country_words(code: str, languages: Iterable[str]) -> Words:
    """The country's name in each language."""
    own = code_words("countries", code, languages)
    return own or _once(_territory(language, code) for language in languages)


def date_words(day: date, languages: Iterable[str]) -> Words:
    """1 March 2027, in each language, with spaces that do not break."""
    return _once(_date_in(day, language) for language in languages)


def length_words(start: date, end: date, languages: Iterable[str]) -> Words:
    """How long a period is, both days included: in months where they are whole, else in days."""
    months = whole_months(start, end)
    exact = months > 0 and last_day_of(start, months) == end
    count, unit = (months, "month") if exact else ((end - start).days + 1, "day")
    return words(unit if count == 1 else f"{unit}s", languages, n=count)


@cache
def _locale(language: str) -> Locale:
    return Locale(language)


def _territory(language: str, code: str) -> str:
    name: str | None = _locale(language).territories.get(code)
    return name or code


def _date_in(day: date, language: str) -> str:
    return format_date(day, _LONG_DATE[language], locale=_locale(language)).replace(" ", NO_BREAK_SPACE)


def _once(wordings: Iterable[str]) -> Words:
    return list(dict.fromkeys(wordings))
