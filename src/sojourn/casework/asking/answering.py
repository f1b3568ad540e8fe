"""What either side that was asked does with an inquiry: keeps answers, sends them, asks for more time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from sojourn.casework.asking.attachments import Upload, check_uploads, keep_uploads
from sojourn.casework.asking.models import Attachment, Inquiry, Question
from sojourn.casework.asking.writing import written
from sojourn.casework.moves import subject_of
from sojourn.core import clock
from sojourn.core.actors import Actor
from sojourn.core.errors import InvalidInput, Problem
from sojourn.core.periods import last_day_of
from sojourn.files.events import discard
from sojourn.journal.events import record
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


def keep_given(inquiry: Inquiry, file: RequestFile, given: Mapping[UUID, Given]) -> tuple[Problem, ...]:
    """Keep answers without sending them; what is wrong with them. Raises InvalidInput for a file not taken."""
    problems: list[Problem] = []
    for question in inquiry.questions.all():
        if question.pk in given:
            problems += _keep(question, given[question.pk], inquiry, file)
    return tuple(problems)


def require_answered(inquiry: Inquiry, file: RequestFile) -> None:
    """Raises InvalidInput for what is missing or cannot be read."""
    problems = [problem for question in inquiry.questions.all() for problem in _lacking(question, file)]
    if problems:
        raise InvalidInput(problems)


def wish_for_time(inquiry: Inquiry, until: date, reason: str, *, actor: Actor, line: str) -> None:
    """Keep the wish for a later day. Raises InvalidInput for the day, and without a reason. Twice is once."""
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
    record(event=line, actor=actor, subject=subject_of(inquiry.case))


def drop_file(inquiry: Inquiry, attachment_id: UUID) -> None:
    """Take a file back from answers that are not sent yet. Twice is once."""
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
