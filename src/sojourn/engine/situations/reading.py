"""Reading a situation from JSON: every fault with its path and its reason, nothing corrected in silence."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sojourn.core.countries import is_known
from sojourn.core.errors import InvalidInput, Problem
from sojourn.engine.situations import situation as s
from sojourn.engine.situations.reading_together import check_together
from sojourn.engine.situations.showing import CONTROL, shown

MAX_TEXT = 100
MAX_ITEMS = 1000
FIRST_YEAR, LAST_YEAR = 1900, 2199

_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")


class SituationError(InvalidInput):
    """The data are no situation. `problems` name each path and the reason."""


class _Wrong:
    """Marks a value that could not be read; its problem is noted."""


_WRONG = _Wrong()

Reader = Callable[["_Reading", str, Any], Any]


class _Reading:
    """Notes the problems while a situation is read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def fault(self, path: str, code: str, **params: object) -> _Wrong:
        self.problems.append(Problem(path, code, params))
        return _WRONG


def _text(reading: _Reading, path: str, value: Any) -> Any:
    if not isinstance(value, str):
        return reading.fault(path, "wrong_type", expected="text")
    if len(value) > MAX_TEXT:
        return reading.fault(path, "too_long", limit=MAX_TEXT, length=len(value))
    if not value.strip():
        return reading.fault(path, "empty")
    if CONTROL.search(value):
        return reading.fault(path, "control_characters")
    return value


def _country(reading: _Reading, path: str, value: Any) -> Any:
    if not isinstance(value, str):
        return reading.fault(path, "wrong_type", expected="country code")
    if not is_known(value):
        return reading.fault(path, "unknown_country", value=shown(value))
    return value


def _date(reading: _Reading, path: str, value: Any) -> Any:
    if not isinstance(value, str) or not _DATE.match(value):
        return reading.fault(path, "not_a_date", value=shown(value))
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return reading.fault(path, "no_such_day", value=value)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return reading.fault(path, "date_out_of_range", value=value, first=FIRST_YEAR, last=LAST_YEAR)
    return day


def _open_date(reading: _Reading, path: str, value: Any) -> Any:
    return None if value is None else _date(reading, path, value)


def _yes_no(reading: _Reading, path: str, value: Any) -> Any:
    return value if isinstance(value, bool) else reading.fault(path, "wrong_type", expected="true or false")


