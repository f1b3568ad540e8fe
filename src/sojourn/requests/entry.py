"""One answer as it was typed, read into the value that is kept.

Forgiving: spaces, dashes, brackets and case do not matter. Refused is what cannot be right or can be read in
two ways. Never raises for anything typed; what was typed never goes into a problem: it may be a number.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import pycountry
from stdnum.exceptions import ValidationError
from stdnum.us import ein, ssn

from sojourn.core.errors import Problem
from sojourn.engine.lawbook.facts import Applicant, Column, Fact, FactType, Option
from sojourn.requests.countries import STATELESS, find_country
from sojourn.requests.typed_dates import NoDay, day_in_parts, day_typed
from sojourn.requests.written import Flaw, digits_of, has_letter, is_number_dressed, tidy

type Scalar = str | bool | float
type Row = dict[str, Scalar]
type Value = Scalar | list[str] | list[Row]
type Typed = str | bool | float | Sequence[str] | Mapping[str, str] | Sequence[Mapping[str, "Typed"]] | None
"""What a form, a file or the interface may hand over for one question."""

UNKNOWN = {"unknown": "on"}
"""Typed by choosing "I don't know" (or "No end set", "Not yet issued")."""

MOST_COUNTRIES = 20
SHORT = {FactType.POSTCODE: 16, FactType.FOREIGN_NUMBER: 40, FactType.US_STATE: 60, FactType.LONG_TEXT: 1000}


@dataclass(frozen=True, slots=True)
class Read:
    """What was made of it: a value, or that it is unknown, or nothing (left empty), or problems."""

    value: Value | None = None
    unknown: bool = False
    problems: tuple[Problem, ...] = ()


class _Refused(Exception):
    """What was typed cannot be taken."""

    def __init__(self, code: str, part: str = "", params: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code, self.part, self.params = code, part, params or {}


def read(fact: Fact, typed: Typed, applicant: Applicant = Applicant.EMPLOYER) -> Read:
    """What `typed` says as an answer to `fact`.

    Problems name the fact (for rows and for the parts of a date with the part, as in `history[0].start.day`).
    """
    if not isinstance(typed, str) and isinstance(typed, Mapping) and typed.get("unknown"):
        rest = {part: text for part, text in typed.items() if part != "unknown" and text}
        if rest:
            return Read(problems=(Problem(fact.id, "both"),))
        if not fact.offers_unknown:
            return Read(problems=(Problem(fact.id, "unknown_not_offered"),))
        return Read(unknown=True)
    try:
        if fact.type is FactType.ROWS:
            return _rows(fact, typed, applicant)
        return Read(value=_value(fact.type, typed, fact.options_for(applicant), fact.id))
    except _Refused as refused:
        return Read(problems=(_problem(fact.id, refused),))


def _problem(field: str, refused: _Refused) -> Problem:
    return Problem(f"{field}.{refused.part}" if refused.part else field, refused.code, dict(refused.params))


def _rows(fact: Fact, typed: Typed, applicant: Applicant) -> Read:
    if _is_empty(typed):
        return Read()
    if (
        isinstance(typed, str)
        or not isinstance(typed, Sequence)
        or not all(isinstance(r, Mapping) for r in typed)
    ):
        raise _Refused("rows_form")
    filled = [row for row in typed if isinstance(row, Mapping) and not _is_empty(row)]
    if len(filled) > fact.rows_at_most:
        raise _Refused("rows_too_many", params={"limit": fact.rows_at_most})
    values: list[Row] = []
    problems: list[Problem] = []
    for number, row in enumerate(filled):
        value, faults = _row(fact, number, row, applicant)
        values.append(value)
        problems += faults
    return Read(problems=tuple(problems)) if problems else Read(value=values or None)


def _row(
    fact: Fact, number: int, row: Mapping[str, Typed], applicant: Applicant
) -> tuple[Row, list[Problem]]:
    value: Row = {}
    at = f"{fact.id}[{number}]"
    columns = {column.id: column for column in fact.columns}
    problems = [Problem(at, "column_unknown") for name in row if name not in columns]
    for column in fact.columns:
        field = f"{at}.{column.id}"
        try:
            cell = _cell(column, row.get(column.id), applicant)
        except _Refused as refused:
            problems.append(_problem(field, refused))
            continue
        if cell is not None:
            value[column.id] = cell
        elif not column.optional:
            problems.append(Problem(field, "missing"))
    return value, problems


def _cell(column: Column, typed: Typed, applicant: Applicant) -> Scalar | None:
    options = tuple(option for option in column.options if option.applicant in (None, applicant.asked_like))
    value = _value(column.type, typed, options, "")
    if isinstance(value, list):
        raise _Refused("rows_form")
    return value


def _is_empty(typed: object) -> bool:
    if isinstance(typed, str):
        return not typed.strip()
    if isinstance(typed, Mapping):
        return all(_is_empty(part) for part in typed.values())
    return typed is None or typed == []


def _value(kind: FactType, typed: Typed, options: tuple[Option, ...], fact_id: str) -> Value | None:
    if _is_empty(typed):
        return None
    match kind:
        case FactType.DATE | FactType.OPEN_DATE:
            return _date(typed)
        case FactType.COUNTRIES:
            return _countries(typed, stateless=fact_id == "person.nationalities")
        case FactType.YES_NO:
            return _yes_no(typed)
        case FactType.CHOICE:
            return _choice(typed, options)
        case FactType.PERCENT:
            return _percent(typed)
        case _:
            return _TEXTS.get(kind, _text)(_one_line(typed), kind)


def _one_line(typed: Typed) -> str:
    if isinstance(typed, bool) or not isinstance(typed, str | int):
        raise _Refused("text_form")
    return str(typed)


def _tidied(typed: str, kind: FactType) -> str:
    text = tidy(typed, longest=SHORT[kind]) if kind in SHORT else tidy(typed)
    if isinstance(text, Flaw):
        limit: dict[str, object] = {"limit": text.limit} if text.limit else {}
        raise _Refused(text.code, params=limit)
    return text


def _text(typed: str, kind: FactType) -> str | None:
    return _tidied(typed, kind) or None


def _name(typed: str, kind: FactType) -> str | None:
    text = _tidied(typed, kind)
    if text and not has_letter(text):
        raise _Refused("name_without_letters")
    return text or None


def _country(typed: str, kind: FactType) -> str:
    code = find_country(_tidied(typed, kind))
    if code is None or code == STATELESS:
        raise _Refused("country_unknown")
    return code


def _countries(typed: Typed, *, stateless: bool) -> list[str] | None:
    typed = [typed] if isinstance(typed, str) else typed
    if not isinstance(typed, Sequence) or not all(isinstance(item, str) for item in typed):
        raise _Refused("country_unknown")
    if len(typed) > MOST_COUNTRIES:
        raise _Refused("rows_too_many", params={"limit": MOST_COUNTRIES})
    codes: list[str] = []
    for item in typed:
        if not isinstance(item, str) or not item.strip():
            continue
        code = find_country(_tidied(item, FactType.COUNTRY))
        if code is None or (code == STATELESS and not stateless):
            raise _Refused("country_unknown")
        codes.append(code)
    if STATELESS in codes and len(set(codes)) > 1:
        raise _Refused("stateless_and_national")
    return list(dict.fromkeys(codes)) or None


def _date(typed: Typed) -> str | None:
    if isinstance(typed, Mapping):
        found = day_in_parts({part: str(text) for part, text in typed.items() if isinstance(text, str | int)})
    elif isinstance(typed, str):
        found = day_typed(typed)
    else:
        raise _Refused("date_form")
    if isinstance(found, NoDay):
        params: dict[str, object] = {} if found.days is None else {"days": found.days, "month": found.month}
        raise _Refused(found.code, found.part, params=params)
    return found.isoformat() if isinstance(found, date) else None


_YES = frozenset({"yes", "true", "ja", "y", "1", "on"})
_NO = frozenset({"no", "false", "nein", "n", "0", "off"})


def _yes_no(typed: Typed) -> bool:
    if isinstance(typed, bool):
        return typed
    word = typed.strip().casefold() if isinstance(typed, str) else ""
    if word not in _YES | _NO:
        raise _Refused("choice_unknown")
    return word in _YES


def _choice(typed: Typed, options: tuple[Option, ...]) -> str:
    if not isinstance(typed, str) or typed.strip() not in {option.code for option in options}:
        raise _Refused("choice_unknown")
    return typed.strip()


def _percent(typed: Typed) -> float:
    if isinstance(typed, bool) or not isinstance(typed, str | int | float):
        raise _Refused("percent_form")
    text = str(typed).strip().removesuffix("%").strip().replace(",", ".")
    try:
        number = float(text)
    except ValueError:
        raise _Refused("percent_form") from None
    if not math.isfinite(number) or not 0 <= number <= 100:
        raise _Refused("percent_form")
    return round(number / 100, 6)


def _ssn(typed: str, kind: FactType) -> str:
    digits = _nine_digits(typed, "ssn_digits")
    try:
        return ssn.format(ssn.validate(digits))
    except ValidationError:
        raise _Refused("ssn_range") from None


def _ein(typed: str, kind: FactType) -> str:
    digits = _nine_digits(typed, "ein_digits")
    try:
        return ein.format(ein.validate(digits))
    except ValidationError:
        raise _Refused("ein_range") from None


def _nine_digits(typed: str, code: str) -> str:
    if len(typed) > 60 or not is_number_dressed(typed):
        raise _Refused("number_has_letters")
    digits = digits_of(typed)
    if len(digits) != 9:
        raise _Refused(code, params={"entered": len(digits)})
    return digits


def _postcode(typed: str, kind: FactType) -> str | None:
    text = _tidied(typed, kind).upper()
    if not all(c.isalnum() or c in " -" for c in text):
        raise _Refused("postcode_form")
    return text or None


def _foreign_number(typed: str, kind: FactType) -> str | None:
    text = _tidied(typed, kind).upper()
    if text and not any(c.isdigit() for c in text):
        raise _Refused("number_without_digits")
    return text or None


def _state(typed: str, kind: FactType) -> str:
    wanted = _tidied(typed, kind).casefold()
    for code, name in us_states():
        if wanted in {code.casefold(), name.casefold()}:
            return code
    raise _Refused("state_unknown")


_TEXTS: dict[FactType, Callable[[str, FactType], str | None]] = {
    FactType.TEXT: _text,
    FactType.ADDRESS_LINE: _text,
    FactType.PERSON_NAME: _name,
    FactType.COUNTRY: _country,
    FactType.POSTCODE: _postcode,
    FactType.US_STATE: _state,
    FactType.US_SSN: _ssn,
    FactType.US_EIN: _ein,
    FactType.FOREIGN_NUMBER: _foreign_number,
}


@cache
def us_states() -> tuple[tuple[str, str], ...]:
    """States and territories of the United States (code, name), by name."""
    found = pycountry.subdivisions.get(country_code="US") or []
    return tuple(
        sorted(((part.code.removeprefix("US-"), part.name) for part in found), key=lambda part: part[1])
    )
