"""Reminding of what is due, and closing what was not answered: run by the worker, again and again."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sojourn.casework.asking.closing import end_inquiry
from sojourn.casework.asking.models import WORKER, Inquiry
from sojourn.casework.asking.telling import tell_asked
from sojourn.casework.asking.turns import end_turn
from sojourn.casework.asking.working_days import last_day
from sojourn.casework.models import InstitutionSetting
from sojourn.casework.moves import locked, subject_of
from sojourn.casework.states import CaseState
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.journal.events import record, together

DAYS_OF_GRACE: Final = 5
"""Working days after the last day, in which a late answer still counts; then the question closes by itself."""


def remind_due(limit: int = 100) -> int:
    """Remind of questions whose last day is near, once for each; returns how many were reminded of.

    Safe to repeat and to run twice at once: the row is taken under a lock, and the letter's key names the occasion.
    """
    due = Inquiry.objects.open().filter(remind_on__lte=clock.today(), reminded_at__isnull=True)
    return sum(
        _remind(pk) for pk in list(due.order_by("remind_on", "pk").values_list("pk", flat=True)[:limit])
    )


def _remind(inquiry_id: UUID) -> bool:
    with together():
        waiting = Inquiry.objects.open().filter(pk=inquiry_id, reminded_at__isnull=True)
        inquiry = waiting.select_for_update(of=("self",)).select_related("case").first()
        if inquiry is None:
            return False
        inquiry.reminded_at = clock.now()
        inquiry.save(update_fields=["reminded_at"])
        tell_asked(
            inquiry,
            "question_reminder",
            key=f"reminder:{inquiry.pk}:{inquiry.due_on}",
            page="/question",
            until=inquiry.due_on,
        )
        line = "question.worker_reminded" if inquiry.recipient == WORKER else "question.reminded"
        record(event=line, actor=SYSTEM, subject=subject_of(inquiry.case))
        return True


def close_overdue(limit: int = 100) -> int:
    """Close questions that nobody answered until the days of grace were over; returns how many were closed.

    The case goes back to its officer, the applicant is told. Where more time was asked for, the officer answers first.
    Safe to repeat and to run twice at once: it is looked at again under the locks of its case.
    """
    before = clock.today() - timedelta(days=DAYS_OF_GRACE)
    late = Inquiry.objects.open().filter(due_on__lt=before, more_time_until__isnull=True)
    return sum(
        _close(*row) for row in list(late.order_by("due_on", "pk").values_list("pk", "case_id")[:limit])
    )


def _close(inquiry_id: UUID, case_id: UUID) -> bool:
    with together():
        case, _ = locked(case_id)
        waiting = Inquiry.objects.open().filter(pk=inquiry_id, more_time_until__isnull=True)
        inquiry = waiting.select_for_update(of=("self",)).first()
        if inquiry is None or case.state not in (CaseState.WAITING, CaseState.REOPENED):
            return False
        country = InstitutionSetting.objects.get(pk=case.institution_id).country
        if last_day(inquiry.due_on, DAYS_OF_GRACE, country) >= clock.today():
            return False
        inquiry.case = case
        end_inquiry(inquiry, "run_out", actor=SYSTEM)
        end_turn(inquiry, case, "close_question", step="go_on", by=SYSTEM, actor=SYSTEM)
        tell_asked(inquiry, "question_closed", key=f"closed:{inquiry.pk}")
        return True
