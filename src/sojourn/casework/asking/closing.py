"""Ending inquiries together with their case, for the events of the room that close one."""

from sojourn.casework.asking.models import Inquiry
from sojourn.casework.asking.states import ARROWS, InquiryState, target_of
from sojourn.casework.models import Case
from sojourn.casework.moves import subject_of
from sojourn.core import clock
from sojourn.core.actors import Actor
from sojourn.journal.events import record


def end_inquiry(inquiry: Inquiry, arrow: str, *, actor: Actor, **changes: object) -> None:
    """Take the arrow: new state, moment of the end, one line in the journal of the case."""
    inquiry.state = target_of(arrow, InquiryState(inquiry.state)).value
    inquiry.ended_at = clock.now()
    inquiry.more_time_until = None
    for name, value in changes.items():
        setattr(inquiry, name, value)
    inquiry.save(update_fields=["state", "ended_at", "more_time_until", *changes])
    record(event=ARROWS[arrow].line, actor=actor, subject=subject_of(inquiry.case))


def lapse_open(case: Case, *, actor: Actor) -> None:
    """End what is still open in a case on which nobody works any more."""
    for inquiry in Inquiry.objects.open().filter(case=case).select_related("case"):
        end_inquiry(inquiry, "lapse", actor=actor)
