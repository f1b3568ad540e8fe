"""Whether the two signatures under a proposal also cover the decision that carries out what was agreed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sojourn.casework.exceptions.content import proposal_content
from sojourn.casework.exceptions.models import Exchange, Reply
from sojourn.casework.exceptions.states import ExchangeState, Side
from sojourn.casework.gathering import Gathered


@dataclass(frozen=True, slots=True)
class CoveringPair:
    """The two who signed the proposal: who decides now, and `other`, whose signature counts for the decision too."""

    exchange: str
    other: UUID


def covering_pair(
    gathered: Gathered, person_id: UUID, part: tuple[date, date | None] | None = None
) -> CoveringPair | None:
    """The pair, where nothing is left to weigh; else None, and two sign the decision anew.

    All must hold: the other institution answered here, with two signatures of its own, and agreed as proposed; what
    was signed is what would be proposed today, under the same law; no hindrance stands; all days are approved; and
    whoever decides is one of the pair. An answer on paper was read by one person alone, so it covers nothing.
    """
    if part is not None or gathered.hindrances or gathered.content is None:
        return None
    exchange = Exchange.objects.filter(
        case=gathered.case,
        reference=str(gathered.case.consent.get("agreement", "")),
        state=ExchangeState.ANSWERED.value,
    ).first()
    if exchange is None or exchange.proposed_by_id is None or exchange.signed_by_id is None:
        return None
    pair = {exchange.proposed_by_id, exchange.signed_by_id}
    if person_id not in pair or not _agreed_in_full(exchange):
        return None
    exchange.case = gathered.case
    if proposal_content(exchange, gathered).model_dump(mode="json") != exchange.content:
        return None
    (other,) = pair - {person_id}
    return CoveringPair(exchange.reference, other)


def _agreed_in_full(exchange: Exchange) -> bool:
    replies = Reply.objects.filter(exchange=exchange)
    if replies.filter(needs_look=True).exists():
        return False
    return replies.filter(counts=True, result="full", side=Side.ASKED.value, signed_by__isnull=False).exists()
