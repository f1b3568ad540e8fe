"""How a notification moves: the state and its line change in one place; the clock begins when all have been told."""

from datetime import date
from typing import Final

from sojourn.casework.european.models import Delivery, Notice
from sojourn.casework.european.states import ARROWS, NoticeState, target_of
from sojourn.core.actors import Actor, Subject
from sojourn.core.periods import last_day_of, next_day
from sojourn.journal.codes import Detail
from sojourn.journal.events import record

MONTHS: Final = 2


def move_notice(
    notice: Notice,
    arrow: str,
    *,
    actor: Actor,
    details: dict[str, Detail] | None = None,
    **changes: object,
) -> None:
    """Take one arrow. Raises WrongState off the arrows."""
    notice.state = target_of(arrow, notice.state).value
    for name, value in changes.items():
        setattr(notice, name, value)
    notice.save(update_fields=["state", *changes])
    record(event=ARROWS[arrow].line, actor=actor, subject=subject_of_notice(notice), details=details)


def inform_if_told(notice: Notice, *, actor: Actor) -> None:
    """Begin the clock once each state has been told: the last one told has the last day for an objection."""
    if notice.state != NoticeState.WAITING:
        return
    days = list(Delivery.objects.filter(notice=notice).values_list("sent_on", flat=True))
    told = [day for day in days if day is not None]
    if not days or len(told) < len(days):
        return
    last = last_day_to_object(max(told))
    move_notice(notice, "inform", actor=actor, details={"final_after": last.isoformat()}, final_after=last)


def last_day_to_object(told_on: date) -> date:
    """Two months after being informed: Regulation (EC) No 987/2009, Article 16(3)."""
    return last_day_of(next_day(told_on), MONTHS)


def subject_of_notice(notice: Notice) -> Subject:
    """The notification as the journal names it."""
    return Subject("notice", str(notice.pk))
