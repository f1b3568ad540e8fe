"""The items of a certificate from abroad as typed or read, put into their normal form, or what is wrong with them."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from sojourn.casework.foreign.reading import FIELDS
from sojourn.core.countries import is_known
from sojourn.core.errors import InvalidInput, Problem
from sojourn.engine import load_law
from sojourn.requests.written import Flaw, tidy

NEEDED: Final = (
    "issuer_country",
    "issuer_name",
    "instrument",
    "legislation",
    "host",
    "start",
    "given_names",
    "family_name",
    "birth_date",
)
"""Without these a certificate is not registered: it could neither be found again nor compared."""
OTHER_INSTRUMENT: Final = "other"
_DAYS: Final = frozenset({"start", "end", "birth_date"})
_COUNTRIES: Final = frozenset({"issuer_country", "legislation", "host"})
_SHORT: Final = {"article": 64, "number": 60, "person_number": 40, "person_number_kind": 16}


def checked(given: Mapping[str, str]) -> dict[str, str]:
    """The items in their normal form. Days come as ISO text, "?" for a day that cannot be read.

    Raises InvalidInput with one problem for each item that is missing or wrong.
    """
    problems: list[Problem] = []
    fields = dict.fromkeys(FIELDS, "")
    for name in FIELDS:
        text = tidy(given.get(name, ""), longest=_SHORT.get(name, 300))
        if isinstance(text, Flaw):
            problems.append(Problem(name, text.code, {"limit": text.limit} if text.limit else {}))
        else:
            fields[name] = text
    problems += [Problem(name, f"{name}_missing") for name in NEEDED if not given.get(name, "").strip()]
    wrong = {problem.field for problem in problems}
    problems += [problem for problem in _shapes(fields) if problem.field not in wrong]
    if not problems and fields["end"] and fields["end"] < fields["start"]:
        problems.append(Problem("end", "end_before_start", {"start": fields["start"]}))
    if problems:
        raise InvalidInput(problems)
    fields["kind"] = fields["kind"] if fields["kind"] in {"a1", "coverage"} else kind_of(fields["instrument"])
    return fields


def kind_of(instrument_id: str) -> str:
    """The kind of certificate that an agreement knows."""
    instrument = load_law().instruments.get(instrument_id)
    return "a1" if instrument is not None and instrument.many else "coverage"


def _shapes(fields: Mapping[str, str]) -> list[Problem]:
    problems = []
    for name in _DAYS:
        if fields[name] and not _is_day(fields[name]):
            problems.append(Problem(name, "day_not_readable"))
    for name in _COUNTRIES:
        if fields[name] and not is_known(fields[name]):
            problems.append(Problem(name, "country_unknown"))
    known = load_law().instruments
    if (
        fields["instrument"]
        and fields["instrument"] not in known
        and fields["instrument"] != OTHER_INSTRUMENT
    ):
        problems.append(Problem("instrument", "instrument_missing"))
    return problems


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
