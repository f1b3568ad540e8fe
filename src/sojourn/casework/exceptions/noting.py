"""Notes for the colleagues of one side."""

from uuid import UUID

from sojourn.casework.asking.writing import written
from sojourn.casework.exceptions.models import Note
from sojourn.casework.exceptions.moves import subject_of_exchange
from sojourn.casework.exceptions.reach import Held, held
from sojourn.casework.permissions import officer_id
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, Problem
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs


def write_note(*, acting: ActingAs, reference: str, text: str, key: UUID) -> None:
    """Keep a note that only the own side sees. The same key again writes nothing.

    Raises NotAllowed for an institution on neither side, InvalidInput for no text.
    """
    with together():
        mine = held(acting, reference)
        keep_note(mine, text, key, at="note")


def keep_note(mine: Held, text: str, key: UUID, *, at: str) -> None:
    """The same inside an event that holds the proposal already."""
    said = written(text, at=at)
    if not said:
        raise InvalidInput([Problem(at, "note_missing")])
    if Note.objects.filter(key=key).exists():
        return
    Note.objects.create(
        exchange=mine.exchange,
        key=key,
        side=mine.side.value,
        text=said,
        written_by_id=officer_id(mine.acting),
        written_at=clock.now(),
    )
    record(event="exception.noted", actor=mine.acting.actor, subject=subject_of_exchange(mine.exchange))
