"""Whose turn it is while questions are open: the request's and the case's state follow what is asked and answered.

A case that was opened again stays so while a question is open, and its request stays decided: the decision before
holds until there is another. What would decide it asks `require_no_question` first.
"""

from sojourn.casework.asking.models import APPLICANT, WORKER, Inquiry
from sojourn.casework.models import Case
from sojourn.casework.moves import move, subject_of
from sojourn.casework.states import ARROWS, CaseState
from sojourn.core.actors import Actor
from sojourn.core.errors import WrongState
from sojourn.journal.codes import Detail
from sojourn.journal.events import record
from sojourn.requests.question_events import Step, move_with_question


def begin_turn(inquiry: Inquiry, case: Case, *, actor: Actor, details: dict[str, Detail]) -> None:
    """The case waits for whom the inquiry asks. Raises WrongState where the case cannot wait now."""
    arrow = "ask_worker" if inquiry.recipient == WORKER else "ask"
    if case.state == CaseState.REOPENED:
        _note(case, arrow, actor, details)
        return
    if inquiry.recipient == APPLICANT:
        move_with_question(request_id=case.request_id, step="ask", actor=actor)
    if case.state == CaseState.WAITING:
        _note(case, arrow, actor, details)
    else:
        move(case, arrow, actor=actor, details=details)


def end_turn(inquiry: Inquiry, case: Case, arrow: str, *, step: Step, by: Actor, actor: Actor) -> None:
    """The inquiry has ended: the case goes back to its officer, unless somebody else is still asked.

    `by` is who answered or closed it, `actor` who moves the case. Raises WrongState off the arrows.
    """
    if case.state == CaseState.REOPENED:
        _note(case, arrow, actor)
        return
    if inquiry.recipient == APPLICANT:
        move_with_question(request_id=case.request_id, step=step, actor=by)
    if Inquiry.objects.open().filter(case=case).exists():
        _note(case, arrow, actor)
    else:
        move(case, arrow, actor=actor)


def require_no_question(case: Case) -> None:
    """Raises WrongState "question_open_first" while somebody is asked: a decision would come before the answer."""
    if Inquiry.objects.open().filter(case=case).exists():
        raise WrongState("question_open_first")


def _note(case: Case, arrow: str, actor: Actor, details: dict[str, Detail] | None = None) -> None:
    """The line of the arrow, and a new version, without a new state."""
    case.version += 1
    case.save(update_fields=["version"])
    record(event=ARROWS[arrow].line, actor=actor, subject=subject_of(case), details=details)
