"""The states of a certificate. A certificate is frozen: only these arrows change anything.

While it is suspended its issuer examines it anew; it binds until it is withdrawn, so that this is a notice, no answer.
Only from there an arrow leads back.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """What the institution says of the certificate; whether it has begun or ended follows from its dates."""

    VALID = "valid"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"

    @property
    def stands(self) -> bool:
        """Whether it binds: it has been neither replaced nor withdrawn."""
        return self in STANDING


STANDING: Final = (Status.VALID, Status.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Arrow:
    """One permitted change: who may make it stands in `access.may_act_for`, the same for all.

    `needs`: what goes with it.
    """

    source: Status
    target: Status
    event: str
    needs: str


_V, _S, _R, _W = Status
ARROWS: Final = (
    Arrow(_V, _S, "certificate.suspended", "a reason"),
    Arrow(_S, _V, "certificate.confirmed", "a reason"),
    Arrow(_V, _R, "certificate.superseded", "a newer certificate, and a reason"),
    Arrow(_S, _R, "certificate.superseded", "a newer certificate, and a reason"),
    Arrow(_V, _W, "certificate.withdrawn", "a reason, and a day"),
    Arrow(_S, _W, "certificate.withdrawn", "a reason, and a day"),
    Arrow(_R, _W, "certificate.withdrawn", "a reason, and a day"),
)


def arrow(source: Status, target: Status) -> Arrow | None:
    """The arrow between two states, or None where no step leads from the one to the other."""
    return next((each for each in ARROWS if (each.source, each.target) == (source, target)), None)
