"""A trip: the columns of a table that the law asks about, and the situation that a row of them describes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sojourn.core.errors import SojournError
from sojourn.engine.situations.reading import read_situation
from sojourn.engine.situations.situation import Situation

COUNTRY, COUNTRIES, DAY, OPEN_DAY, YES_NO, CHOICE = (
    "country",
    "countries",
    "day",
    "open_day",
    "yes_no",
    "choice",
)
OPEN = "open"
"""What stands in the column of an end that is not set. (An empty cell: the end is not known.)"""


class TableError(SojournError):
    """The table as a whole cannot be screened: a column that is needed is not there, or two mean the same."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a trip. `fact`: where its value stands in the situation; `also`: other names it may have."""

    name: str
    kind: str
    fact: str
    means: str
    also: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    needed: bool = False


_ACTIVITY = "activities[0]."

COLUMNS = (
    Column(
        "from_country",
        COUNTRY,
        _ACTIVITY + "sent_from",
        "the country from which the person is sent",
        ("from", "home", "home_country", "sent_from", "origin", "country_from"),
        needed=True,
    ),
    Column(
        "to_country",
        COUNTRY,
        _ACTIVITY + "country",
        "the country in which the work is done",
        ("to", "host", "host_country", "destination", "country", "country_to"),
        needed=True,
    ),
    Column(
        "start",
        DAY,
        _ACTIVITY + "start",
        "the first day there",
        ("start_date", "from_date", "departure", "begin", "valid_from"),
        needed=True,
    ),
    Column(
        "end",
        OPEN_DAY,
        _ACTIVITY + "end",
        "the last day there; `open` where no end is set, empty where it is not known",
        ("end_date", "to_date", "until_date", "return", "last_day"),
    ),
    Column(
        "planned_end",
        OPEN_DAY,
        _ACTIVITY + "planned_end",
        "the end planned at the start, where the stay was prolonged",
        ("original_end", "end_planned"),
    ),
    Column(
        "status",
        CHOICE,
        _ACTIVITY + "status",
        "how the person works; empty: employee",
        ("worker_status", "employment_status"),
        ("employee", "self_employed", "civil_servant", "diplomat", "consular_staff"),
    ),
    Column(
        "nationality",
        COUNTRIES,
        "person.nationalities",
        "nationalities, separated by `;`",
        ("nationalities", "citizenship", "passport"),
    ),
    Column(
        "residence",
        COUNTRY,
        "person.residence",
        "the country of habitual residence",
        ("residence_country", "country_of_residence", "lives_in"),
    ),
    Column(
        "employer_seat",
        COUNTRY,
        "employers[0].seat",
        "the country of the employer's seat",
        ("employer_country", "seat", "company_country"),
    ),
    Column(
        "employer_kind",
        CHOICE,
        "employers[0].kind",
        "what kind of employer it is",
        ("employer_type",),
        (
            "private",
            "government",
            "temporary_agency",
            "international_organisation",
            "diplomatic_mission",
            "household",
        ),
    ),
    Column(
        "works_for_sender",
        YES_NO,
        _ACTIVITY + "works_for_sender",
        "works on behalf of the employer who sends, and stays its employee",
    ),
    Column("hired_locally", YES_NO, _ACTIVITY + "hired_locally", "was recruited in the country of work"),
    Column(
        "local_contract",
        YES_NO,
        _ACTIVITY + "local_contract",
        "also has a contract with an employer in the country of work",
    ),
    Column(
        "replaces_posted_person",
        YES_NO,
        _ACTIVITY + "replaces_posted_person",
        "takes the place of another posted person",
        ("replacement",),
    ),
    Column("lent_onward", YES_NO, _ACTIVITY + "lent_onward", "is lent to a further undertaking there"),
    Column(
        "substantial_activity_at_home",
        YES_NO,
        "employers[0].substantial_activity",
        "the employer has substantial business in the country that sends",
        ("substantial_activity",),
    ),
    Column(
        "insured_since",
        DAY,
        "person.insured",
        "covered by the law of the country that sends, without a break since this day",
        ("home_cover_since",),
    ),
    Column(
        "employed_since", DAY, _ACTIVITY + "employed_since", "employed by the sender since", ("hired_on",)
    ),
    Column(
        "home_activity_since",
        DAY,
        _ACTIVITY + "home_activity_since",
        "self-employed: active at home since",
    ),
    Column(
        "similar_activity",
        YES_NO,
        _ACTIVITY + "similar_activity",
        "self-employed: the work there is similar to the work at home",
    ),
    Column(
        "home_infrastructure_kept",
        YES_NO,
        _ACTIVITY + "home_infrastructure_kept",
        "self-employed: the means to go on at home are kept",
    ),
    Column(
        "private_health_cover",
        YES_NO,
        "person.private_health_cover",
        "holds private health insurance for the country of work",
        ("health_cover",),
    ),
    Column(
        "work", YES_NO, _ACTIVITY + "work", "no: no work at all there (a holiday); empty: yes", ("works",)
    ),
)
BY_NAME: Mapping[str, Column] = {column.name: column for column in COLUMNS}
_NAMES: Mapping[str, str] = {each: column.name for column in COLUMNS for each in (column.name, *column.also)}

