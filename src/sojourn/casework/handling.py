"""Which case an officer reaches, and whether it is in the officer's hands: asked by every event that changes one."""

from uuid import UUID

from sojourn.casework.models import Case
from sojourn.casework.moves import locked
from sojourn.casework.permissions import officer_id, require_in_sight
from sojourn.casework.states import CaseState
from sojourn.core.errors import WrongState
from sojourn.parties.acting import ActingAs
from sojourn.requests.for_casework import RequestFile


def in_reach(acting: ActingAs, case_id: UUID) -> tuple[Case, RequestFile]:
    """The case and its request, locked. Raises NotAllowed for a case that the officer does not see."""
    case, file = locked(case_id)
    require_in_sight(acting, case)
    return case, file


def in_hand(case: Case, acting: ActingAs) -> bool:
    """Whether the case is open and in this officer's hands."""
    return CaseState(case.state).is_open and str(case.assigned_to_id) == acting.actor.person_id


def took_part(case: Case, person_id: UUID) -> bool:
    """Whether somebody decided or signed anything in the case."""
    made = case.decisions.values_list("decided_by_id", "signed_by_id")
    return person_id in {each for pair in made for each in pair}


def require_open(case: Case, file: RequestFile) -> None:
    """Raises WrongState "case_decided" (with by, at and result), "case_closed" or "request_not_open"."""
    if case.state == CaseState.REOPENED:
        return
    if case.state == CaseState.DECIDED and case.decision is not None:
        decision = case.decision
        raise WrongState(
            "case_decided_automatically" if decision.is_automatic else "case_decided",
            by=str(decision.decided_by_id or ""),
            at=decision.decided_at.date().isoformat(),
            result=decision.result,
        )
    if case.state == CaseState.CLOSED:
        raise WrongState("case_closed")
    if not file.is_submitted:
        raise WrongState("request_not_open")


def require_in_hand(case: Case, file: RequestFile, acting: ActingAs) -> None:
    """Raises WrongState where the case is decided, closed, or not in this officer's hands.

    "decided_before": it was opened again, and this officer took part in what was decided in it.
    """
    require_open(case, file)
    if case.assigned_to_id is None:
        raise WrongState("case_not_in_hand")
    if not in_hand(case, acting):
        raise WrongState("case_not_yours")
    if case.state == CaseState.REOPENED and took_part(case, officer_id(acting)):
        raise WrongState("decided_before")
