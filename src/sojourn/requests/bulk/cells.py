"""What stands in a cell, as the form would hand it over: words of choices, days as numbers, countries in a list."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from sojourn.engine.lawbook.facts import FactType, load_facts
from sojourn.requests.bulk.columns import Column, folded
from sojourn.requests.entry import UNKNOWN, Typed

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
_SLASHED: Final = re.compile(r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[ T]00:00(?::00)?)?$")
_MIDNIGHT: Final = re.compile(r"[ T]00:00(:00(\.0+)?)?$")
_SERIAL: Final = re.compile(r"^\d{5}(\.0+)?$")
_FIRST_DAY: Final = date(1899, 12, 30)
"""Day 0 of spreadsheets, as they count from March 1900 on."""
_DAYS: Final = (FactType.DATE, FactType.OPEN_DATE)
_YES: Final = frozenset({"yes", "y", "true", "1", "ja", "oui", "si", "x"})
_NO: Final = frozenset({"no", "n", "false", "0", "nein", "non"})
_OPEN: Final = frozenset(
    {"open", "offen", "ouvert", "abierto", "unknown", "unbekannt", "inconnu", "desconocido"}
)


def answers_of(cells: Mapping[str, str], columns: Mapping[str, Column], date_order: str) -> dict[str, Typed]:
    """The cells of one row (by column) as answers (by question)."""
    answers: dict[str, Any] = {}
    rows: dict[str, dict[int, dict[str, Any]]] = {}
    for name, text in cells.items():
        column = columns.get(name)
        if column is None or not text.strip():
            continue
        typed = typed_of(column, text, date_order)
        if column.part:
            rows.setdefault(column.fact.id, {}).setdefault(column.row, {})[column.part] = typed
        else:
            answers[column.id] = typed
    for fact_id, parts in rows.items():
        answers[fact_id] = [parts[number] for number in sorted(parts)]
    return answers


def typed_of(column: Column, text: str, date_order: str) -> Typed:
    """One cell as an answer."""
    text = text.strip()
    if column.fact.offers_unknown and not column.part and _says_unknown(column, text):
        return dict(UNKNOWN)
    match column.type:
        case FactType.DATE | FactType.OPEN_DATE:
            return day_text(text, date_order)
        case FactType.COUNTRIES:
            return [part.strip() for part in re.split(r"[;,|/\n]", text) if part.strip()]
        case FactType.CHOICE:
            return _words_of(column).get(folded(text), text)
        case FactType.YES_NO if (word := folded(text)) in _YES | _NO:
            return "yes" if word in _YES else "no"
        case FactType.US_SSN | FactType.US_EIN if text.isdecimal() and len(text) < 9:
            # A number that a spreadsheet took for a quantity has lost its leading zeros.
            return text.zfill(9) if len(text) >= 7 else text
        case _:
            return text


def _says_unknown(column: Column, text: str) -> bool:
    return text == "?" or folded(text) in _OPEN | _unknown_words(column)


def day_text(text: str, date_order: str) -> str:
    """A day as it is typed into a form: numbers of a spreadsheet and days in the order of the file made plain."""
    text = _MIDNIGHT.sub("", text)
    if _SERIAL.match(text):
        return (_FIRST_DAY + timedelta(days=int(float(text)))).isoformat()
    if date_order and (match := _SLASHED.match(text)):
        first, second, year = match.groups()
        day, month = (first, second) if date_order == DAY_FIRST else (second, first)
        return f"{year}-{int(month):02}-{int(day):02}"
    return text


def order_is_open(column: Column, texts: Iterable[str]) -> bool:
    """Whether a day in the column can be read in two ways."""
    return column.type in _DAYS and any(_two_ways(text) for text in texts)


def order_shown(texts: Iterable[str]) -> str:
    """The order that one unmistakable day shows, or ""."""
    for text in texts:
        if match := _SLASHED.match(text.strip()):
            first, second = int(match[1]), int(match[2])
            if first > 12 >= second:
                return DAY_FIRST
            if second > 12 >= first:
                return MONTH_FIRST
    return ""


def _two_ways(text: str) -> bool:
    match = _SLASHED.match(text.strip())
    return match is not None and int(match[1]) <= 12 and int(match[2]) <= 12 and match[1] != match[2]


@cache
def _words_of(column: Column) -> Mapping[str, str]:
    """The code of a choice by its words in every language, and by itself."""
    return {
        folded(word): code
        for language in load_facts().languages
        for code, text in column.option_words(language).items()
        for word in (code, text)
    }


@cache
def _unknown_words(column: Column) -> frozenset[str]:
    words = (column.fact.words_in(language).unknown for language in load_facts().languages)
    return frozenset(folded(word) for word in words if word)


def masked(text: str) -> str:
    """A value that can be recognised by those who know it, and by nobody else: its first letters and its form."""
    shown, kept = [], 0
    for c in text[:40]:
        if c.isalnum() and kept >= 2:
            shown.append("•")
        else:
            shown.append(c)
            kept += c.isalnum()
    return "".join(shown)
