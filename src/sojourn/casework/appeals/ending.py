"""Ending an appeal, for its own events and for those of the room that decide anew."""

from sojourn.casework.appeals.models import Appeal
from sojourn.casework.appeals.states import ARROWS, AppealState, target_of
from sojourn.casework.asking.turns import require_no_question
from sojourn.casework.models import Case, Decision
from sojourn.casework.moves import subject_of
from sojourn.core import clock
from sojourn.core.actors import Actor
from sojourn.journal.events import record


def step(appeal: Appeal, arrow: str, *, actor: Actor, **changes: object) -> None:
    """Take the arrow: new state, the moment where it ends, one line in the journal of the case."""
    target = target_of(arrow, AppealState(appeal.state))
    appeal.state = target.value
    if not target.is_open:
        appeal.ended_at = clock.now()
    for name, value in changes.items():
        setattr(appeal, name, value)
    appeal.save(update_fields=["state", "ended_at", *changes])
    record(event=ARROWS[arrow].line, actor=actor, subject=subject_of(appeal.case))


def admitted_appeal(case: Case) -> Appeal | None:
    """The appeal that is being examined in the case, locked."""
    found = Appeal.objects.select_for_update(of=("self",)).filter(case=case)
    return found.filter(state=AppealState.ADMITTED.value).select_related("case").first()


def note_changed(case: Case, decision: Decision, *, actor: Actor) -> None:
    """A case that was opened again by an appeal is decided anew: the appeal is answered with that.

    Raises WrongState "question_open_first" while somebody is asked about it.
    """
    require_no_question(case)
    appeal = admitted_appeal(case)
    if appeal is not None:
        step(appeal, "change", actor=actor, came_to=decision)
