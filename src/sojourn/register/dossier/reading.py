"""What is kept beside a trip, and by an employer."""

from dataclasses import dataclass, field

from sojourn.register.access import confirm_seat
from sojourn.register.dossier.models import Evidence, InsuranceWish, Temporariness, TripDecision
from sojourn.register.models import Assignment
from sojourn.register.seats import Seat
from sojourn.register.to_do.acts import USUAL_WISH, Wish


@dataclass(frozen=True, slots=True)
class Dossier:
    """What somebody said and brought about a trip; decisions newest first."""

    temporariness: Temporariness | None = field(repr=False)
    evidence: tuple[Evidence, ...] = field(repr=False)
    decisions: tuple[TripDecision, ...] = field(repr=False)


def dossier_of(trip: Assignment) -> Dossier:
    """For a trip that the caller has been given by `access`."""
    return Dossier(
        getattr(trip, "temporariness", None),
        tuple(sorted(trip.evidence.all(), key=lambda each: (each.added_at, each.pk))),
        tuple(sorted(trip.decisions.all(), key=lambda each: each.decided_at, reverse=True)),
    )


def wish_of(seat: Seat) -> Wish:
    """From when on insurance is wanted, as the employer said, else as usual."""
    row = InsuranceWish.objects.filter(pk=confirm_seat(seat).employer_id).first()
    return Wish(row.longer_than, frozenset(row.always_in)) if row is not None else USUAL_WISH


def countries_visited(seat: Seat) -> list[str]:
    """The countries to which there are trips in sight."""
    rows = Assignment.objects.for_actor(confirm_seat(seat)).counting().order_by()
    return list(rows.values_list("host", flat=True).distinct())
