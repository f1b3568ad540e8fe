"""Searching: what fits, and that somebody searched is written down."""

from sojourn.casework.access import CaseRow
from sojourn.casework.permissions import require_officer
from sojourn.casework.searching.access import Wanted, find_cases
from sojourn.core.actors import Subject
from sojourn.journal.events import record
from sojourn.parties.acting import ActingAs


def search_cases(*, acting: ActingAs, wanted: Wanted) -> tuple[CaseRow, ...]:
    """What fits, newest first; that somebody searched, and by what kind of thing, is written down, not what they
    typed. Raises NotAllowed for anyone but the institution's staff.
    """
    acting = require_officer(acting)
    found = find_cases(acting, wanted)
    record(
        event="case.searched",
        actor=acting.actor,
        subject=Subject("institution", str(acting.institution_id)),
        details={"found": len(found), "by": wanted.by},
    )
    return found
