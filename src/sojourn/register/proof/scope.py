"""For which trips a pack is made, and what it would hold, said before it is made."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q

from sojourn.register.access import confirm_seat, traveller_for
from sojourn.register.models import Assignment, AssignmentQuerySet
from sojourn.register.seats import Seat
from sojourn.register.states import COUNTING, Cover, TripKind

WITHOUT_PROOF: Final = (Cover.NEEDED.value, Cover.REQUESTED.value, Cover.AT_RISK.value)
SHOWN_GAPS: Final = 25


@dataclass(frozen=True, slots=True)
class Scope:
    """Trips of a person, to a country, within days: as far as each is said."""

    traveller_id: UUID | None = None
    country: str = ""
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a pack would hold. `gaps`: trips without proof of cover, the first of them in `examples`."""

    trips: int
    certificates: int
    requests: int
    gaps: int
    examples: tuple[Assignment, ...] = field(repr=False)


def trips_in(seat: Seat, scope: Scope) -> AssignmentQuerySet:
    """The trips that take or took place, in sight of the seat (confirmed by the caller), within the scope."""
    rows = Assignment.objects.for_actor(seat).filter(state__in=COUNTING)
    if scope.traveller_id is not None:
        rows = rows.filter(traveller_id=scope.traveller_id)
    if scope.country:
        rows = rows.filter(host=scope.country)
    if scope.start is not None:
        rows = rows.filter(last__gte=scope.start)
    if scope.end is not None:
        rows = rows.filter(start__lte=scope.end)
    return rows


def contents_of(seat: Seat, scope: Scope) -> Contents:
    """What a pack would hold, counted. Raises NotAllowed for a traveller who is not in sight."""
    seat = confirm_seat(seat)
    if scope.traveller_id is not None:
        traveller_for(seat, scope.traveller_id)
    rows = trips_in(seat, scope)
    gaps = without_proof(rows)
    counted = rows.order_by().aggregate(
        trips=Count("pk"),
        certificates=Count("pk", filter=~Q(certificate_number="")),
        requests=Count("pk", filter=Q(request__isnull=False)),
    )
    shown = gaps.order_by("start", "id").select_related("traveller")[:SHOWN_GAPS]
    return Contents(gaps=gaps.count(), examples=tuple(shown), **counted)


def without_proof(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    """Those that are work and have no cover, or not for all of their days."""
    ends_before = Q(cover=Cover.COVERED.value, covered_until__lt=F("last"))
    return rows.filter(Q(cover__in=WITHOUT_PROOF) | ends_before).exclude(kind=TripKind.VACATION.value)


def is_gap(trip: Assignment) -> bool:
    """The same of one trip."""
    if not TripKind(trip.kind).is_work:
        return False
    return trip.cover in WITHOUT_PROOF or _ends_before(trip)


def _ends_before(trip: Assignment) -> bool:
    return trip.cover == Cover.COVERED and trip.covered_until is not None and trip.covered_until < trip.last
