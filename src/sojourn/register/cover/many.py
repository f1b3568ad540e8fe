"""The cover of all trips of very many travellers, worked out together: the same answers as one by one, found sooner."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from sojourn.core import clock
from sojourn.register.cover.answers import answers_of, stays_of
from sojourn.register.cover.batch import ManyLaws
from sojourn.register.cover.law_of_trip import NOTHING_NEEDED, LawOfTrip, situation_of_trip
from sojourn.register.cover.working_out import (
    Leads,
    Linked,
    is_insured,
    known_of,
    put_dues,
    put_law,
    put_linked,
)
from sojourn.register.models import Assignment, Traveller
from sojourn.register.states import TripKind
from sojourn.register.to_do.acts import Due


class ManyTravellers:
    """Works out trips of one employer's travellers; what was found once is known for the next ones."""

    def __init__(self, employer_id: UUID) -> None:
        self._known = known_of(employer_id)
        self._laws = ManyLaws()
        self._leads = Leads()

    def work_out(
        self,
        travellers: Mapping[UUID, Traveller],
        trips_of: Mapping[UUID, Sequence[Assignment]],
        wanted: frozenset[UUID] | None = None,
    ) -> dict[UUID, list[Due]]:
        """What has to be done about each trip; the answers stand in the rows (unsaved).

        `trips_of`: all trips of each traveller, since each is history to the others. `wanted`: only these trips are
        worked out; None: all.
        """
        chosen = [
            trip
            for trips in trips_of.values()
            for trip in sorted(trips, key=lambda each: each.start)
            if wanted is None or trip.pk in wanted
        ]
        prefetch_related_objects(list(travellers.values()), "policies")
        linked, today = Linked.of(trip for trips in trips_of.values() for trip in trips), clock.today()
        for trip in chosen:
            # Whether an earlier stay was certified matters to a later one.
            put_linked(trip, linked)
        for trip, law in self._laws_of(travellers, trips_of, chosen):
            put_law(trip, law)
        dues: dict[UUID, list[Due]] = {}
        for trip in chosen:
            put_linked(trip, linked)
            policies = travellers[trip.traveller_id].policies.all()
            dues[trip.pk] = put_dues(trip, linked, self._leads, policies, today)
        return dues

    def _laws_of(
        self,
        travellers: Mapping[UUID, Traveller],
        trips_of: Mapping[UUID, Sequence[Assignment]],
        chosen: Sequence[Assignment],
    ) -> list[tuple[Assignment, LawOfTrip]]:
        found: list[tuple[Assignment, LawOfTrip]] = []
        asked: list[tuple[Assignment, Mapping[str, Any]]] = []
        for trip in chosen:
            if not trip.stands.counts:
                continue
            if not TripKind(trip.kind).is_work:
                found.append((trip, NOTHING_NEEDED))
                continue
            traveller = travellers[trip.traveller_id]
            stays = stays_of(trips_of[trip.traveller_id], trip)
            insured = is_insured(trip, traveller.policies.all())
            answers = answers_of(self._known, traveller, trip, stays, insured=insured)
            asked.append((trip, situation_of_trip(answers, trip)))
        answered = zip([trip for trip, _ in asked], self._laws.answer(asked), strict=True)
        return [*found, *answered]
