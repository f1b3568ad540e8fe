"""The words on the paper, by language: its own labels (labels.yaml), those of the law data, and dates."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from sojourn.core.periods import last_day_of, whole_months
from sojourn.engine import load_law
from sojourn.engine.telling import texts as law_words
from sojourn.engine.telling import typesetting

type Group = Literal["branches", "categories"]
type Words = list[str]

LABELS: Final = Path(__file__).with_name("labels.yaml")
LABELS_OF_A1: Final = Path(__file__).with_name("labels_a1.yaml")
NO_BREAK_SPACE: Final = "\u00a0"


@cache
def _data() -> Mapping[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(LABELS.read_text(encoding="utf-8"))
    loaded["labels"] |= yaml.safe_load(LABELS_OF_A1.read_text(encoding="utf-8"))["labels"]
    for group in ("labels", "number_kinds"):
        loaded[group] = {
            key: {language: typesetting.typeset(text, language) for language, text in entry.items()}
            for key, entry in loaded[group].items()
        }
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


def number_kind_words(kind: str, languages: Iterable[str]) -> Words:
    """What an insurance number of this kind is called in each language; in general words where it is not known."""
    entry = _data()["number_kinds"].get(kind) or _data()["labels"]["person_number"]
    return _once(entry[language] for language in languages)


def code_words(group: Group, code: str, languages: Iterable[str]) -> Words:
    """What a code of the law data means in each language; the code itself where they have no word."""
    return _once(law_words.label(load_law(), group, code, language) for language in languages)


def country_words(code: str, languages: Iterable[str]) -> Words:
    """The country's name in each language, as it stands alone."""
    return _once(law_words.country(load_law(), code, language, "plain") for language in languages)


def date_words(day: date, languages: Iterable[str]) -> Words:
    """1 March 2027, in each language, with spaces that do not break."""
    return _once(_date_in(day, language) for language in languages)


def length_words(start: date, end: date, languages: Iterable[str]) -> Words:
    """How long a period is, both days included: in months where they are whole, else in days."""
    months = whole_months(start, end)
    exact = months > 0 and last_day_of(start, months) == end
    count, unit = (months, "month") if exact else ((end - start).days + 1, "day")
    return words(unit if count == 1 else f"{unit}s", languages, n=count)


def _date_in(day: date, language: str) -> str:
    return typesetting.day(day, language).replace(" ", NO_BREAK_SPACE)


def _once(wordings: Iterable[str]) -> Words:
    return list(dict.fromkeys(wordings))
