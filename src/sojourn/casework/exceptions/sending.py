"""The moment at which a proposal leaves: the case waits, the applicant is told."""

from datetime import date
from typing import Final

from sojourn.casework.european.producing import produce_for_proposal
from sojourn.casework.exceptions.content import ProposalContent
from sojourn.casework.exceptions.moves import move_exchange
from sojourn.casework.exceptions.reach import Held
from sojourn.casework.moves import move
from sojourn.requests.question_events import tell_applicant

HERE: Final = "here"
"""The way of sending to an institution that works in this service."""


def send(mine: Held, arrow: str, *, on: date, way: str) -> None:
    """Take the arrow; the case then waits for the other institution, and the applicant is told."""
    exchange = mine.exchange
    move_exchange(
        exchange,
        arrow,
        actor=mine.acting.actor,
        details={"way": way, "due_on": exchange.due_on.isoformat() if exchange.due_on else None},
        sent_on=on,
        sent_by_way=way,
        delivered_here=way == HERE,
    )
    proposal = ProposalContent.model_validate(exchange.content)
    produce_for_proposal(mine.case, proposal, reference=exchange.reference, actor=mine.acting.actor)
    move(mine.case, "ask_liaison", actor=mine.acting.actor)
    tell_applicant(
        request_id=mine.file.id,
        letter="liaison_asked",
        key=f"liaison-asked:{exchange.pk}",
        until=exchange.due_on,
    )
