"""Some travellers' open trips judged anew and written down: only what became another answer is written whole."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sojourn.core import clock
from sojourn.engine import load_law
from sojourn.register.cover.many import ManyTravellers
from sojourn.register.cover.working_out import WORKED_OUT
from sojourn.register.cover.writing import write_columns
from sojourn.register.hooks.telling import standings, tell_covers
from sojourn.register.law_changes.models import LawEffect, LawRun
from sojourn.register.models import Assignment, Traveller
from sojourn.register.to_do.keeping import keep_in_step

ANSWER: Final = ("reasons", "missing", "legislation", "instrument", "article", "form", "issuer", "law_until")
"""What of an answer is told before and after, beside the word for the cover."""
_OF_LAW: Final = ("law_cover", "law_reasons", *ANSWER[1:])
_ALWAYS_NEW: Final = {"law_version", "determined_at"}
_COMPARED: Final = tuple(name for name in WORKED_OUT if name not in _ALWAYS_NEW)
_OF_A_STAY: Final = (
    "traveller_id",
    "request_id",
    "state",
    "kind",
    "host",
    "start",
    "end",
    "last",
    "certificate_number",
    "law_version",
)


class Judge:
    """Judges the open trips of one employer, part by part."""

    def __init__(self, employer_id: UUID) -> None:
        self._employer_id = employer_id
        self._many = ManyTravellers(employer_id)

    def judge(self, run: LawRun, traveller_ids: Sequence[UUID]) -> None:
        """Judge those of their trips that are not over and stand under another version, in the caller's transaction.

        Counts go into the run (unsaved).
        """
        locked = Traveller.objects.select_for_update(of=("self",)).filter(pk__in=traveller_ids)
        people = {each.pk: each for each in locked.order_by("pk")}
        open_trips = self._open(run, traveller_ids)
        if not open_trips:
            return
        trips_of: dict[UUID, list[Assignment]] = {trip.traveller_id: [] for trip in open_trips.values()}
        stays = Assignment.objects.filter(traveller_id__in=list(trips_of)).only(*_OF_A_STAY)
        for stay in stays:
            if stay.pk not in open_trips:
                trips_of[stay.traveller_id].append(stay)
        for trip in open_trips.values():
            trips_of[trip.traveller_id].append(trip)
        before = {pk: _values(trip, _COMPARED) for pk, trip in open_trips.items()}
        laws = {pk: _values(trip, _OF_LAW) for pk, trip in open_trips.items()}
        words = {pk: (trip.cover, _told(trip)) for pk, trip in open_trips.items()}
        people = {pk: people[pk] for pk in trips_of}
        stood = standings(open_trips.values())
        dues = self._many.work_out(people, trips_of, frozenset(open_trips))
        self._write(list(open_trips.values()), before)
        keep_in_step(list(open_trips.values()), dues)
        tell_covers(list(open_trips.values()), stood)
        effects = [
            _effect(run, trip, *words[pk])
            for pk, trip in open_trips.items()
            if trip.stands.counts and _values(trip, _OF_LAW) != laws[pk]
        ]
        LawEffect.objects.bulk_create(effects, batch_size=1000)
        run.travellers += len(trips_of)
        run.trips += len(open_trips)
        run.changed += len(effects)

    def _open(self, run: LawRun, traveller_ids: Sequence[UUID]) -> dict[UUID, Assignment]:
        rows = Assignment.objects.filter(employer_id=self._employer_id, traveller_id__in=traveller_ids)
        rows = rows.going_on(clock.today())
        if not run.all_trips:
            rows = rows.exclude(law_version=run.law_after)
        return {trip.pk: trip for trip in rows.select_for_update(of=("self",))}

    def _write(self, trips: Sequence[Assignment], before: dict[UUID, tuple[Any, ...]]) -> None:
        moved = [trip for trip in trips if _values(trip, _COMPARED) != before[trip.pk]]
        write_columns(moved, WORKED_OUT)
        gone = {trip.pk for trip in moved}
        same = [trip.pk for trip in trips if trip.pk not in gone]
        version = load_law().version[:80]
        Assignment.objects.filter(pk__in=same).update(law_version=version, determined_at=clock.now())


def _values(trip: Assignment, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(trip, name) for name in names)


def _told(trip: Assignment) -> dict[str, Any]:
    told = {name: getattr(trip, name) for name in ANSWER}
    return {**told, "law_until": trip.law_until.isoformat() if trip.law_until else None}


def _effect(run: LawRun, trip: Assignment, cover: str, before: dict[str, Any]) -> LawEffect:
    after = _told(trip)
    differing = [name for name in ANSWER if before[name] != after[name]]
    return LawEffect(
        run=run,
        trip=trip,
        host=trip.host,
        start=trip.start,
        cover_before=cover,
        cover_after=trip.cover,
        before={name: before[name] for name in differing},
        after={**{name: after[name] for name in differing}, "of": after["instrument"]},
    )
