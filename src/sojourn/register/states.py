"""States and arrows of a trip, and the words for its cover. Only the events of this room move a trip."""

from dataclasses import dataclass
from enum import StrEnum

from sojourn.core.errors import WrongState


class TripState(StrEnum):
    """Where a trip stands, as the employer has said."""

    PLANNED = "planned"
    CHANGED = "changed"
    ENDED_EARLY = "ended_early"
    CANCELLED = "cancelled"

    @property
    def counts(self) -> bool:
        """Whether the trip takes, or took, place."""
        return self is not TripState.CANCELLED


COUNTING = tuple(state.value for state in TripState if state.counts)


class Cover(StrEnum):
    """What shows that the person is insured during the trip. "Requested" is never "covered"."""

    NOT_NEEDED = "not_needed"
    NEEDED = "needed"
    REQUESTED = "requested"
    COVERED = "covered"
    AT_RISK = "at_risk"


class TripKind(StrEnum):
    """What the person does abroad."""

    POSTING = "posting"
    BUSINESS_TRIP = "business_trip"
    TELEWORK = "telework"
    COMMUTING = "commuting"
    SEVERAL_COUNTRIES = "several_countries"
    VACATION = "vacation"

    @property
    def is_work(self) -> bool:
        """Whether anything is earned there. Opening a laptop is work."""
        return self is not TripKind.VACATION

    @property
    def is_usual(self) -> bool:
        """Whether the work there is part of the usual pattern, beside work at home."""
        return self in {TripKind.TELEWORK, TripKind.COMMUTING, TripKind.SEVERAL_COUNTRIES}


@dataclass(frozen=True, slots=True)
class Arrow:
    """One step: from which states, to which, its line in the journal, what it needs."""

    name: str
    line: str
    sources: frozenset[TripState]
    target: TripState
    needs: str = ""


_STANDING = frozenset({TripState.PLANNED, TripState.CHANGED})
_TAKING_PLACE = _STANDING | {TripState.ENDED_EARLY}
ARROWS: dict[str, Arrow] = {
    arrow.name: arrow
    for arrow in (
        Arrow("change", "trip.changed", _TAKING_PLACE, TripState.CHANGED, "what is different"),
        Arrow("end_early", "trip.ended_early", _STANDING, TripState.ENDED_EARLY, "the last day"),
        Arrow("cancel", "trip.cancelled", _TAKING_PLACE, TripState.CANCELLED),
        Arrow("plan_again", "trip.planned_again", frozenset({TripState.CANCELLED}), TripState.CHANGED),
    )
}


def target_of(name: str, state: TripState) -> TripState:
    """The state to which the arrow `name` leads from `state`. Raises WrongState "trip_step_not_open"."""
    arrow = ARROWS[name]
    if state not in arrow.sources:
        raise WrongState("trip_step_not_open", step=name, state=state.value)
    return arrow.target
