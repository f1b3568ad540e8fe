"""What the applicant does with an officer's questions: answers them, later or now, or asks for more time."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sojourn.casework.asking.answering import Given, drop_file, keep_given, require_answered, wish_for_time
from sojourn.casework.asking.closing import end_inquiry
from sojourn.casework.asking.models import APPLICANT, Inquiry
from sojourn.casework.asking.reach import case_of_applicant, open_inquiry
from sojourn.casework.asking.turns import end_turn
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import Problem
from sojourn.journal.events import together
from sojourn.parties.acting import ActingAs

__all__ = ["Given", "ask_for_more_time", "remove_file", "save_answers", "send_answers"]


def save_answers(
    *, acting: ActingAs, request_id: UUID, inquiry_id: UUID, given: Mapping[UUID, Given]
) -> tuple[Problem, ...]:
    """Keep answers without sending them; returns what is wrong with them. What is not given stays.

    Raises NotAllowed; WrongState "question_not_open" once answered or closed; InvalidInput for a file that is
    not taken, and then nothing is kept.
    """
    with together():
        case, file = case_of_applicant(acting, request_id)
        inquiry = open_inquiry(case, inquiry_id, APPLICANT)
        return keep_given(inquiry, file, given)


def send_answers(*, acting: ActingAs, request_id: UUID, inquiry_id: UUID) -> None:
    """Send the answers as they are kept, and freeze them; the case goes back to its officer. Twice is once.

    Late answers count until the inquiry is closed. Raises as `save_answers`, and InvalidInput for what is
    missing or cannot be read.
    """
    with together():
        case, file = case_of_applicant(acting, request_id)
        if Inquiry.objects.filter(case=case, pk=inquiry_id, recipient=APPLICANT, state="answered").exists():
            return
        inquiry = open_inquiry(case, inquiry_id, APPLICANT)
        require_answered(inquiry, file)
        inquiry.case = case
        end_inquiry(inquiry, "answer", actor=acting.actor, answered_by_id=acting.person_id)
        end_turn(inquiry, case, "be_answered", step="answer", by=acting.actor, actor=SYSTEM)


def ask_for_more_time(
    *, acting: ActingAs, request_id: UUID, inquiry_id: UUID, until: date, reason: str
) -> None:
    """Ask the officer for a later day. The day that was set holds until the officer answers.

    Raises NotAllowed, WrongState; InvalidInput for a day that is not later than the present one or more than
    six months away, and without a reason.
    """
    with together():
        case, _ = case_of_applicant(acting, request_id)
        inquiry = open_inquiry(case, inquiry_id, APPLICANT)
        wish_for_time(inquiry, until, reason, actor=acting.actor, line="question.more_time_asked")


def remove_file(*, acting: ActingAs, request_id: UUID, inquiry_id: UUID, attachment_id: UUID) -> None:
    """Take a file back from answers that are not sent yet. Twice is once. Raises as `save_answers`."""
    with together():
        case, _ = case_of_applicant(acting, request_id)
        inquiry = open_inquiry(case, inquiry_id, APPLICANT)
        drop_file(inquiry, attachment_id)
