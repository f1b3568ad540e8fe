"""What officers do with the work itself: hand a case to a colleague, look at who is there, set up their desk."""

from collections.abc import Mapping
from uuid import UUID

from sojourn.casework.models import Case
from sojourn.casework.moves import locked, move, require_version
from sojourn.casework.officers.absence import is_away
from sojourn.casework.officers.keys import remapped
from sojourn.casework.officers.models import DeskSetting, Viewing
from sojourn.casework.officers.passing import checked_note, note_passed_on
from sojourn.casework.permissions import (
    LEADING_ROLES,
    officer_id,
    require_in_sight,
    require_no_party,
    require_officer,
)
from sojourn.casework.states import CaseState
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.journal.events import together
from sojourn.parties.acting import ActingAs
from sojourn.parties.colleagues import post_of

# By which arrow a case comes into other hands; where it waits, it goes on waiting in them.
ARROWS_OF_HANDS = {
    CaseState.NEW: "assign",
    CaseState.ASSIGNED: "assign",
    CaseState.IN_REVIEW: "assign",
    CaseState.WAITING: "take_over",
    CaseState.LIAISON: "take_over_at_liaison",
}


def pass_on(*, acting: ActingAs, case_id: UUID, version: int, to: UUID, why: str, words: str = "") -> None:
    """Give a case to a colleague: the officer who has it in hand, or somebody who leads, with the reason.

    Twice to the same colleague changes nothing. Raises NotAllowed for a case out of sight or in other hands (to those
    who do not lead); InvalidInput for a missing reason and for somebody who is no colleague, is away, may not see the
    case, or is party to it; WrongState where the case has changed, is decided, closed, or was reopened.
    """
    acting = require_officer(acting)
    with together():
        case, file = locked(case_id)
        require_in_sight(acting, case)
        if case.assigned_to_id == to and CaseState(case.state).is_in_hand:
            return
        _require_may_pass(acting, case)
        require_version(case, version)
        if not CaseState(case.state).is_open or not file.is_submitted:
            raise WrongState("case_step_not_open")
        arrow = ARROWS_OF_HANDS.get(CaseState(case.state))
        if arrow is None:
            raise WrongState("case_step_not_open")
        said = checked_note(why, words)
        _require_takes(acting, case, to)
        note_passed_on(case, why=why, words=said, by=officer_id(acting), to=to)
        move(case, arrow, actor=acting.actor, details={"to": str(to), "why": why}, assigned_to_id=to)


def _require_may_pass(acting: ActingAs, case: Case) -> None:
    if acting.role not in LEADING_ROLES and case.assigned_to_id != officer_id(acting):
        raise NotAllowed("not_allowed")


def _require_takes(acting: ActingAs, case: Case, to: UUID) -> None:
    """Whether this colleague can have the case; each reason against it is told to the one who hands over."""
    institution = str(acting.institution_id)
    try:
        colleague = post_of(to, institution)
    except NotAllowed:
        raise InvalidInput([Problem("to", "colleague_unknown")]) from None
    if is_away(to, institution):
        raise InvalidInput([Problem("to", "colleague_away")])
    try:
        require_in_sight(colleague, case)
        require_no_party(colleague, case)
    except (NotAllowed, WrongState):
        # Which of the two is not told: it would say what the colleague has to do with the applicant.
        raise InvalidInput([Problem("to", "colleague_cannot")]) from None


def set_up_desk(*, acting: ActingAs, keys_on: bool, keys: Mapping[str, str]) -> None:
    """Keep which single keys do what, or that none does. Raises InvalidInput as `keys.remapped`."""
    acting = require_officer(acting)
    DeskSetting.objects.update_or_create(
        person_id=officer_id(acting), defaults={"keys_on": keys_on, "keys": remapped(keys)}
    )


def note_viewing(acting: ActingAs, case_id: UUID) -> None:
    """Remember that the officer has the case before them, for colleagues who open it. The caller has asked for it."""
    Viewing.objects.bulk_create(
        [Viewing(case_id=case_id, person_id=officer_id(acting), seen_at=clock.now())],
        update_conflicts=True,
        unique_fields=["case", "person"],
        update_fields=["seen_at"],
    )
