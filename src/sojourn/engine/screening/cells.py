"""Reading the cells of a table: each distinct value once, every fault with its code."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sojourn.core.countries import is_known
from sojourn.engine.screening.trips import (
    CHOICE,
    COUNTRIES,
    COUNTRY,
    DAY,
    OPEN,
    OPEN_DAY,
    YES_NO,
    Column,
)
from sojourn.engine.situations.reading import FIRST_YEAR, LAST_YEAR, MAX_ITEMS
from sojourn.engine.situations.showing import shown

YES = frozenset({"true", "yes", "y", "1", "ja", "oui", "si", "sí"})
NO = frozenset({"false", "no", "n", "0", "nein", "non"})

# Spreadsheets and databases often write the midnight of a day along with it.
_DATE = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: a code, and the values that its sentence needs."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


def read_cell(column: Column, raw: object) -> Any:
    """The value in a cell: None for an empty one, else a text, a tuple of countries, a day, `open`, true or false.

    What cannot be read gives a Fault.
    """
    if isinstance(raw, str):
        raw = raw.strip()
    if raw is None or raw == "":
        return Fault("missing") if column.needed else None
    return _READERS[column.kind](column, raw)


def _country(_: Column, raw: object) -> Any:
    code = str(raw).upper()
    return code if is_known(code) else Fault("unknown_country", {"value": shown(raw)})


def _countries(_: Column, raw: object) -> Any:
    found = [each.strip().upper() for each in re.split(r"[;,/| ]+", str(raw)) if each.strip()]
    if len(found) > MAX_ITEMS:
        return Fault("too_many", {"limit": MAX_ITEMS, "count": len(found)})
    for code in found:
        if not is_known(code):
            return Fault("unknown_country", {"value": shown(code)})
    return tuple(found) if len(set(found)) == len(found) else Fault("repeated")


def _day(_: Column, raw: object) -> Any:
    if isinstance(raw, datetime):
        if raw.time() != time():
            return Fault("not_a_date", {"value": shown(raw)})
        raw = raw.date()
    if not isinstance(raw, date):
        match = _DATE.match(raw) if isinstance(raw, str) else None
        if match is None:
            return Fault("not_a_date", {"value": shown(raw)})
        try:
            raw = date.fromisoformat(match[1])
        except ValueError:
            return Fault("no_such_day", {"value": match[1]})
    if FIRST_YEAR <= raw.year <= LAST_YEAR:
        return raw
    return Fault("date_out_of_range", {"value": raw.isoformat(), "first": FIRST_YEAR, "last": LAST_YEAR})


def _open_day(column: Column, raw: object) -> Any:
    return OPEN if isinstance(raw, str) and raw.lower() == OPEN else _day(column, raw)


def _yes_no(_: Column, raw: object) -> Any:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    word = str(raw).lower()
    if word in YES or word in NO:
        return word in YES
    return Fault("wrong_type", {"expected": "true or false"})


def _choice(column: Column, raw: object) -> Any:
    word = str(raw).lower().replace("-", "_").replace(" ", "_")
    if word in column.options:
        return word
    return Fault("not_one_of", {"value": shown(raw), "options": ", ".join(column.options)})


_READERS: Mapping[str, Callable[[Column, object], Any]] = {
    COUNTRY: _country,
    COUNTRIES: _countries,
    DAY: _day,
    OPEN_DAY: _open_day,
    YES_NO: _yes_no,
    CHOICE: _choice,
}
