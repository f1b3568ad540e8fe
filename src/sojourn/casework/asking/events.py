"""What the applicant does with an officer's questions: answers them, later or now, or asks for more time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from sojourn.casework.asking.attachments import Upload, check_uploads, keep_uploads
from sojourn.casework.asking.closing import end_inquiry
from sojourn.casework.asking.models import Attachment, Inquiry, Question
from sojourn.casework.asking.reach import case_of_applicant, open_inquiry
from sojourn.casework.asking.turns import end_turn
from sojourn.casework.asking.writing import written
from sojourn.casework.moves import subject_of
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, Problem
from sojourn.core.periods import last_day_of
from sojourn.files.events import discard
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs
from sojourn.requests.amending import problems_of
from sojourn.requests.entry import Typed
from sojourn.requests.for_casework import RequestFile

LONGEST_WISH: Final = 500
MOST_MONTHS: Final = 6


@dataclass(frozen=True, slots=True)
class Given:
    """What was put into the boxes of one question: words, an answer to the fact that is wanted, files."""

    text: str = field(default="", repr=False)
    typed: Typed = field(default=None, repr=False)
    uploads: Sequence[Upload] = ()


def save_answers(
    *, acting: ActingAs, request_id: UUID, inquiry_id: UUID, given: Mapping[UUID, Given]
) -> tuple[Problem, ...]:
    """Keep answers without sending them; returns what is wrong with them. What is not given stays.

    Raises NotAllowed; WrongState "question_not_open" once answered or closed; InvalidInput for a file that is
    not taken, and then nothing is kept.
    """
    with together():
        case, file = case_of_applicant(acting, request_id)
        inquiry = open_inquiry(case, inquiry_id)
        problems: list[Problem] = []
        for question in inquiry.questions.all():
            if question.pk in given:
                problems += _keep(question, given[question.pk], inquiry, file)
    return tuple(problems)


def send_answers(*, acting: ActingAs, request_id: UUID, inquiry_id: UUID) -> None:
    """Send the answers as they are kept, and freeze them; the case goes back to its officer. Twice is once.

    Late answers count until the inquiry is closed. Raises as `save_answers`, and InvalidInput for what is
    missing or cannot be read.
    """
    with together():
        case, file = case_of_applicant(acting, request_id)
        if Inquiry.objects.filter(case=case, pk=inquiry_id, state="answered").exists():
            return
        inquiry = open_inquiry(case, inquiry_id)
        problems = [problem for question in inquiry.questions.all() for problem in _lacking(question, file)]
        if problems:
            raise InvalidInput(problems)
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
        inquiry = open_inquiry(case, inquiry_id)
        said = written(reason, at="reason", longest=LONGEST_WISH)
        problems = []
        latest = last_day_of(clock.today(), MOST_MONTHS)
        if until <= max(inquiry.due_on, clock.today()):
            problems.append(Problem("until", "more_time_early", {"day": inquiry.due_on}))
        elif until > latest:
            problems.append(Problem("until", "more_time_late", {"day": latest}))
        if not said:
            problems.append(Problem("reason", "more_time_reason_missing"))
        if problems:
            raise InvalidInput(problems)
        if (inquiry.more_time_until, inquiry.more_time_reason) == (until, said):
            return
        inquiry.more_time_until, inquiry.more_time_reason = until, said
        inquiry.more_time_asked_at, inquiry.more_time_given = clock.now(), None
        inquiry.save()
        record(event="question.more_time_asked", actor=acting.actor, subject=subject_of(case))


def remove_file(*, acting: ActingAs, request_id: UUID, inquiry_id: UUID, attachment_id: UUID) -> None:
    """Take a file back from answers that are not sent yet. Twice is once. Raises as `save_answers`."""
    with together():
        case, _ = case_of_applicant(acting, request_id)
        inquiry = open_inquiry(case, inquiry_id)
        for attachment in Attachment.objects.filter(pk=attachment_id, question__inquiry=inquiry):
            attachment.delete()
            discard(attachment.file_id)


def _keep(question: Question, given: Given, inquiry: Inquiry, file: RequestFile) -> list[Problem]:
    at = f"files-{question.pk}"
    check_uploads(inquiry.case, given.uploads, at=at)
    answer: dict[str, Any] = {"text": written(given.text, at=f"text-{question.pk}")}
    if question.fact:
        answer["typed"] = given.typed
    if answer != question.answer:
        question.answer = answer
        question.save(update_fields=["answer"])
    keep_uploads(inquiry.case, given.uploads, question=question)
    return list(problems_of(file, question.fact, given.typed)) if question.fact else []


def _lacking(question: Question, file: RequestFile) -> list[Problem]:
    """What still has to be said: the fact, a paper or else words why there is none, an answer in words."""
    answer = question.answer or {}
    if question.fact:
        typed = answer.get("typed")
        if is_empty(typed):
            return [Problem(question.fact, "missing")]
        return list(problems_of(file, question.fact, typed))
    if answer.get("text"):
        return []
    if question.wants_file:
        kept = question.attachments.exists()
        return [] if kept else [Problem(f"files-{question.pk}", "file_or_words_missing")]
    return [Problem(f"text-{question.pk}", "answer_missing")]


def is_empty(typed: Any) -> bool:
    """Whether nothing was put into the boxes of a fact."""
    if isinstance(typed, Mapping):
        return not any(typed.values())
    if isinstance(typed, list | tuple):
        return all(is_empty(each) for each in typed)
    return typed is None or typed == ""
