"""The states of a certificate. A certificate is frozen: only these arrows change anything, and none leads back."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """What the institution says of the certificate; whether it has begun or ended follows from its dates."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One permitted change: who may make it stands in `access.may_act_for`, the same for all."""

    source: Status
    target: Status
    event: str


ARROWS: Final = (
    Arrow(Status.VALID, Status.SUPERSEDED, "certificate.superseded"),
    Arrow(Status.VALID, Status.WITHDRAWN, "certificate.withdrawn"),
    Arrow(Status.SUPERSEDED, Status.WITHDRAWN, "certificate.withdrawn"),
)


def arrow(source: Status, target: Status) -> Arrow | None:
    """The arrow between two states, or None where no step leads from the one to the other."""
    return next((each for each in ARROWS if (each.source, each.target) == (source, target)), None)