Trip = Mapping[str, Any]
"""The values of one row by column, as read: days as dates, `open`, texts, tuples of countries, true and false."""


def columns_of(header: Sequence[str], named: Mapping[str, str] | None = None) -> dict[str, str]:
    """By column of a trip: its name in the table. `named` says so for names that are not recognised by themselves.

    Raises TableError where a column that is needed is missing, or two columns mean the same.
    """
    named = dict(named or {})
    for column, name in named.items():
        if column not in BY_NAME:
            raise TableError("no_such_column", column=column, columns=", ".join(BY_NAME))
        if name not in header:
            raise TableError("column_not_in_table", column=column, name=name, names=", ".join(header))
    found: dict[str, str] = dict(named)
    taken = set(named.values())
    for name in header:
        meant = _NAMES.get(name.strip().lower().replace(" ", "_").replace("-", "_"))
        if meant is None or name in taken or meant in named:
            continue
        if meant in found:
            raise TableError("two_columns", column=meant, one=found[meant], other=name)
        found[meant] = name
    missing = [column.name for column in COLUMNS if column.needed and column.name not in found]
    if missing:
        raise TableError("columns_missing", columns=", ".join(missing), names=", ".join(header))
    return found


def situation_of(trip: Trip) -> Situation:
    """The situation that the row describes. Raises SituationError as reading from JSON does."""
    given = {name: value for name, value in trip.items() if value is not None}
    activity: dict[str, Any] = {"id": "a1", "country": given["to_country"]}
    person: dict[str, Any] = {}
    employer: dict[str, Any] = {}
    for name, value in given.items():
        place, _, fact = BY_NAME[name].fact.partition(".")
        holder = {"activities[0]": activity, "person": person, "employers[0]": employer}[place]
        holder[fact] = _as_json(name, value, given)
    if "seat" in employer:
        employer["id"] = "e1"
        activity["employer"] = "e1"
    return read_situation(
        {
            "person": person,
            "activities": [activity],
            **({"employers": [employer]} if "seat" in employer else {}),
        }
    )


def _as_json(name: str, value: Any, given: Trip) -> Any:
    if name == "insured_since":
        return [{"country": given["from_country"], "start": value.isoformat()}]
    if name == "substantial_activity_at_home":
        return [given["from_country"]] if value else []
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return None if value == OPEN else value


def nationality_column(number: int) -> str:
    """The name under which the nationality in this place is watched."""
    return f"nationality[{number}]"


def column_of(path: str) -> str:
    """The column that holds the fact at `path` of a situation; the path itself where there is none."""
    for column in COLUMNS:
        if path == column.fact or (path == "activities[0].employer" and column.name == "employer_seat"):
            return column.name
    return path
