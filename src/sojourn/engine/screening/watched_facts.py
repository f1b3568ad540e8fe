"""A situation that notes which of its facts are looked at, so that facts that nobody looked at do not matter."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from sojourn.engine.screening.trips import BY_NAME, nationality_column
from sojourn.engine.screening.watched import Question, Watch, WatchedText
from sojourn.engine.situations.situation import Activity, Employer, Person, Situation, Stay

# Countries of the trip part the tables from the start; its first day is always there.
SETTLED = ("from_country", "to_country", "start")


def watched_situation(
    situation: Situation, watch: Watch, values: Mapping[str, int], empty: Mapping[str, int]
) -> Situation:
    """The situation of a trip with watched days, texts and facts.

    `values`: by column, the number of its value in the trip; `empty`: the number of an empty cell there.
    """

    def value(column: str) -> tuple[Question, int]:
        return ("value", column), values[column]

    asked: dict[type, dict[str, tuple[Question, int]]] = {Activity: {}, Person: {}, Employer: {}, Situation: {}}
    for column in values:
        if column not in SETTLED:
            place, _, fact = BY_NAME[column].fact.partition(".")
            asked[_HOLDERS[place]][fact] = value(column)
    if "employer_seat" in values:
        given = ("given", "employer_seat"), int(values["employer_seat"] != empty["employer_seat"])
        asked[Situation]["employers"] = asked[Activity]["employer"] = given
    activity, person = situation.activities[0], situation.person
    days = {
        name: watch.day(name, day)
        for name in ("start", "end", "planned_end", "employed_since", "home_activity_since")
        if isinstance(day := getattr(activity, name), date)
    }
    held = person.nationalities
    insured = person.insured
    return _watched(
        situation,
        watch,
        asked[Situation],
        person=_watched(
            person,
            watch,
            asked[Person],
            nationalities=None
            if held is None
            else tuple(WatchedText.of(each, nationality_column(n), watch) for n, each in enumerate(held)),
            insured=None
            if insured is None
            else tuple(Stay(country=each.country, start=watch.day("insured_since", each.start)) for each in insured),
        ),
        employers=None
        if situation.employers is None
        else tuple(_watched(each, watch, asked[Employer]) for each in situation.employers),
        activities=(_watched(activity, watch, asked[Activity], **days),),
    )


_HOLDERS: Mapping[str, type] = {"activities[0]": Activity, "person": Person, "employers[0]": Employer}


def _watched[Facts](
    facts: Facts, watch: Watch, asked: Mapping[str, tuple[Question, int]], **instead: Any
) -> Facts:
    """The same facts, with some `instead`; looking at one that is in `asked` is noted."""
    kind = type(facts)
    made: Any = object.__new__(_WATCHING[kind])
    made.watch, made.asked = watch, asked
    for name, keep in _KEEPERS[kind].items():
        keep(made, instead[name] if name in instead else getattr(facts, name))
    return made  # type: ignore[no-any-return]


def _watching(kind: type) -> type:
    """A kind of facts of which each field, when it is read, notes its question."""
    body: dict[str, Any] = {
        "__slots__": ("asked", "watch"),
        "__class__": property(lambda self: kind),
        "__setattr__": object.__setattr__,
    }
    for each in fields(kind):
        body[each.name] = property(_noting(each.name, getattr(kind, each.name).__get__))
    # Copies (dataclasses.replace) ask for the class and read every field: they are of the plain kind.
    return type("Watched" + kind.__name__, (kind,), body)


def _noting(name: str, read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def get(self: Any) -> Any:
        asked = self.asked.get(name)
        if asked is not None:
            self.watch.note(*asked)
        return read(self)

    return get


_KINDS = (Activity, Person, Employer, Situation)
_WATCHING = {kind: _watching(kind) for kind in _KINDS}
_KEEPERS: Mapping[type, Mapping[str, Callable[[Any, Any], None]]] = {
    kind: {each.name: getattr(kind, each.name).__set__ for each in fields(kind)} for kind in _KINDS
}
