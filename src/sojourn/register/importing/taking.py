"""Rows of a table taken into the register: people and trips saved, covers worked out, in one transaction a part."""

from collections.abc import Sequence
from uuid import UUID

from sojourn.core import clock
from sojourn.register.cover.many import ManyTravellers
from sojourn.register.cover.working_out import WORKED_OUT
from sojourn.register.cover.writing import write_columns
from sojourn.register.hooks.telling import standings, tell_covers
from sojourn.register.importing.matching import CHANGED, NEW, Matched
from sojourn.register.models import Assignment, Traveller
from sojourn.register.states import TripState
from sojourn.register.to_do.keeping import keep_in_step, made, put_down

_AT_ONCE = 500


class Taker:
    """Takes parts of one table in."""

    def __init__(self, employer_id: UUID) -> None:
        self._many = ManyTravellers(employer_id)

    def take(self, part: Sequence[Matched]) -> None:
        """Save what the rows make and change, in the caller's transaction."""
        part = [each for each in part if each.outcome in {NEW, CHANGED}]
        # Also where the row that first named the person was contradictory and is left out.
        people = [each.traveller for each in part if each.traveller is not None]
        fresh = {traveller.pk: traveller for traveller in people if traveller._state.adding}
        Traveller.objects.bulk_create(fresh.values(), batch_size=_AT_ONCE)
        for each in part:
            if each.changed_traveller and each.traveller and each.traveller.pk not in fresh:
                each.traveller.changed_at = clock.now()
                each.traveller.save()
        self._trips(part, {each.pk: each for each in people}, set(fresh))

    def _trips(self, part: Sequence[Matched], people: dict[UUID, Traveller], fresh: set[UUID]) -> None:
        """Everybody's trips are worked out together with those that were there before."""
        there = [pk for pk in people if pk not in fresh]
        rows = Assignment.objects.filter(traveller_id__in=there).select_for_update(of=("self",))
        trips = {trip.pk: trip for trip in rows} if there else {}
        known = list(trips)
        for each in part:
            if each.trip is None:
                continue
            if each.changed_trip and each.trip.pk in trips:
                _move(each.trip)
            trips[each.trip.pk] = each.trip
        trips_of: dict[UUID, list[Assignment]] = {pk: [] for pk in people}
        for trip in trips.values():
            trips_of[trip.traveller_id].append(trip)
        before = standings(trips.values())
        dues = self._many.work_out(people, trips_of)
        old = [trips[pk] for pk in known]
        new = [trip for pk, trip in trips.items() if trip._state.adding]
        Assignment.objects.bulk_create(new, batch_size=_AT_ONCE)
        write_columns(old, WORKED_OUT)
        keep_in_step(old, dues)
        put_down([made(trip, due) for trip in new for due in dues[trip.pk]])
        tell_covers(list(trips.values()), before)


def _move(trip: Assignment) -> None:
    """Keep what the file says anew of a trip that is there."""
    if clock.today() < trip.start:
        trip.first_end = trip.end
    trip.state, trip.changed_at = TripState.CHANGED.value, clock.now()
    trip.save()
