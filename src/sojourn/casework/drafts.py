"""What an officer types into a form before it is sent: kept, so that a lost session loses nothing."""

from collections.abc import Mapping
from typing import Any, Final

from sojourn.casework.models import Case, FormDraft
from sojourn.casework.permissions import cases_in_sight, officer_id, require_officer
from sojourn.core import clock
from sojourn.core.errors import NotAllowed
from sojourn.parties.acting import ActingAs

MOST_KEPT: Final = 40_000
"""Characters of one draft; what is longer is no form of ours."""


def keep_draft(*, acting: ActingAs, reference: str, form: str, content: Mapping[str, Any]) -> bool:
    """Keep what was typed, for this officer alone; whether it was kept. A case that is decided keeps none.

    Raises NotAllowed for a case that the officer does not see.
    """
    acting = require_officer(acting)
    case = _case(acting, reference)
    if not _may_write(case, acting) or len(str(content)) > MOST_KEPT:
        return False
    FormDraft.objects.update_or_create(
        case=case,
        officer_id=officer_id(acting),
        form=form[:40],
        defaults={"content": dict(content), "saved_at": clock.now()},
    )
    return True


def draft_of(acting: ActingAs, reference: str, form: str) -> Mapping[str, Any]:
    """What this officer has typed into this form and not sent; empty where nothing. Raises NotAllowed."""
    acting = require_officer(acting)
    case = _case(acting, reference)
    kept = FormDraft.objects.filter(case=case, officer_id=officer_id(acting), form=form).first()
    return kept.content if kept else {}


def drop_draft(*, acting: ActingAs, reference: str, form: str) -> None:
    """Forget what was typed, because it was sent or is not wanted. Raises NotAllowed."""
    acting = require_officer(acting)
    case = _case(acting, reference)
    FormDraft.objects.filter(case=case, officer_id=officer_id(acting), form=form).delete()


def _case(acting: ActingAs, reference: str) -> Case:
    case = cases_in_sight(acting).filter(reference=reference).first()
    if case is None:
        raise NotAllowed("not_allowed")
    return case


def _may_write(case: Case, acting: ActingAs) -> bool:
    """A decided case has forms for its certificate; a closed one has none."""
    return case.state != "closed" and (
        case.assigned_to_id is None
        or case.state == "decided"
        or str(case.assigned_to_id) == acting.actor.person_id
    )
