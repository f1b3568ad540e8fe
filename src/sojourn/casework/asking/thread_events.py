"""The thread of a request: either side writes, and reading is remembered."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from sojourn.casework.asking.attachments import Upload, check_uploads, keep_uploads
from sojourn.casework.asking.models import APPLICANT, INSTITUTION, Message, Reading
from sojourn.casework.asking.reach import case_of_applicant, case_of_officer, request_in_reach
from sojourn.casework.asking.writing import written
from sojourn.casework.looks import IN_HAND, UNSAID, write_down_look
from sojourn.casework.models import Case
from sojourn.casework.moves import NOT_ALLOWED, subject_of
from sojourn.casework.permissions import officer_id, require_no_party, require_officer
from sojourn.casework.states import CaseState
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs
from sojourn.requests.question_events import tell_applicant


def write_to_institution(
    *, acting: ActingAs, request_id: UUID, key: UUID, text: str, uploads: Sequence[Upload] = ()
) -> None:
    """Send a message about one's own request. `key` comes from the form: the same key again sends nothing.

    Raises NotAllowed; WrongState "thread_closed" once the case is closed; InvalidInput for an empty or too long
    text and for files that are not taken.
    """
    with together():
        case, _ = case_of_applicant(acting, request_id)
        if _post(acting, case, APPLICANT, key, text, uploads):
            mark(case.pk, str(acting.person_id))


def write_to_applicant(
    *, acting: ActingAs, case_id: UUID, key: UUID, text: str, uploads: Sequence[Upload] = ()
) -> None:
    """Send a message to the applicant, who is told by e-mail if wanted that there is one. Raises as the other,
    and WrongState "own_matter" for an officer who is party to the request.
    """
    acting = require_officer(acting)
    with together():
        case, file = case_of_officer(acting, case_id)
        require_no_party(acting, case)
        if not _post(acting, case, INSTITUTION, key, text, uploads):
            return
        mark(case.pk, str(case.institution_id))
        tell_applicant(request_id=file.id, letter="message_received", key=f"message:{key}", page="/thread")


def read_as_applicant(*, acting: ActingAs, request_id: UUID) -> None:
    """Remember that this person has read the thread up to now. Raises NotAllowed."""
    request_in_reach(acting, request_id, writes=False)
    case_id = Case.objects.filter(request_id=request_id).values_list("pk", flat=True).first()
    if case_id is not None:
        mark(case_id, str(acting.person_id))


def read_as_officer(*, acting: ActingAs, case_id: UUID) -> None:
    """Remember that the institution has read the thread up to now; the look is written down. Raises NotAllowed."""
    acting = require_officer(acting)
    with together():
        case, _ = case_of_officer(acting, case_id)
        mark(case.pk, str(case.institution_id))
        why = IN_HAND if str(case.assigned_to_id) == acting.actor.person_id else UNSAID
        write_down_look(acting, case, why=why, event="case.thread_looked_at")


def mark(case_id: UUID, reader: str) -> None:
    """Set the reader's mark to this moment."""
    Reading.objects.update_or_create(case_id=case_id, reader=reader, defaults={"read_at": clock.now()})


def _post(acting: ActingAs, case: Case, side: str, key: UUID, text: str, uploads: Sequence[Upload]) -> bool:
    """Whether the message is new."""
    known = Message.objects.filter(key=key).first()
    if known is not None:
        if known.case_id != case.pk or known.side != side:
            raise NotAllowed(NOT_ALLOWED)
        return False
    if case.state == CaseState.CLOSED:
        raise WrongState("thread_closed")
    said = written(text, at="text")
    if not said:
        raise InvalidInput([Problem("text", "text_missing")])
    check_uploads(case, uploads)
    person = officer_id(acting) if side == INSTITUTION else acting.person_id
    message = Message(case=case, key=key, side=side, written_by_id=person, written_at=clock.now(), text=said)
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        # Another press of the same button came first.
        return False
    keep_uploads(case, uploads, message=message)
    record(
        event=f"case.message_from_{side}",
        actor=acting.actor,
        subject=subject_of(case),
        details={"files": len(uploads)},
    )
    return True
