"""The law's answer to very many trips at once: the engine runs once for each kind of trip, the rest is columns.

Only plain trips go this way: one activity, no earlier stays, and an answer that rests on no fact that a table cannot
say. Everything else is determined one by one; so the answers are those that each trip would get by itself.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import polars

from sojourn.engine import load_law
from sojourn.engine.screening import Screener
from sojourn.register.cover.law_of_trip import LawOfTrip, law_of_situation
from sojourn.register.models import Assignment
from sojourn.register.states import Cover

_ACTIVITY: Final = {
    "sent_from": "from_country",
    "country": "to_country",
    "start": "start",
    "end": "end",
    "works_for_sender": "works_for_sender",
    "hired_locally": "hired_locally",
    "local_contract": "local_contract",
    "replaces_posted_person": "replaces_posted_person",
    "lent_onward": "lent_onward",
    "employed_since": "employed_since",
    "status": "status",
}
_PERSON: Final = {"residence": "residence", "private_health_cover": "private_health_cover"}
_UNSAID: Final = frozenset({"id", "employer", "pattern"})
_COLUMNS: Final = (*_ACTIVITY.values(), *_PERSON.values(), "nationality", "employer_seat", "employer_kind")
_FEWEST: Final = 50
_TRUTHS: Final = frozenset(
    {
        "works_for_sender",
        "hired_locally",
        "local_contract",
        "replaces_posted_person",
        "lent_onward",
        "private_health_cover",
        "substantial_activity_at_home",
    }
)
type _Key = tuple[Any, ...]


class ManyLaws:
    """Answers trips; kinds that were found once are known for the next ones."""

    def __init__(self) -> None:
        names = [*_COLUMNS, "substantial_activity_at_home"]
        self._names = names
        self._screener = Screener(load_law(), names)
        self._known: dict[_Key, LawOfTrip] = {}

    def answer(self, trips: Sequence[tuple[Assignment, Mapping[str, Any]]]) -> list[LawOfTrip]:
        """The law's answer to each trip with its situation, in the same order."""
        rows = [_row(situation) for _, situation in trips]
        plain = [place for place, row in enumerate(rows) if row is not None]
        found: list[LawOfTrip | None] = [None] * len(trips)
        if len(plain) >= _FEWEST:
            self._screen(trips, rows, plain, found)
        return [
            answer if answer is not None else law_of_situation(dict(situation), trip.end)
            for answer, (trip, situation) in zip(found, trips, strict=True)
        ]

    def _screen(
        self,
        trips: Sequence[tuple[Assignment, Mapping[str, Any]]],
        rows: Sequence[dict[str, Any] | None],
        plain: Sequence[int],
        found: list[LawOfTrip | None],
    ) -> None:
        columns = {name: [(rows[place] or {}).get(name) for place in plain] for name in self._names}
        frame = polars.DataFrame({name: _series(name, values) for name, values in columns.items()})
        for place, told in zip(plain, self._screener.answers(frame).iter_rows(named=True), strict=True):
            trip, situation = trips[place]
            found[place] = self._of_kind(trip, situation, told)

    def _of_kind(
        self, trip: Assignment, situation: Mapping[str, Any], told: Mapping[str, Any]
    ) -> LawOfTrip | None:
        """The answer of the trip's kind with its own last day; None where the table's answer does not say enough."""
        simple = told["cover"] in {"needed", "not_needed"} or (told["cover"], told["instrument"]) == (
            "at_risk",
            None,
        )
        if not simple or told["missing"] or told["then"] or told["error"]:
            return None
        key = (
            trip.home,
            trip.host,
            *(told[name] for name in ("cover", "legislation", "instrument", "article")),
        )
        key += (told["warnings"], situation["activities"][0].get("status"))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = law_of_situation(dict(situation), trip.end)
        if (known.cover is Cover.NEEDED) is not (told["cover"] == "needed"):
            return None
        until: date | None = told["until"]
        return LawOfTrip(
            known.cover,
            known.reasons,
            known.missing,
            known.warnings,
            known.legislation,
            known.instrument,
            known.article,
            known.form,
            known.issuer,
            until,
        )


def _series(name: str, values: Sequence[Any]) -> polars.Series:
    return polars.Series(name, values, dtype=polars.Boolean if name in _TRUTHS else polars.String)


def _row(situation: Mapping[str, Any]) -> dict[str, Any] | None:
    """The situation as a row of a table; None where a table cannot say all of it."""
    activity, person = situation["activities"][0], situation.get("person", {})
    employers = situation.get("employers", [])
    spoken = {"activities", "person", "employers", "history"}
    if (
        len(situation["activities"]) != 1
        or situation.get("history")
        or set(situation) - spoken
        or len(employers) > 1
    ):
        return None
    if set(activity) - set(_ACTIVITY) - _UNSAID or set(person) - set(_PERSON) - {"nationalities"}:
        return None
    if activity.get("pattern", "temporary") != "temporary":
        return None
    employer = employers[0] if employers else {}
    if set(employer) - {"id", "seat", "kind", "substantial_activity"}:
        return None
    row = {column: activity.get(name) for name, column in _ACTIVITY.items()}
    if "end" in activity and activity["end"] is None:
        row["end"] = "open"
    row |= {column: person.get(name) for name, column in _PERSON.items()}
    if "nationalities" in person:
        if not person["nationalities"]:
            return None
        row["nationality"] = ";".join(person["nationalities"])
    row["employer_seat"], row["employer_kind"] = employer.get("seat"), employer.get("kind")
    active = employer.get("substantial_activity")
    if active is not None:
        if active not in ([], [activity.get("sent_from")]):
            return None
        row["substantial_activity_at_home"] = bool(active)
    return row
