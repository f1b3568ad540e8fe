"""A sample's states and arrows. Only `events.py` moves a sample."""

from dataclasses import dataclass
from enum import StrEnum

from sojourn.core.errors import WrongState


class SampleState(StrEnum):
    """Where a sample stands."""

    DRAWN = "drawn"
    IN_HAND = "in_hand"
    JUDGED = "judged"


class Verdict(StrEnum):
    """What an officer found of an automatic decision."""

    RIGHT = "right"
    POOR_REASON = "poor_reason"
    WRONG = "wrong"


# Where the fault lay, to be mended there. Of a poor reason only the last three can be the cause.
CAUSES = ("law_data", "check_missing", "fact_untrue", "fact_misread", "identity", "reasons", "paper", "other")
CAUSES_OF_POOR_REASON = ("reasons", "paper", "other")


@dataclass(frozen=True, slots=True)
class Arrow:
    """One step: from which states, to which, who may take it, its line in the journal, what it needs."""

    name: str
    line: str
    sources: frozenset[SampleState]
    target: SampleState
    mover: str
    needs: str


ARROWS: dict[str, Arrow] = {
    arrow.name: arrow
    for arrow in (
        Arrow(
            "take",
            "sample.taken",
            frozenset({SampleState.DRAWN, SampleState.IN_HAND}),
            SampleState.IN_HAND,
            "officer",
            "no party to the request",
        ),
        Arrow(
            "put_back", "sample.put_back", frozenset({SampleState.IN_HAND}), SampleState.DRAWN, "assignee", ""
        ),
        Arrow(
            "judge",
            "sample.judged",
            frozenset({SampleState.IN_HAND}),
            SampleState.JUDGED,
            "assignee",
            "a verdict, and a cause unless it is right",
        ),
    )
}


def target_of(name: str, state: SampleState) -> SampleState:
    """The state to which the arrow leads from `state`. Raises WrongState "sample_step_not_open"."""
    arrow = ARROWS[name]
    if state not in arrow.sources:
        raise WrongState("sample_step_not_open", step=name, state=state.value)
    return arrow.target
