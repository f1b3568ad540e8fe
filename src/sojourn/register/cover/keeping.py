"""The cover of trips, written down: after an event, after a decision elsewhere, after the law has changed."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import F, Q

from sojourn.certificates.for_register import changed_since
from sojourn.core import clock
from sojourn.journal.events import together
from sojourn.register.cover.working_out import (
    WORKED_OUT,
    Leads,
    Linked,
    known_of,
    put_dues,
    put_linked,
    work_out_traveller,
)
from sojourn.register.cover.writing import write_columns
from sojourn.register.hooks.telling import standings, tell_covers
from sojourn.register.models import Assignment, Traveller
from sojourn.register.to_do.keeping import keep_in_step

AT_ONCE: Final = 200
LOOKED_BACK: Final = timedelta(days=2)
"""Changes of certificates are taken up for so long, should the worker have stood still."""


def refresh_traveller(traveller: Traveller) -> list[Assignment]:
    """Work out all trips of a traveller anew and keep what was found, in the caller's transaction.

    The caller has locked the traveller. Gives the trips as they stand now.
    """
    trips = list(Assignment.objects.filter(traveller=traveller).select_for_update(of=("self",)))
    refresh(traveller, trips)
    return trips


def refresh(traveller: Traveller, trips: Sequence[Assignment]) -> None:
    """The same with all trips of the traveller at hand."""
    before = standings(trips)
    linked = Linked.of(trips)
    dues = work_out_traveller(known_of(traveller.employer_id), traveller, trips, linked, Leads())
    write_columns(trips, WORKED_OUT)
    keep_in_step(trips, dues)
    tell_covers(trips, before)


def follow_requests(limit: int = AT_ONCE) -> int:
    """Take up what has become of trips' requests since it was last looked at. How many trips.

    For the worker: institutions decide without knowing of the register.
    """
    moved = Assignment.objects.filter(request__isnull=False).filter(
        ~Q(request_state=F("request__state"))
        | (~Q(request__certificate_number="") & Q(certificate_number="") & ~Q(cover="at_risk"))
    )
    ids = set(moved.order_by("pk").values_list("pk", flat=True)[:limit])
    if numbers := changed_since(clock.now() - LOOKED_BACK):
        held = Assignment.objects.filter(certificate_number__in=numbers)
        ids |= set(held.order_by("pk").values_list("pk", flat=True)[:limit])
    return follow(ids) if ids else 0


def follow(trip_ids: Iterable[UUID]) -> int:
    """Look again at the requests of these trips, and write down what that changes."""
    with together():
        rows = Assignment.objects.filter(pk__in=list(trip_ids)).select_for_update(of=("self",))
        trips = list(rows.select_related("traveller").prefetch_related("traveller__policies"))
        before = standings(trips)
        linked, leads, today = Linked.of(trips), Leads(), clock.today()
        dues = {}
        by_traveller: dict[UUID, list[Assignment]] = {}
        for trip in trips:
            by_traveller.setdefault(trip.traveller_id, []).append(trip)
            put_linked(trip, linked)
            dues[trip.pk] = put_dues(trip, linked, leads, trip.traveller.policies.all(), today)
        write_columns(trips, WORKED_OUT)
        keep_in_step(trips, dues)
        tell_covers(trips, before)
    return len(trips)
