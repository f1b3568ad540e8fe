"""What is odd about a trip beside the traveller's others, or about a person beside the others: told, never refused.

Plans are odd while they are made: somebody books twice, a stay is moved before the one in front of it. What cannot be
true at once is said wherever a trip comes in, and stays said until it is mended.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sojourn.core import clock
from sojourn.register.access import confirm_seat
from sojourn.register.models import Assignment, Traveller
from sojourn.register.seats import Seat
from sojourn.register.states import Cover, TripKind


class NoteCode(StrEnum):
    """What is odd."""

    TWO_COUNTRIES = "two_countries"
    SAME_COUNTRY_TWICE = "same_country_twice"
    WORK_DURING_HOLIDAY = "work_during_holiday"
    TWO_HOMES = "two_homes"
    STARTS_TODAY = "starts_today"
    HAS_BEGUN = "has_begun"
    SAME_PERSON = "same_person"


@dataclass(frozen=True, slots=True)
class Note:
    """One odd thing, and the trips (or travellers) with which it is odd."""

    code: NoteCode
    others: tuple[UUID, ...] = ()


_UNCOVERED = frozenset({Cover.NEEDED, Cover.AT_RISK, Cover.REQUESTED})


def notes_on(trip: Assignment, others: Iterable[Assignment], today: date) -> tuple[Note, ...]:
    """What is odd about `trip` beside the traveller's `others`, each kind once."""
    if not trip.stands.counts:
        return ()
    found: dict[NoteCode, list[UUID]] = {}
    for other in others:
        if other.pk != trip.pk and other.stands.counts:
            for code in _between(trip, other):
                found.setdefault(code, []).append(other.pk)
    told = [Note(code, tuple(ids)) for code, ids in found.items()]
    if trip.cover in _UNCOVERED and trip.start <= today <= trip.last:
        told.append(Note(NoteCode.STARTS_TODAY if trip.start == today else NoteCode.HAS_BEGUN))
    return tuple(sorted(told, key=lambda note: list(NoteCode).index(note.code)))


def notes_for(seat: Seat, trip: Assignment) -> tuple[Note, ...]:
    """The same for a trip that the caller was given by `access`: beside those of its traveller in sight."""
    rows = Assignment.objects.for_actor(confirm_seat(seat)).filter(traveller_id=trip.traveller_id).counting()
    near = rows.filter(start__lte=trip.last, last__gte=trip.start)
    return notes_on(trip, near, clock.today())


def notes_of_many(seat: Seat, trips: Iterable[Assignment]) -> dict[UUID, tuple[Note, ...]]:
    """The same for many trips with one query, by their ids."""
    wanted = list(trips)
    rows = Assignment.objects.for_actor(confirm_seat(seat)).counting()
    others: dict[UUID, list[Assignment]] = {}
    for other in rows.filter(traveller_id__in={trip.traveller_id for trip in wanted}) if wanted else ():
        others.setdefault(other.traveller_id, []).append(other)
    today = clock.today()
    return {trip.pk: notes_on(trip, others.get(trip.traveller_id, ()), today) for trip in wanted}


def twins_of(seat: Seat, traveller: Traveller) -> tuple[Note, ...]:
    """Whether others in sight have the same name and birth date: they may be the same person, or may not."""
    if not traveller.person_index:
        return ()
    rows = Traveller.objects.for_actor(confirm_seat(seat)).filter(person_index=traveller.person_index)
    others = tuple(
        rows.exclude(pk=traveller.pk).order_by("created_at", "id").values_list("pk", flat=True)[:10]
    )
    return (Note(NoteCode.SAME_PERSON, others),) if others else ()


def _between(trip: Assignment, other: Assignment) -> set[NoteCode]:
    """What cannot be true of both at once. One common day at the seam is the day of travelling on."""
    first, last = max(trip.start, other.start), min(trip.last, other.last)
    if first > last:
        return set()
    found = set()
    if trip.home != other.home:
        found.add(NoteCode.TWO_HOMES)
    if trip.host == other.host:
        found.add(NoteCode.SAME_COUNTRY_TWICE)
    travelling_on = first == last and (trip.start, trip.last) != (other.start, other.last)
    usual = TripKind(trip.kind).is_usual or TripKind(other.kind).is_usual
    if trip.host != other.host and not usual and not travelling_on:
        works = TripKind(trip.kind).is_work and TripKind(other.kind).is_work
        found.add(NoteCode.TWO_COUNTRIES if works else NoteCode.WORK_DURING_HOLIDAY)
    return found
