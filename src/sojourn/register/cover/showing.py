"""The law's whole answer to a trip, for a page that shows it: worked out now, with what the register knows now."""

from dataclasses import dataclass

from sojourn.engine import Determination
from sojourn.register.cover.answers import answers_of, stays_of
from sojourn.register.cover.law_of_trip import determination_of_trip
from sojourn.register.cover.working_out import is_insured, known_of, lead_of
from sojourn.register.models import Assignment


@dataclass(frozen=True, slots=True)
class Shown:
    """The determination, and how many days the issuer takes, where anything is known of that."""

    determination: Determination | None
    lead_days: int


def shown(trip: Assignment) -> Shown:
    """For a trip that the caller has been given by `access`."""
    known = known_of(trip.employer_id)
    others = list(Assignment.objects.filter(traveller_id=trip.traveller_id).counting())
    insured = is_insured(trip, trip.traveller.policies.all())
    answers = answers_of(known, trip.traveller, trip, stays_of(others, trip), insured=insured)
    return Shown(determination_of_trip(answers, trip), lead_of(trip.issuer).days)