def _share(reading: _Reading, path: str, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return reading.fault(path, "wrong_type", expected="number")
    return float(value) if 0 <= value <= 1 else reading.fault(path, "out_of_range", low=0, high=1)


def _year(reading: _Reading, path: str, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int):
        return reading.fault(path, "wrong_type", expected="year")
    return value if 1900 <= value <= 2100 else reading.fault(path, "out_of_range", low=1900, high=2100)


def _one_of(*options: str) -> Reader:
    allowed = frozenset(options)

    def read(reading: _Reading, path: str, value: Any) -> Any:
        if isinstance(value, str) and value in allowed:
            return value
        return reading.fault(path, "not_one_of", value=shown(value), options=", ".join(options))

    return read


def _list_of(item: Reader, *, unique: bool = False) -> Reader:
    def read(reading: _Reading, path: str, value: Any) -> Any:
        if not isinstance(value, list):
            return reading.fault(path, "wrong_type", expected="list")
        if len(value) > MAX_ITEMS:
            return reading.fault(path, "too_many", limit=MAX_ITEMS, count=len(value))
        items = tuple(item(reading, f"{path}[{number}]", each) for number, each in enumerate(value))
        if any(each is _WRONG for each in items):
            return _WRONG
        if unique and len(set(items)) != len(items):
            return reading.fault(path, "repeated")
        return items

    return read


def _by_country(item: Reader) -> Reader:
    def read(reading: _Reading, path: str, value: Any) -> Any:
        if not isinstance(value, dict):
            return reading.fault(path, "wrong_type", expected="object")
        pairs = []
        for key, each in value.items():
            country = _country(reading, f"{path}.{shown(key)}", key)
            pairs.append((country, item(reading, f"{path}.{shown(key)}", each)))
        return _WRONG if any(_WRONG in pair for pair in pairs) else tuple(pairs)

    return read


def _object(
    kind: type, fields: Mapping[str, Reader | tuple[str, Reader]], required: tuple[str, ...] = ()
) -> Reader:
    def read(reading: _Reading, path: str, value: Any) -> Any:
        if not isinstance(value, dict):
            return reading.fault(path, "wrong_type", expected="object")
        before = len(reading.problems)
        prefix = f"{path}." if path else ""
        found: dict[str, Any] = {}
        for name, raw in value.items():
            entry = fields.get(name) if isinstance(name, str) else None
            if entry is None:
                reading.fault(f"{prefix}{shown(name)}", "unknown_field")
                continue
            attribute, reader = entry if isinstance(entry, tuple) else (name, entry)
            found[attribute] = reader(reading, f"{prefix}{name}", raw)
        for name in required:
            if name not in value:
                reading.fault(f"{prefix}{name}", "missing")
        return _WRONG if len(reading.problems) > before else kind(**found)

    return read


_countries = _list_of(_country)
_stay = _object(s.Stay, {"country": _country, "start": _date, "end": _open_date}, ("country", "start"))
_relation = _one_of("spouse", "child", "other")

_PERSON = _object(
    s.Person,
    {
        "nationalities": _list_of(_country, unique=True),
        "residence": _country,
        "refugee_or_stateless": _yes_no,
        "insured": _list_of(_stay),
        "chosen_legislation": _country,
        "chosen_on": _date,
        "private_health_cover": _yes_no,
        "family": _list_of(
            _object(
                s.FamilyMember,
                {"relation": _relation, "nationalities": _countries, "works_in_host": _yes_no},
            )
        ),
        "receives": _list_of(
            _object(
                s.Benefit,
                {"country": _country, "kind": _one_of("short_term_cash", "unemployment", "pension")},
                ("country", "kind"),
            )
        ),
        "birth_year": _year,
        "contributions_paid_to": _countries,
        "accompanies": _object(s.Accompanies, {"relation": _relation, "legislation": _country}),
        "legally_resident": _yes_no,
        "residences": _list_of(_stay),
        "lawful_stay": _countries,
    },
)

_EMPLOYER = _object(
    s.Employer,
    {
        "id": _text,
        "seat": _country,
        "kind": _one_of(
            "private",
            "government",
            "temporary_agency",
            "international_organisation",
            "diplomatic_mission",
            "household",
        ),
        "substantial_activity": _countries,
        "affiliate_of": _text,
        "us_3121l_agreement": _yes_no,
        "turnover_share": _by_country(_share),
        "controls": _list_of(_text),
        "owned_share": _share,
        "american_employer": _yes_no,
        "place_of_business": _countries,
    },
    ("id", "seat"),
)

_STATUS = _one_of(
    "employee", "self_employed", "civil_servant", "diplomat", "consular_staff", "contract_staff_of_the_union"
)

_ACTIVITY = _object(
    s.Activity,
    {
        "id": _text,
        "country": _country,
        "work": _yes_no,
        "status": _STATUS,
        "employer": _text,
        "start": _date,
        "end": _open_date,
        "pattern": _one_of("temporary", "regular", "marginal"),
        "sent_from": _country,
        "works_for_sender": _yes_no,
        "local_contract": _yes_no,
        "paid_from": _country,
        "hired_locally": _yes_no,
        "replaces_posted_person": _yes_no,
        "lent_onward": _yes_no,
        "returns": _yes_no,
        "home_activity_since": _date,
        "similar_activity": _yes_no,
        "home_infrastructure_kept": _yes_no,
        "share_of_time": _share,
        "share_of_pay": _share,
        "place": _one_of(
            "land",
            "ship",
            "aircraft",
            "continental_shelf",
            "international_transport",
            "telework",
            "inland_waterway",
        ),
        "flag": _country,
        "home_base": _country,
        "receiving_employer": _text,
        "employed_since": _date,
        "grade": _one_of("public_official", "military", "mission_service_staff", "private_servant"),
        "director": _yes_no,
        "covered_by": _countries,
        "status_of_forces": _yes_no,
        "classified_as": _by_country(_one_of("employee", "self_employed")),
        "planned_end": _open_date,
        "arises_from_home_employment": _yes_no,
        "interruptions": _list_of(
            _object(
                s.Interruption,
                {"start": _date, "end": _date, "reason": _one_of("leave", "illness", "training", "other")},
                ("start", "end"),
            )
        ),
        "fixed_premises": _yes_no,
        "share_of_turnover": _share,
        "recruited_in": _country,
    },
    ("id", "country", "start"),
)

_HISTORY = _object(
    s.EarlierStay,
    {
        "country": _country,
        "start": _date,
        "end": _date,
        "legislation": _country,
        "employer": _text,
        "status": _one_of("employee", "self_employed", "civil_servant"),
        "certificate": _yes_no,
        "as": ("kind", _one_of("posting", "local_work", "residence")),
        "receiving_employer": _text,
    },
    ("country", "start", "end"),
)

_REQUEST = _object(
    s.Asked,
    {
        "kind": _one_of("extension", "exception", "telework"),
        "countries": _countries,
        "legislation": _country,
        "asked_on": _date,
        "start": _date,
        "until": _open_date,
        "state": _one_of("pending", "agreed", "refused"),
        "refused_by": _country,
        "agreed_by_both": _yes_no,
    },
    ("kind", "legislation"),
)

_CERTIFICATE = _object(
    s.Held,
    {"country": _country, "start": _date, "end": _open_date, "employer": _text},
    ("country", "start"),
)

_SITUATION = _object(
    s.Situation,
    {
        "as_of": _date,
        "person": _PERSON,
        "employers": _list_of(_EMPLOYER),
        "activities": _list_of(_ACTIVITY),
        "history": _list_of(_HISTORY),
        "requests": _list_of(_REQUEST),
        "certificates": _list_of(_CERTIFICATE),
        "period": _object(s.Span, {"start": _date, "end": _open_date}, ("start",)),
    },
)


def read_situation(data: object) -> s.Situation:
    """The situation that `data` (decoded JSON) describes.

    Raises SituationError with one Problem (path, code, params) for each fault: unknown fields and countries, days
    that do not exist, ends before starts, references to employers that are not there.
    """
    reading = _Reading()
    found = _SITUATION(reading, "", data)
    if isinstance(data, dict) and "activities" not in data and "period" not in data:
        reading.fault("activities", "missing")
    if isinstance(found, s.Situation):
        check_together(found, reading.fault)
    if reading.problems:
        raise SituationError(reading.problems)
    assert isinstance(found, s.Situation)  # noqa: S101  no problem was noted
    return found
