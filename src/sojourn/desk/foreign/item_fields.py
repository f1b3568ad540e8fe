"""The items of a certificate from abroad as fields of a form and as rows of a page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sojourn.casework.foreign.access import instruments_for
from sojourn.casework.foreign.items import OTHER_INSTRUMENT
from sojourn.casework.foreign.reading import FIELDS
from sojourn.casework.foreign.texts import ITEMS, KINDS, SOURCES, instrument_words, words_of
from sojourn.casework.texts import country_name
from sojourn.engine import load_law
from sojourn.requests.countries import country_options
from sojourn.requests.texts import day_words
from sojourn.requests.typed_dates import day_in_parts

type Field = dict[str, Any]

PARTS = ("day", "month", "year")
_DAYS = ("start", "end", "birth_date")
_COUNTRIES = ("issuer_country", "legislation", "host")
_OPTIONAL = ("number", "issuer_id", "article", "end", "person_number", "employer", "workplace")
_NOT_ASKED = ("kind", "person_number_kind")
_HIDDEN = ("issuer_id", "kind", "person_number_kind")


def given_items(request: HttpRequest) -> dict[str, str]:
    """What was posted: days as ISO text, "?" for one that is none."""
    given = {name: request.POST.get(name, "") for name in FIELDS}
    for name in _DAYS:
        day = day_in_parts({part: request.POST.get(f"{name}-{part}", "") for part in PARTS})
        given[name] = day.isoformat() if isinstance(day, date) else "" if day is None else "?"
    return given


def item_fields(
    request: HttpRequest,
    fields: Mapping[str, str],
    read: Mapping[str, str],
    said: Mapping[str, str],
    country: str,
) -> list[Field]:
    """The boxes of the form, each with what was read or typed, and whether that is to be confirmed."""
    return [
        _field(request, name, fields.get(name, ""), read.get(name, ""), said.get(name, ""), country)
        for name in FIELDS
        if name not in _NOT_ASKED
    ]


def item_rows(fields: Mapping[str, str], read: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    """The items as rows, in words; with their source where it is told."""
    rows = []
    for name in FIELDS:
        if name in _HIDDEN or not fields.get(name):
            continue
        source = words_of(SOURCES, read[name]) if read and read.get(name) else ""
        value = item_words(name, fields[name])
        rows.append({"key": words_of(ITEMS, name), "value": f"{value} ({source})" if source else value})
    return rows


def item_words(name: str, value: str) -> str:
    """One item as the reader's language writes it."""
    if name in _DAYS:
        return day_words(date.fromisoformat(value), (get_language() or "en")[:2])
    if name in _COUNTRIES:
        return country_name(value)
    if name == "instrument":
        return instrument_words(value)
    return words_of(KINDS, value) if name == "kind" else value


def _field(request: HttpRequest, name: str, value: str, source: str, error: str, country: str) -> Field:
    field: Field = {
        "name": name,
        "label": words_of(ITEMS, name),
        "hint": words_of(SOURCES, source) if source else "",
        "error": error,
        "optional": name in _OPTIONAL,
        "value": value,
        "autocomplete": "off",
    }
    if name in _DAYS:
        typed = {part: request.POST.get(f"{name}-{part}", "") for part in PARTS}
        day = date.fromisoformat(value) if value and value != "?" else None
        return field | {"kind": "date", "value": typed if any(typed.values()) else day}
    options = _options(name, country)
    return field | ({"kind": "select", "options": options} if options else {"kind": "text", "width": 20})


def _options(name: str, country: str) -> list[dict[str, str]]:
    if name in _COUNTRIES:
        language = (get_language() or "en")[:2]
        return [{"value": code, "label": label} for code, label in country_options(language)]
    if name == "instrument":
        known = [{"value": each, "label": instrument_words(each)} for each in instruments_for(country)]
        known.sort(key=lambda option: option["label"].casefold())
        return [*known, {"value": OTHER_INSTRUMENT, "label": _("Another agreement")}]
    if name == "issuer_id":
        found = [
            {"value": each.id, "label": f"{country_name(each.country)}: {each.name}"}
            for each in load_law().institutions.values()
        ]
        return sorted(found, key=lambda option: option["label"].casefold())
    return []
