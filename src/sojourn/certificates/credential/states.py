"""The states of an offer to put a certificate into a wallet. An open one whose time is over is closed to everybody."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where an offer stands."""

    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One permitted change, the event that the journal keeps of it, and what it needs."""

    source: State
    target: State
    event: str
    needs: str


ARROWS: Final = (
    Arrow(State.OPEN, State.TAKEN, "credential.offer_taken", "the code and its digits, in time"),
    Arrow(State.OPEN, State.CLOSED, "credential.offer_closed", "another offer, or too many wrong digits"),
    # One of the two who used it should not have.
    Arrow(State.TAKEN, State.CLOSED, "credential.offer_closed", "the code and its digits a second time"),
)


def arrow(source: State, target: State) -> Arrow | None:
    """The arrow between two states, or None where no step leads from the one to the other."""
    return next((each for each in ARROWS if (each.source, each.target) == (source, target)), None)
