"""Where a registered certificate, a dispute and a concern stand; their arrows: from, to, who may, what it needs."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sojourn.core.errors import WrongState


class Standing(StrEnum):
    """How much is known of a certificate from abroad when it is registered."""

    VERIFIED = "verified"
    """Its seal was checked and its issuer's record was asked."""
    SEEN = "seen"
    """Somebody looked at it; nothing proves who made it."""


class ForeignState(StrEnum):
    """What a registered certificate is today. Whether it has begun or ended follows from its days."""

    REGISTERED = "registered"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class DisputeState(StrEnum):
    """Where a dispute between two institutions stands. The certificate binds in each of these."""

    DOUBTED = "doubted"
    RECONSIDERED = "reconsidered"
    UPHELD = "upheld"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    AUTHORITIES = "with_authorities"
    COMMISSION = "with_commission"
    CLOSED = "closed"


class ConcernState(StrEnum):
    """Where a report from outside stands."""

    NEW = "new"
    IN_HAND = "in_hand"
    ANSWERED = "answered"
    CLOSED = "closed"


class Mover(StrEnum):
    """Who may take a step."""

    DOUBTER = "doubter"
    ISSUER = "issuer"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Arrow[State: StrEnum]:
    """One step: from which states, to which, who may take it, its line in the journal, what it needs."""

    name: str
    line: str
    sources: frozenset[State]
    target: State
    mover: Mover
    needs: str

    def target_from(self, state: State) -> State:
        """The state after the step. Raises WrongState "step_not_open" where it does not start in `state`."""
        if state not in self.sources:
            raise WrongState("step_not_open", step=self.name, state=state.value)
        return self.target


def _dispute(
    name: str, line: str, sources: tuple[DisputeState, ...], target: DisputeState, mover: Mover, needs: str
) -> Arrow[DisputeState]:
    return Arrow(name, f"dispute.{line}", frozenset(sources), target, mover, needs)


_D = DisputeState
_WAITING: Final = (_D.DOUBTED, _D.RECONSIDERED)
_UNSETTLED: Final = (*_WAITING, _D.AUTHORITIES, _D.COMMISSION)
# Once an issuer has given way, no step but the last is left.
DISPUTE_ARROWS: Final[dict[str, Arrow[DisputeState]]] = {
    each.name: each
    for each in (
        _dispute("acknowledge", "acknowledged", (_D.DOUBTED,), _D.RECONSIDERED, Mover.ISSUER, ""),
        _dispute("uphold", "upheld", _UNSETTLED, _D.UPHELD, Mover.ISSUER, "reasons"),
        _dispute(
            "correct",
            "corrected",
            (*_UNSETTLED, _D.UPHELD),
            _D.CORRECTED,
            Mover.ISSUER,
            "a newer certificate in its place",
        ),
        _dispute(
            "withdraw",
            "certificate_withdrawn",
            (*_UNSETTLED, _D.UPHELD),
            _D.WITHDRAWN,
            Mover.ISSUER,
            "the certificate has been withdrawn",
        ),
        _dispute("hand_up", "handed_up", (*_WAITING, _D.UPHELD), _D.AUTHORITIES, Mover.DOUBTER, "reasons"),
        _dispute(
            "bring_before_commission",
            "brought_before_commission",
            (*_WAITING, _D.UPHELD, _D.AUTHORITIES),
            _D.COMMISSION,
            Mover.DOUBTER,
            "European coordination, and the month of article 5(4) has passed",
        ),
        _dispute(
            "close",
            "closed",
            tuple(state for state in _D if state is not _D.CLOSED),
            _D.CLOSED,
            Mover.DOUBTER,
            "how it ended",
        ),
    )
}


_C = ConcernState
CONCERN_ARROWS: Final[dict[str, Arrow[ConcernState]]] = {
    each.name: each
    for each in (
        Arrow("take", "concern.taken", frozenset({_C.NEW}), _C.IN_HAND, Mover.OFFICER, ""),
        Arrow("answer", "concern.answered", frozenset({_C.IN_HAND}), _C.ANSWERED, Mover.OFFICER, "a note"),
        Arrow(
            "close",
            "concern.closed",
            frozenset({_C.IN_HAND, _C.ANSWERED}),
            _C.CLOSED,
            Mover.OFFICER,
            "a note",
        ),
        Arrow("reopen", "concern.reopened", frozenset({_C.CLOSED}), _C.IN_HAND, Mover.OFFICER, ""),
    )
}
