"""What the columns of a table may mean: the questions about a person and a trip, and the register's own."""

import difflib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Final

from sojourn.register.cover.answers import COUNTRY, END, SENT_FROM, START
from sojourn.register.facts import EMAIL, EMPLOYEE_NUMBER, traveller_facts, trip_facts
from sojourn.register.states import TripKind
from sojourn.register.trip_events import PURPOSE, TRIP_KEY
from sojourn.requests.bulk.columns import NEAR_ENOUGH, Column, columns_for, folded, names_of

KIND, SHARE = "kind", "share"
OWN: Final[Mapping[str, tuple[str, ...]]] = {
    EMPLOYEE_NUMBER: (
        "employee id",
        "personnel number",
        "pers no",
        "pers nr",
        "emp no",
        "personalnummer",
        "matricule",
        "número de empleado",
        "staff id",
    ),
    EMAIL: ("e mail", "email", "mail", "e-mail address", "courriel", "correo"),
    TRIP_KEY: (
        "trip id",
        "trip number",
        "trip ref",
        "trip reference",
        "booking",
        "travel request",
        "reisenummer",
        "trip",
        "assignment id",
    ),
    KIND: ("trip type", "type of trip", "art", "type", "tipo", "work type"),
    SHARE: ("share of time", "percent", "anteil", "part", "porcentaje", "working time share"),
    PURPOSE: ("reason", "zweck", "objet", "motivo", "business purpose"),
}
KIND_WORDS: Final[Mapping[str, TripKind]] = {
    "posting": TripKind.POSTING,
    "secondment": TripKind.POSTING,
    "assignment": TripKind.POSTING,
    "entsendung": TripKind.POSTING,
    "business trip": TripKind.BUSINESS_TRIP,
    "business": TripKind.BUSINESS_TRIP,
    "dienstreise": TripKind.BUSINESS_TRIP,
    "telework": TripKind.TELEWORK,
    "remote": TripKind.TELEWORK,
    "remote work": TripKind.TELEWORK,
    "telearbeit": TripKind.TELEWORK,
    "commuting": TripKind.COMMUTING,
    "commuter": TripKind.COMMUTING,
    "pendeln": TripKind.COMMUTING,
    "several countries": TripKind.SEVERAL_COUNTRIES,
    "multi state": TripKind.SEVERAL_COUNTRIES,
    "vacation": TripKind.VACATION,
    "holiday": TripKind.VACATION,
    "leisure": TripKind.VACATION,
    "urlaub": TripKind.VACATION,
}
_MORE: Final[Mapping[str, tuple[str, ...]]] = {
    COUNTRY: ("to", "destination country", "host"),
    START: ("departure", "first day", "date from"),
    END: ("return", "last day", "date to"),
    SENT_FROM: ("from country", "home country", "home", "origin"),
    "person.residence": ("country of residence", "residence country", "wohnsitzland", "pays de résidence"),
}
NEEDED: Final = ("worker.family_name",)


@cache
def question_columns() -> Mapping[str, Column]:
    """The columns that are questions, by id: those of a person, of a trip, and its route."""
    kept = traveller_facts() | trip_facts() | {COUNTRY, START, END, SENT_FROM}
    return {
        name: column for name, column in columns_for(()).items() if column.fact.id in kept and not column.part
    }


def is_meaning(name: str) -> bool:
    """Whether a column may mean this."""
    return name in OWN or name in question_columns()


def guess(header: Sequence[str], remembered: Mapping[str, str]) -> list[str]:
    """For each name of the header what it means, or "". None is given twice. `remembered`: by folded name."""
    names = _names()
    found, taken = [""] * len(header), set[str]()
    steps: tuple[Callable[[str], str], ...] = (
        lambda name: remembered.get(name, ""),
        lambda name: names.get(name, ""),
        lambda name: _near(name, names),
    )
    for step in steps:
        for at, name in enumerate(header):
            meant = "" if found[at] else step(folded(name))
            if meant and meant not in taken and is_meaning(meant):
                found[at] = meant
                taken.add(meant)
    return found


@cache
def _names() -> dict[str, str]:
    asked = {folded(name): each.id for each in question_columns().values() for name in names_of(each)}
    more = {folded(name): column for column, names in _MORE.items() for name in names}
    own = {folded(name): column for column, names in OWN.items() for name in (column, *names)}
    return asked | more | own


def _near(name: str, names: Mapping[str, str]) -> str:
    close = difflib.get_close_matches(name, names, n=1, cutoff=NEAR_ENOUGH) if len(name) > 3 else []
    return names[close[0]] if close else ""
