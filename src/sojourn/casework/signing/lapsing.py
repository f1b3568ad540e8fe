"""Ending proposals together with their case, for the events of the room that end one."""

from typing import Final
from uuid import UUID

from sojourn.casework.models import Case
from sojourn.casework.moves import subject_of
from sojourn.casework.signing.models import Proposal
from sojourn.casework.signing.states import ARROWS, ProposalState, target_of
from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Actor
from sojourn.journal.events import record

_CHANGED: Final = ["state", "ended_at", "ended_by", "words"]


def end_proposal(proposal: Proposal, arrow: str, *, actor: Actor, words: str = "") -> None:
    """Take the arrow: new state, who and when, one line in the journal of the case."""
    proposal.state = target_of(arrow, ProposalState(proposal.state)).value
    proposal.ended_at = clock.now()
    proposal.ended_by_id = UUID(actor.person_id) if actor.person_id else None
    proposal.words = words
    proposal.save(update_fields=_CHANGED)
    record(
        event=ARROWS[arrow].line,
        actor=actor,
        subject=subject_of(proposal.case),
        details={"act": proposal.act},
    )


def open_proposal(case: Case) -> Proposal | None:
    """What waits for a signature in the case, locked; the case may have changed since."""
    return Proposal.objects.open().select_for_update().filter(case=case).first()


def lapse_open_proposal(case: Case) -> None:
    """End what waits for a signature in a case that has gone another way."""
    waiting = open_proposal(case)
    if waiting is not None:
        end_proposal(waiting, "lapse", actor=SYSTEM)
