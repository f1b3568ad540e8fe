"""The life of a key. Only these arrows lead from one state to another."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a key stands.

    `requested`: made, and waiting for its certificate. `ready`: published, and does not sign yet. `active`: signs.
    `retired`: signs no more, what it signed counts. `compromised`: others may hold it.
    """

    REQUESTED = "requested"
    READY = "ready"
    ACTIVE = "active"
    RETIRED = "retired"
    COMPROMISED = "compromised"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One permitted change, and the event that the journal keeps of it."""

    source: State
    target: State
    event: str


ARROWS: Final = (
    Arrow(State.REQUESTED, State.READY, "key.certified"),
    Arrow(State.READY, State.ACTIVE, "key.activated"),
    Arrow(State.READY, State.RETIRED, "key.retired"),
    Arrow(State.ACTIVE, State.RETIRED, "key.retired"),
    # A key from the settings comes back when the settings name it again.
    Arrow(State.RETIRED, State.ACTIVE, "key.activated"),
    Arrow(State.READY, State.COMPROMISED, "key.compromised"),
    Arrow(State.ACTIVE, State.COMPROMISED, "key.compromised"),
    Arrow(State.RETIRED, State.COMPROMISED, "key.compromised"),
)


def arrow(source: State, target: State) -> Arrow | None:
    """The arrow between two states, or None where no step leads from the one to the other."""
    return next((each for each in ARROWS if (each.source, each.target) == (source, target)), None)
