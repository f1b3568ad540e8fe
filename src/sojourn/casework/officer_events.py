"""What officers do with a case: one function an event. Each asks first whether this officer may."""

from typing import Final
from uuid import UUID

from sojourn.casework.handling import in_hand, in_reach, require_in_hand, require_open
from sojourn.casework.looks import UNSAID, write_down_look
from sojourn.casework.moves import locked, move, require_version
from sojourn.casework.officers.absence import is_away
from sojourn.casework.officers.passing import checked_note, note_passed_on
from sojourn.casework.permissions import (
    LEADING_ROLES,
    officer_id,
    require_no_party,
    require_officer,
)
from sojourn.casework.queues import QueueFilter, waiting_for
from sojourn.casework.states import CaseState
from sojourn.core.errors import WrongState
from sojourn.journal.events import together
from sojourn.parties.acting import ActingAs
from sojourn.requests.for_casework import RequestFile

LONGEST_WORDS: Final = 4000
# A case that waits goes on waiting in the new hands.
_TAKEN_BY: Final = {CaseState.WAITING: "take_over", CaseState.LIAISON: "take_over_at_liaison"}


def take_next(*, acting: ActingAs, wanted: QueueFilter | None = None) -> str | None:
    """Take the case of the chosen queue that is due first and is not the officer's own matter; its reference, or None.

    Two officers who press at once get two different cases. Raises WrongState "officer_away" for one who is noted as
    away: they get nothing new.
    """
    acting = require_officer(acting)
    if is_away(officer_id(acting), str(acting.institution_id)):
        raise WrongState("officer_away")
    waiting = waiting_for(acting, wanted or QueueFilter())
    for case_id in waiting.values_list("pk", flat=True)[:20]:
        with together():
            case, file = locked(case_id)
            if case.state == CaseState.NEW and file.is_submitted:
                move(case, "assign", actor=acting.actor, assigned_to_id=officer_id(acting))
                return case.reference
    return None


def assign(*, acting: ActingAs, case_id: UUID, version: int | None = None) -> None:
    """Take a case in hand, from the queue or from a colleague. Again by the same officer changes nothing.

    Raises NotAllowed for another institution's case, WrongState where it is decided, closed, changed since
    `version`, or the officer's own matter.
    """
    acting = require_officer(acting)
    with together():
        case, file = in_reach(acting, case_id)
        if in_hand(case, acting):
            return
        if case.state == CaseState.REOPENED:
            raise WrongState("case_step_not_open")
        require_version(case, version)
        require_no_party(acting, case)
        require_open(case, file)
        arrow = _TAKEN_BY.get(CaseState(case.state), "assign")
        move(case, arrow, actor=acting.actor, assigned_to_id=officer_id(acting))


def put_back(
    *, acting: ActingAs, case_id: UUID, version: int | None = None, why: str = "load", words: str = ""
) -> None:
    """Give a case back to the queue, with the reason; who leads, also one in other hands.

    Raises as `assign`, InvalidInput for an unknown reason, and WrongState for a case in other hands.
    """
    acting = require_officer(acting)
    with together():
        case, file = in_reach(acting, case_id)
        require_version(case, version)
        if acting.role not in LEADING_ROLES or case.assigned_to_id is None:
            require_in_hand(case, file, acting)
        require_open(case, file)
        said = checked_note(why, words)
        note_passed_on(case, why=why, words=said, by=officer_id(acting), to=None)
        move(case, "put_back", actor=acting.actor, details={"why": why}, assigned_to=None)


def look_at_person(*, acting: ActingAs, case_id: UUID, why: str = UNSAID) -> RequestFile:
    """The request with its particulars; every look is written down, with why one looks at a case that others have.

    The first look of the officer who has the case in hand begins the review. Raises NotAllowed.
    """
    acting = require_officer(acting)
    with together():
        case, file = in_reach(acting, case_id)
        held = in_hand(case, acting)
        if case.state == CaseState.ASSIGNED and held:
            move(case, "begin_review", actor=acting.actor)
        write_down_look(acting, case, why="in_hand" if held else why)
        return file
