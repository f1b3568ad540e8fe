"""Which exchange somebody reaches, and from which side. Locked: the request, its cases, then the exchange."""

from dataclasses import dataclass

from sojourn.casework.exceptions.models import Exchange
from sojourn.casework.exceptions.states import Side
from sojourn.casework.handling import require_in_hand
from sojourn.casework.models import Case
from sojourn.casework.moves import NOT_ALLOWED, locked
from sojourn.casework.permissions import is_party, require_in_sight, require_officer
from sojourn.core.errors import NotAllowed, WrongState
from sojourn.parties.acting import ActingAs
from sojourn.requests.for_casework import RequestFile


@dataclass(frozen=True, slots=True)
class Held:
    """A proposal, locked with the case it belongs to, as one side holds it."""

    acting: ActingAs
    exchange: Exchange
    case: Case
    file: RequestFile
    side: Side

    def require_side(self, side: Side) -> None:
        """Raises NotAllowed for the other side's officers."""
        if self.side is not side:
            raise NotAllowed(NOT_ALLOWED)

    def require_hand(self) -> None:
        """Raises NotAllowed for the other side, WrongState for a case that is decided or in other hands."""
        self.require_side(Side.ASKING)
        require_in_hand(self.case, self.file, self.acting)

    def require_no_party(self) -> None:
        """Raises WrongState "own_matter" for an officer who is party to the request, on either side."""
        if is_party(self.acting, self.case):
            raise WrongState("own_matter")


def side_of(exchange: Exchange, institution_id: str | None) -> Side:
    """The side on which the institution stands. Raises NotAllowed for any other."""
    if institution_id == exchange.institution_id:
        return Side.ASKING
    if exchange.delivered_here and exchange.sent_on and institution_id == exchange.liaison_id:
        return Side.ASKED
    raise NotAllowed(NOT_ALLOWED)


def held(acting: ActingAs, reference: str, version: int | None = None) -> Held:
    """The proposal under this reference, locked. Raises NotAllowed for an institution that is on neither side,
    WrongState "exception_changed" where somebody moved it since `version`."""
    acting = require_officer(acting)
    known = Exchange.objects.select_related("case").filter(reference=reference).first()
    if known is None:
        raise NotAllowed(NOT_ALLOWED)
    if side_of(known, acting.institution_id) is Side.ASKING:
        require_in_sight(acting, known.case)
    case, file = locked(known.case_id)
    exchange = Exchange.objects.select_for_update().get(pk=known.pk)
    exchange.case = case
    if version is not None and exchange.version != version:
        raise WrongState("exception_changed")
    return Held(acting, exchange, case, file, side_of(exchange, acting.institution_id))
