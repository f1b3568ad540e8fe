"""The words of packages, by language."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from babel.languages import get_official_languages

from sojourn.requests.texts import day_words

LANGUAGES: Final = ("en", "de", "fr", "es")


def words(key: str, language: str, **values: object) -> str:
    """The words of this key. Raises KeyError for one that is not there."""
    entry = _data()[key]
    text: str = entry.get(language) or entry["en"]
    return text.format(**values) if values else text


def channel_words(code: str, language: str) -> str:
    """A way of sending, in words."""
    entry = _data()["channels"][code]
    text: str = entry.get(language) or entry["en"]
    return text


def channel_codes() -> tuple[str, ...]:
    """The ways of sending that have words."""
    return tuple(_data()["channels"])


def language_of(country: str) -> str:
    """The language in which to write to an institution of this country: the first official one that we write, by CLDR.

    English where we write none of them. For a part of a state with a code of its own (CA-QC) the part's own.
    """
    if country == "CA-QC":
        return "fr"
    official = get_official_languages(country[:2], de_facto=True)
    return next((each for each in official if each in LANGUAGES), "en")


def day(value: date | str, language: str) -> str:
    """A day as people write it."""
    return day_words(date.fromisoformat(value) if isinstance(value, str) else value, language)


@cache
def _data() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8"))
    return loaded
