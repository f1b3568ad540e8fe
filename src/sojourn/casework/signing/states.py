"""The states of a proposal, and its arrows: from, to, who may, what it needs."""

from dataclasses import dataclass
from enum import StrEnum

from sojourn.core.errors import WrongState


class ProposalState(StrEnum):
    """Where a proposal stands. One is open at a time for each case."""

    OPEN = "open"
    SIGNED = "signed"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"


class Mover(StrEnum):
    """Who may move a proposal along an arrow."""

    PROPOSER = "proposer"
    SECOND_OFFICER = "second officer"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One step: from which states, to which, who may take it, its line in the journal, what it needs."""

    name: str
    line: str
    sources: frozenset[ProposalState]
    target: ProposalState
    mover: Mover
    needs: str


def _arrow(name: str, line: str, target: ProposalState, mover: Mover, needs: str) -> Arrow:
    return Arrow(name, f"proposal.{line}", frozenset({ProposalState.OPEN}), target, mover, needs)


ARROWS: dict[str, Arrow] = {
    arrow.name: arrow
    for arrow in (
        _arrow(
            "sign",
            "signed",
            ProposalState.SIGNED,
            Mover.SECOND_OFFICER,
            "another officer than the proposer, no party; the case as it was when it was proposed",
        ),
        _arrow("return", "returned", ProposalState.RETURNED, Mover.SECOND_OFFICER, "words"),
        _arrow("take_back", "taken_back", ProposalState.TAKEN_BACK, Mover.PROPOSER, ""),
        _arrow("lapse", "lapsed", ProposalState.LAPSED, Mover.SYSTEM, "the case has changed since"),
    )
}


def target_of(name: str, state: ProposalState) -> ProposalState:
    """The state to which the arrow `name` leads from `state`.

    Raises WrongState "proposal_not_open" where no such arrow starts there.
    """
    arrow = ARROWS[name]
    if state not in arrow.sources:
        raise WrongState("proposal_not_open", state=state.value)
    return arrow.target
