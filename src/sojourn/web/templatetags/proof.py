"""What is kept beside a trip, as its page shows it."""

from typing import Any, Final

from django import template

from sojourn.register.access import Assignment
from sojourn.register.cover.working_out import is_insured
from sojourn.register.dossier.reading import dossier_of
from sojourn.register.exposure.reading import UNCOVERED
from sojourn.register.seats import Role, Seat
from sojourn.register.states import Cover, TripKind
from sojourn.web.proof_pages.papers import dossier_words

register = template.Library()
_GAP: Final = "health_cover_gap"


@register.inclusion_tag("register/proof/_beside.html")
def beside_trip(trip: Assignment, seat: Seat) -> dict[str, Any]:
    """What missing cover could cost, why the trip is temporary, and what was decided; nothing for travellers."""
    concerned = seat.role is not Role.TRAVELLER and trip.stands.counts and TripKind(trip.kind).is_work
    if not concerned:
        return {"concerned": False}
    ends_before = (
        trip.cover == Cover.COVERED and trip.covered_until is not None and trip.covered_until < trip.last
    )
    return {
        "concerned": True,
        "trip": trip,
        "seat": seat,
        "uncovered": trip.cover in UNCOVERED or ends_before,
        "insured": is_insured(trip, trip.traveller.policies.all()),
        "gap_is_known": any(code.startswith(_GAP) for code in trip.warnings),
        **dossier_words(trip, dossier_of(trip)),
    }
