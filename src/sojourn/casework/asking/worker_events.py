"""What a worker does who was asked by a link: comes in, answers, asks for more time, says "this is not for me".

The order of locks is that of every case; the link is read again under them. The journal names no person.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from sojourn.casework.asking.answering import Given, drop_file, keep_given, require_answered, wish_for_time
from sojourn.casework.asking.closing import end_inquiry
from sojourn.casework.asking.models import Inquiry, WorkerLink
from sojourn.casework.asking.states import InquiryState
from sojourn.casework.asking.turns import end_turn
from sojourn.casework.asking.worker_links import Holder, digest, link_where, renew, require_holder
from sojourn.casework.moves import NOT_ALLOWED, locked, subject_of
from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Actor, Capacity
from sojourn.core.errors import NotAllowed, Problem, WrongState
from sojourn.files.events import discard
from sojourn.journal.events import record, together
from sojourn.requests.for_casework import RequestFile

_WORKER: Final = Actor(Capacity.WORKER)


def open_link(*, secret: str) -> Holder:
    """Use the link up: whoever presses first is in. Raises NotAllowed where there is no such link, WrongState
    "link_used" after the first, "worker_link_over" where nothing is asked any more.
    """
    with together():
        link, _ = _reached(secret)
        _require_open(link)
        if link.opened_at is not None:
            raise WrongState("link_used")
        link.opened_at = clock.now()
        link.save(update_fields=["opened_at"])
        _record("question.link_opened", link)
    return Holder(link.pk, link.generation)


def send_new_link(*, link_id: UUID) -> None:
    """Send a new link to the same address; browsers that used the old one are out. The caller limits how often.

    Raises NotAllowed; WrongState "worker_link_over" where nothing is asked any more.
    """
    with together():
        link, _ = _locked(link_id)
        _require_open(link)
        renew(link)
        _record("question.link_sent_again", link)


def disown(*, secret: str) -> None:
    """Say that the letter reached somebody else: the question ends, what was typed is forgotten, the officer sees it.

    Raises NotAllowed; WrongState "worker_link_over" where nothing is asked any more.
    """
    with together():
        link, _ = _reached(secret)
        _require_open(link)
        for question in link.inquiry.questions.all():
            for attachment in question.attachments.all():
                attachment.delete()
                discard(attachment.file_id)
            question.answer = None
            question.save(update_fields=["answer"])
        link.disowned = True
        link.save(update_fields=["disowned"])
        end_inquiry(link.inquiry, "disown", actor=_WORKER)
        end_turn(link.inquiry, link.inquiry.case, "close_question", step="go_on", by=_WORKER, actor=SYSTEM)


def save_as_worker(*, holder: Holder, given: Mapping[UUID, Given]) -> tuple[Problem, ...]:
    """Keep answers without sending them; what is wrong with them. What is not given stays.

    Raises NotAllowed; WrongState "worker_browser_unknown", "question_not_open"; InvalidInput for a file not taken.
    """
    with together():
        inquiry, file = _held(holder)
        return keep_given(inquiry, file, given)


def send_as_worker(*, holder: Holder) -> None:
    """Send the answers as they are kept, and freeze them; the case goes back to its officer. Twice is once.

    Raises as `save_as_worker`, and InvalidInput for what is missing or cannot be read.
    """
    with together():
        link, file = _locked(holder.link_id)
        require_holder(link, holder)
        if link.inquiry.state == InquiryState.ANSWERED:
            return
        inquiry = _open(link)
        require_answered(inquiry, file)
        end_inquiry(inquiry, "answer_as_worker", actor=_WORKER)
        end_turn(inquiry, inquiry.case, "be_answered_by_worker", step="answer", by=_WORKER, actor=SYSTEM)


def ask_for_time_as_worker(*, holder: Holder, until: date, reason: str) -> None:
    """Ask the officer for a later day. Raises as `ask_for_more_time` of the applicant."""
    with together():
        inquiry, _ = _held(holder)
        wish_for_time(inquiry, until, reason, actor=_WORKER, line="question.worker_more_time_asked")


def remove_file_as_worker(*, holder: Holder, attachment_id: UUID) -> None:
    """Take a file back from answers that are not sent yet. Twice is once. Raises as `save_as_worker`."""
    with together():
        inquiry, _ = _held(holder)
        drop_file(inquiry, attachment_id)


def _reached(secret: str) -> tuple[WorkerLink, RequestFile]:
    link, file = _locked(link_where(link_digest=digest(secret)).pk)
    # It may have been sent anew before the lock was ours.
    if link.link_digest != digest(secret):
        raise NotAllowed(NOT_ALLOWED)
    return link, file


def _locked(link_id: UUID) -> tuple[WorkerLink, RequestFile]:
    """The link as it stands under the locks of its case."""
    case, file = locked(link_where(pk=link_id).inquiry.case_id)
    link = link_where(pk=link_id)
    link.inquiry.case = case
    return link, file


def _held(holder: Holder) -> tuple[Inquiry, RequestFile]:
    link, file = _locked(holder.link_id)
    require_holder(link, holder)
    return _open(link), file


def _open(link: WorkerLink) -> Inquiry:
    if link.inquiry.ended_at is not None:
        raise WrongState("question_not_open", state=link.inquiry.state)
    return link.inquiry


def _require_open(link: WorkerLink) -> None:
    if link.disowned or link.inquiry.ended_at is not None:
        raise WrongState("worker_link_over")


def _record(event: str, link: WorkerLink) -> None:
    record(event=event, actor=_WORKER, subject=subject_of(link.inquiry.case))
