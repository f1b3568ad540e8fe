"""Rows of a table beside what the register has: new, changed, unchanged, or contradictory. Nothing is written here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sojourn.core.errors import Problem
from sojourn.register.importing.rows import RowRead
from sojourn.register.models import Assignment, Traveller
from sojourn.register.seats import Seat
from sojourn.register.traveller_events import number_index, put, state_of
from sojourn.register.trip_events import key_index
from sojourn.register.trip_events import put as put_trip
from sojourn.requests.worker_index import index_of_person, index_of_ssn

NEW, CHANGED, UNCHANGED, CONTRADICTORY = "new", "changed", "unchanged", "contradictory"
OUTCOMES: Final = (NEW, CHANGED, UNCHANGED, CONTRADICTORY)
_WHO: Final = ("worker.given_names", "worker.family_name", "worker.birth_date")


@dataclass(slots=True)
class Matched:
    """One row, with the person and trip that it makes or changes (unsaved). `fresh_*`: there was none."""

    row: RowRead
    outcome: str = UNCHANGED
    traveller: Traveller | None = field(default=None, repr=False)
    trip: Assignment | None = field(default=None, repr=False)
    fresh_traveller: bool = False
    fresh_trip: bool = False
    changed_traveller: bool = False
    changed_trip: bool = False


@dataclass(slots=True)
class _Indexes:
    number: str
    person: str
    ssn: str
    key: str
    traveller: UUID | None = None


class Matcher:
    """Matches the rows of one table, part by part; what a part made is known to the next one."""

    def __init__(self, seat: Seat, home: str) -> None:
        self._seat, self._home = seat, home
        self._keys: dict[str, int] = {}

    def match(self, rows: Sequence[RowRead]) -> list[Matched]:
        """The rows of a part in their order, with as many queries as one row needs."""
        indexes = [self._indexes(row) for row in rows]
        people = _People(self._seat, indexes)
        trips = _Trips(self._seat, indexes, people.ids())
        return [self._one(row, index, people, trips) for row, index in zip(rows, indexes, strict=True)]

    def _indexes(self, row: RowRead) -> _Indexes:
        named = [str(row.particulars.get(name, "")) for name in _WHO]
        return _Indexes(
            number_index(self._seat.employer_id, row.employee_number),
            index_of_person(*named),
            index_of_ssn(str(row.particulars.get("worker.ssn", ""))),
            key_index(self._seat.employer_id, row.trip.trip_key) if row.trip else "",
            row.traveller_id,
        )

    def _one(self, row: RowRead, index: _Indexes, people: "_People", trips: "_Trips") -> Matched:
        matched = Matched(row)
        if index.key:
            if index.key in self._keys:
                row.problems.append(Problem("trip_key", "trip_key_twice", {"row": self._keys[index.key]}))
            self._keys[index.key] = row.number
        if not row.problems:
            self._person(matched, index, people)
        if row.trip is not None and not row.problems:
            self._trip(matched, index, trips)
        if row.problems:
            matched.outcome = CONTRADICTORY
        elif matched.fresh_traveller or matched.fresh_trip:
            matched.outcome = NEW
        elif matched.changed_traveller or matched.changed_trip:
            matched.outcome = CHANGED
        return matched

    def _person(self, matched: Matched, index: _Indexes, people: "_People") -> None:
        row = matched.row
        found = people.of(index)
        if len(found) > 1:
            row.problems.append(Problem("traveller", "which_person"))
            return
        traveller = found[0] if found else None
        if traveller is None:
            if row.traveller_id is not None:
                row.problems.append(Problem("traveller", "traveller_unknown"))
                return
            if not all(row.particulars.get(name) for name in _WHO[:2]):
                row.problems.append(Problem(_WHO[0], "missing"))
                return
            if not index.number and not index.person:
                row.problems.append(Problem("traveller", "person_not_clear"))
                return
            traveller = Traveller(employer_id=self._seat.employer_id, source="file")
            matched.fresh_traveller = True
        was = None if matched.fresh_traveller else state_of(traveller)
        own = traveller.own if was else {}
        put(
            traveller,
            {**traveller.plain, **row.plain},
            {**(traveller.particulars if was else {}), **row.particulars},
            row.employee_number or own.get("employee_number", ""),
            row.email or own.get("email", ""),
        )
        matched.changed_traveller = was is not None and state_of(traveller) != was
        matched.traveller = traveller
        people.add(traveller)

    def _trip(self, matched: Matched, index: _Indexes, trips: "_Trips") -> None:
        row, plan, traveller = matched.row, matched.row.trip, matched.traveller
        if plan is None or traveller is None:
            return
        if self._seat.acting is not None and not self._seat.acting.covers(plan.host):
            row.problems.append(Problem("host", "mandate_not_for_country"))
            return
        trip = trips.of(index.key, traveller.pk, plan.host, plan.start)
        if trip is not None and trip.traveller_id != traveller.pk:
            row.problems.append(Problem("trip_key", "trip_of_another"))
            return
        if trip is None:
            trip = Assignment(employer_id=self._seat.employer_id, traveller=traveller, source="file")
            trip.particulars, trip.own = {}, {}
            matched.fresh_trip = True
        elif not trip.stands.counts:
            row.problems.append(Problem("trip", "trip_was_cancelled"))
            return
        was = None if matched.fresh_trip else _content(trip)
        named = (plan.purpose or trip.own.get("purpose", ""), plan.trip_key or trip.own.get("trip_key", ""))
        put_trip(
            trip, plan, plan.home or trip.home or self._home, row.trip_plain, row.trip_particulars, named
        )
        if matched.fresh_trip:
            trip.first_end = trip.end
        matched.changed_trip = was is not None and _content(trip) != was
        matched.trip = trip
        trips.add(trip)


def _content(trip: Assignment) -> tuple[Any, ...]:
    route = (trip.kind, trip.home, trip.host, trip.start, trip.end, trip.share)
    return (*route, dict(trip.plain), dict(trip.particulars), dict(trip.own))


class _People:
    """The travellers that the rows of a part may mean."""

    def __init__(self, seat: Seat, indexes: Iterable[_Indexes]) -> None:
        wanted = list(indexes)
        rows = Traveller.objects.for_actor(seat)
        self._numbers: dict[str, Traveller] = {}
        self._people: dict[str, dict[UUID, Traveller]] = {}
        ids = {each.traveller for each in wanted if each.traveller}
        self._ids = {each.pk: each for each in rows.filter(pk__in=ids)} if ids else {}
        for traveller in self._ids.values():
            self.add(traveller)
        numbers = {each.number for each in wanted if each.number}
        people = {each.person for each in wanted if each.person}
        for traveller in rows.filter(number_index__in=numbers) if numbers else ():
            if traveller.pk not in self._ids:
                self.add(traveller)
        for traveller in rows.filter(person_index__in=people) if people else ():
            if traveller.number_index not in self._numbers and traveller.pk not in self._ids:
                self.add(traveller)

    def ids(self) -> set[UUID]:
        """Their ids."""
        named = {each.pk for each in self._numbers.values()}
        return named | set(self._ids) | {pk for found in self._people.values() for pk in found}

    def add(self, traveller: Traveller) -> None:
        """Know one more."""
        if traveller.number_index:
            self._numbers.setdefault(traveller.number_index, traveller)
        if traveller.person_index:
            self._people.setdefault(traveller.person_index, {}).setdefault(traveller.pk, traveller)

    def of(self, index: _Indexes) -> list[Traveller]:
        """Whom a row means: by the employee number; without one by name and birth date; several where that is not
        clear. A person with another number is another person, whatever the name."""
        if index.traveller is not None:
            return [self._ids[index.traveller]] if index.traveller in self._ids else []
        if index.number and index.number in self._numbers:
            return [self._numbers[index.number]]
        same = list(self._people.get(index.person, {}).values()) if index.person else []
        if index.number:
            return [each for each in same if not each.number_index][:1]
        return same


class _Trips:
    """The trips that the rows of a part may mean."""

    def __init__(self, seat: Seat, indexes: Iterable[_Indexes], people: set[UUID]) -> None:
        keys = {each.key for each in indexes if each.key}
        self._by_key: dict[str, Assignment] = {}
        self._by_route: dict[tuple[Any, ...], Assignment] = {}
        rows = Assignment.objects.for_actor(seat)
        for trip in rows.filter(key_index__in=keys) if keys else ():
            self.add(trip)
        for trip in rows.filter(traveller_id__in=people) if people else ():
            if trip.key_index not in self._by_key:
                self.add(trip)

    def add(self, trip: Assignment) -> None:
        """Know one more."""
        if trip.key_index:
            self._by_key[trip.key_index] = trip
        self._by_route.setdefault((trip.traveller_id, trip.host, trip.start), trip)

    def of(self, key: str, traveller_id: UUID, host: str, start: object) -> Assignment | None:
        """By its key; without one, or where the one there has none, by person, country and first day."""
        if key and key in self._by_key:
            return self._by_key[key]
        found = self._by_route.get((traveller_id, host, start))
        return found if found is not None and (not key or not found.key_index) else None
