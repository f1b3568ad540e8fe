"""Rows of a table taken into the register: people and trips saved, covers worked out, in one transaction a part."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sojourn.core import clock
from sojourn.register.cover.answers import answers_of
from sojourn.register.cover.batch import ManyLaws
from sojourn.register.cover.keeping import refresh
from sojourn.register.cover.law_of_trip import NOTHING_NEEDED, situation_of_trip
from sojourn.register.cover.working_out import Leads, Linked, known_of, put_dues, put_law, put_linked
from sojourn.register.importing.matching import CHANGED, NEW, Matched
from sojourn.register.models import Assignment, Traveller
from sojourn.register.states import TripKind, TripState
from sojourn.register.to_do.keeping import made, put_down

_AT_ONCE = 500


class Taker:
    """Takes parts of one table in."""

    def __init__(self, employer_id: UUID) -> None:
        self._known = known_of(employer_id)
        self._laws = ManyLaws()
        self._leads = Leads()
        self._nothing = Linked({}, {}, {})

    def take(self, part: Sequence[Matched]) -> None:
        """Save what the rows make and change, in the caller's transaction."""
        part = [each for each in part if each.outcome in {NEW, CHANGED}]
        fresh = {
            each.traveller.pk: each.traveller for each in part if each.traveller and each.fresh_traveller
        }
        Traveller.objects.bulk_create(fresh.values(), batch_size=_AT_ONCE)
        for each in part:
            if each.changed_traveller and each.traveller and each.traveller.pk not in fresh:
                each.traveller.changed_at = clock.now()
                each.traveller.save()
        self._trips(part, set(fresh))

    def _trips(self, part: Sequence[Matched], fresh: set[UUID]) -> None:
        of_traveller: dict[UUID, list[Matched]] = {}
        for each in part:
            if each.traveller is not None:
                of_traveller.setdefault(each.traveller.pk, []).append(each)
        plain = [
            found[0]
            for pk, found in of_traveller.items()
            if pk in fresh and len(found) == 1 and found[0].trip is not None
        ]
        self._plain(plain)
        done = {each.traveller.pk for each in plain if each.traveller}
        for pk, found in of_traveller.items():
            if pk not in done:
                self._with_history(found)

    def _plain(self, part: Sequence[Matched]) -> None:
        """New people with one trip each: no history, nothing asked, no insurance."""
        todo: list[tuple[Assignment, Any]] = []
        for each in part:
            trip, traveller = each.trip, each.traveller
            if trip is None or traveller is None:
                continue
            if TripKind(trip.kind).is_work:
                situation = situation_of_trip(answers_of(self._known, traveller, trip), trip)
                todo.append((trip, situation))
            else:
                put_law(trip, NOTHING_NEEDED)
        for (trip, _), law in zip(todo, self._laws.answer(todo), strict=True):
            put_law(trip, law)
        today = clock.today()
        dues = []
        trips = [each.trip for each in part if each.trip is not None]
        for trip in trips:
            put_linked(trip, self._nothing)
            dues += [(trip, due) for due in put_dues(trip, self._nothing, self._leads, (), today)]
        Assignment.objects.bulk_create(trips, batch_size=_AT_ONCE)
        put_down([made(trip, due) for trip, due in dues])

    def _with_history(self, part: Sequence[Matched]) -> None:
        """Somebody with several trips, or one who is known: all of the person's trips are worked out together."""
        traveller = part[0].traveller
        if traveller is None:
            return
        new = {each.trip.pk: each.trip for each in part if each.trip and each.fresh_trip}
        Assignment.objects.bulk_create(new.values(), batch_size=_AT_ONCE)
        for each in part:
            if each.changed_trip and each.trip is not None and each.trip.pk not in new:
                if clock.today() < each.trip.start:
                    each.trip.first_end = each.trip.end
                each.trip.state, each.trip.changed_at = TripState.CHANGED.value, clock.now()
                each.trip.save()
        trips = list(Assignment.objects.filter(traveller=traveller).select_for_update(of=("self",)))
        refresh(traveller, trips)
