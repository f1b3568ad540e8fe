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
    """One permitted change, the event that the journal keeps of it, and what it needs."""

    source: State
    target: State
    event: str
    needs: str


_CERTIFIED: Final = "a certificate that fits the key, with those above it"
_TAKES_OVER: Final = "a certificate that holds today; the one before it retires"
_GIVEN_AWAY: Final = "the moment since which others may hold it"
ARROWS: Final = (
    Arrow(State.REQUESTED, State.READY, "key.certified", _CERTIFIED),
    Arrow(State.READY, State.ACTIVE, "key.activated", _TAKES_OVER),
    Arrow(State.READY, State.RETIRED, "key.retired", ""),
    Arrow(State.ACTIVE, State.RETIRED, "key.retired", ""),
    Arrow(State.RETIRED, State.ACTIVE, "key.activated", "the settings name it again"),
    Arrow(State.READY, State.COMPROMISED, "key.compromised", _GIVEN_AWAY),
    Arrow(State.ACTIVE, State.COMPROMISED, "key.compromised", _GIVEN_AWAY),
    Arrow(State.RETIRED, State.COMPROMISED, "key.compromised", _GIVEN_AWAY),
)


def arrow(source: State, target: State) -> Arrow | None:
    """The arrow between two states, or None where no step leads from the one to the other."""
    return next((each for each in ARROWS if (each.source, each.target) == (source, target)), None)
