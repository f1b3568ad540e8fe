"""Reminding of what is due: run by the worker, again and again."""

from uuid import UUID

from sojourn.casework.asking.models import Inquiry
from sojourn.casework.moves import subject_of
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.journal.events import record, together
from sojourn.requests.question_events import tell_applicant


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
        tell_applicant(
            request_id=inquiry.case.request_id,
            letter="question_reminder",
            key=f"reminder:{inquiry.pk}:{inquiry.due_on}",
            page="/question",
            until=inquiry.due_on,
        )
        record(event="question.reminded", actor=SYSTEM, subject=subject_of(inquiry.case))
        return True
