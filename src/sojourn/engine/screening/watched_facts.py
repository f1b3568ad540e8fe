"""A situation that notes which of its facts are looked at, so that facts that nobody looked at do not matter."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from sojourn.engine.screening.trips import COLUMNS, OPEN, Trip, nationality_column
from sojourn.engine.screening.watched import Question, Watch, WatchedText
from sojourn.engine.situations.situation import Activity, Employer, Person, Situation, Stay

# Countries of the trip part the tables from the start; its first day is always there.
SETTLED = ("from_country", "to_country", "start")


def watched_situation(
    trip: Trip, watch: Watch, values: Mapping[str, int], empty: Mapping[str, int]
) -> Situation:
    """The situation of a trip (the one that `situation_of` reads) with watched days, texts and facts.

    `values`: by column, the number of its value in the trip; `empty`: the number of an empty cell there.
    """
    asked: dict[str, dict[str, tuple[Question, int]]] = {
        "activities[0]": {},
        "person": {},
        "employers[0]": {},
    }
    facts: dict[str, dict[str, Any]] = {
        "activities[0]": {"id": "a1"},
        "person": {},
        "employers[0]": {"id": "e1"},
    }
    for column, number in values.items():
        place, fact = _PLACE[column]
        if column not in SETTLED:
            asked[place][fact] = ("value", column), number
        value = trip[column]
        if value is not None:
            facts[place][fact] = _watched_value(column, value, trip, watch)
    in_all: dict[str, tuple[Question, int]] = {}
    employers = None
    if "employer_seat" in values:
        given = values["employer_seat"] != empty["employer_seat"]
        in_all["employers"] = asked["activities[0]"]["employer"] = ("given", "employer_seat"), int(given)
        if given:
            facts["activities[0]"]["employer"] = "e1"
            employers = (_watched(Employer, watch, asked["employers[0]"], facts["employers[0]"]),)
    return _watched(
        Situation,
        watch,
        in_all,
        {
            "person": _watched(Person, watch, asked["person"], facts["person"]),
            "employers": employers,
            "activities": (_watched(Activity, watch, asked["activities[0]"], facts["activities[0]"]),),
        },
    )


def _watched_value(column: str, value: Any, trip: Trip, watch: Watch) -> Any:
    if column == "insured_since":
        return (Stay(country=trip["from_country"], start=watch.day(column, value)),)
    if column == "substantial_activity_at_home":
        return (trip["from_country"],) if value else ()
    if isinstance(value, date):
        return watch.day(column, value)
    if isinstance(value, tuple):
        return tuple(WatchedText.of(each, nationality_column(n), watch) for n, each in enumerate(value))
    return None if value == OPEN else value


def _watched[Facts](
    kind: type[Facts], watch: Watch, asked: dict[str, tuple[Question, int]], facts: Mapping[str, Any]
) -> Facts:
    """Facts of a kind, the rest unknown; looking at one that is in `asked` is noted."""
    made: Any = object.__new__(_WATCHING[kind])
    made.watch, made.asked = watch, asked
    for name, keep, unknown in _KEEPERS[kind]:
        keep(made, facts.get(name, unknown))
    return made  # type: ignore[no-any-return]


def _watching(kind: type) -> type:
    """A kind of facts of which each field, when it is read, notes its question."""
    body: dict[str, Any] = {
        "__slots__": ("asked", "watch"),
        "__class__": property(lambda self: kind),
        "__setattr__": object.__setattr__,
    }
    for name in _ASKED[kind]:
        body[name] = property(_noting(name, getattr(kind, name).__get__))
    # Copies (dataclasses.replace) ask for the class and read every field: they are of the plain kind.
    return type("Watched" + kind.__name__, (kind,), body)


def _noting(name: str, read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def get(self: Any) -> Any:
        if name in self.asked:
            self.watch.note(*self.asked.pop(name))
        return read(self)

    return get


_PLACE = {column.name: tuple(column.fact.split(".")) for column in COLUMNS}
_KINDS = (Activity, Person, Employer, Situation)
_PLACES = {"activities[0]": Activity, "person": Person, "employers[0]": Employer}
_ASKED: Mapping[type, set[str]] = {
    **{
        kind: {
            column.fact.partition(".")[2]
            for column in COLUMNS
            if column.fact.startswith(place) and column.name not in SETTLED
        }
        for place, kind in _PLACES.items()
    },
    Situation: {"employers"},
}
_ASKED[Activity].add("employer")
_WATCHING: Mapping[type, type] = {kind: _watching(kind) for kind in _KINDS}
_KEEPERS: Mapping[type, list[tuple[str, Callable[[Any, Any], None], Any]]] = {
    kind: [
        (each.name, getattr(kind, each.name).__set__, None if each.default is MISSING else each.default)
        for each in fields(kind)
    ]
    for kind in _KINDS
}
