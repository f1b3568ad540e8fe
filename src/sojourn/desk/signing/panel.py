"""What the case page shows of decisions: what waits for a signature, what was decided before, letters, an appeal."""

from typing import Any

from sojourn.casework.appeals.access import appeal_of_case
from sojourn.casework.appeals.texts import state_words
from sojourn.casework.case_view import CaseView
from sojourn.casework.decided import decisions_of
from sojourn.casework.signing.access import proposal_of_case
from sojourn.casework.signing.texts import act_words
from sojourn.parties.acting import ActingAs


def deciding_of(acting: ActingAs, case: CaseView) -> dict[str, Any]:
    """The rows of the panel. Raises NotAllowed for a case that the officer does not see."""
    waiting = proposal_of_case(acting, case.reference)
    # Only against a decision can one appeal.
    appeal = appeal_of_case(acting, case.reference) if case.decision else None
    decided = decisions_of(acting, case.reference)
    stands = case.state == "decided" and case.decision is not None and case.decision.certificate_number
    return {
        "proposal": waiting,
        "act": act_words(waiting.act) if waiting else "",
        "appeal": appeal,
        "appeal_state": state_words(appeal.state.value) if appeal else "",
        "decisions": decided,
        "earlier": decided[1:],
        "certificate_stands": bool(stands),
        "other_ways": case.in_my_hands
        and not case.my_own_matter
        and case.state in ("assigned", "in_review")
        and waiting is None,
    }
