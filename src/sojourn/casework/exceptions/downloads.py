"""The papers and data of an exchange, to save and send. Each look is written down."""

from uuid import UUID

from sojourn.casework.exceptions.content import ProposalContent
from sojourn.casework.exceptions.letter import ended_pdf, reminder_pdf
from sojourn.casework.exceptions.models import ReplyPaper
from sojourn.casework.exceptions.moves import subject_of_exchange
from sojourn.casework.exceptions.reach import Held, held
from sojourn.casework.exceptions.states import ReplyState, Side
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.core.errors import NotAllowed
from sojourn.files.access import read
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs

LETTER, REMINDER, END, DATA = "letter", "reminder", "end", "data"


def paper_of(acting: ActingAs, reference: str, what: str) -> tuple[bytes, str]:
    """The letter as signed, a reminder, the news of the end, or the data as JSON; with its media type.

    Raises NotAllowed for an institution on neither side, and for what there is not.
    """
    with together():
        mine = held(acting, reference)
        _note(mine)
        exchange = mine.exchange
        if exchange.content is None or exchange.letter is None:
            raise NotAllowed(NOT_ALLOWED)
        content = ProposalContent.model_validate(exchange.content)
        if what == LETTER:
            return read(exchange.letter), "application/pdf"
        if what == DATA:
            return content.as_json(), "application/json"
        mine.require_side(Side.ASKING)
        if what == REMINDER and exchange.sent_on and exchange.due_on:
            return reminder_pdf(content, exchange.sent_on, exchange.due_on), "application/pdf"
        if what == END and exchange.sent_on and exchange.ended_because:
            return ended_pdf(content, exchange.sent_on), "application/pdf"
    raise NotAllowed(NOT_ALLOWED)


def reply_paper_of(acting: ActingAs, reference: str, paper_id: UUID) -> tuple[bytes, str]:
    """A paper on which a reply came. Raises NotAllowed."""
    with together():
        mine = held(acting, reference)
        rows = ReplyPaper.objects.filter(
            reply__exchange=mine.exchange, reply__state=ReplyState.GIVEN.value, pk=paper_id
        )
        paper = rows.first()
        if paper is None:
            raise NotAllowed(NOT_ALLOWED)
        _note(mine)
        return read(paper.file_id), paper.media_type


def _note(mine: Held) -> None:
    record(event="exception.looked_at", actor=mine.acting.actor, subject=subject_of_exchange(mine.exchange))
