"""What takes two officers in the demonstration: a proposal that waits for a signature, and an appeal.

Running it again changes nothing.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from sojourn.casework.access import handle_of
from sojourn.casework.appeals.events import appeal
from sojourn.casework.case_view import CaseView, case_for
from sojourn.casework.certificate_acts import SHORTEN, causes_of_changing, propose_change
from sojourn.casework.decided import decisions_of
from sojourn.casework.decision_events import refuse
from sojourn.casework.officer_events import assign
from sojourn.casework.signing.access import proposal_of_case
from sojourn.config.demo.cases import Told
from sojourn.config.demo.seed import CLERK, INSTITUTION, OFFICER
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import NotAllowed
from sojourn.parties.access import ActingAs, Person, capacities_of, staff_of
from sojourn.parties.events import appoint_staff, open_account
from sojourn.requests.access import Request, request_by_reference

COLLEAGUE: Final = "colleague@demo.example"
_EARLIER: Final = timedelta(days=90)
_WHY: Final = "The customer took over the plant three months before the planned day."
_AGAINST: Final = "The letter that you missed is in the annex of the contract, page 4. Look at it again."


def seed_deciding(told: Iterable[Told]) -> None:
    """Propose an earlier end for the first automatic certificate; refuse the clerk's second waiting case, and have the
    clerk appeal."""
    every = list(told)
    officer = staff_of(Person.objects.get(email=OFFICER), INSTITUTION)
    certified = [one.reference for one in every if one.reference and one.certificate]
    for reference in certified:
        if _proposes(officer, reference):
            break
    waiting = [one.reference for one in every if one.reference and not one.certificate]
    colleague = _colleague()
    # The first one is being asked about (see `following`).
    for reference in waiting[1:]:
        if _appeals(colleague, reference):
            break


def _proposes(officer: ActingAs, reference: str) -> bool:
    """Whether the case is one whose certificate is proposed to end earlier, now or at an earlier start."""
    case = _case(officer, reference)
    decision = case.decision if case else None
    if case is None or decision is None or decision.certified_until is None or case.kind != "first":
        return False
    # One that was extended since has nothing left to change.
    if case.state != "decided":
        return False
    if proposal_of_case(officer, reference) is not None or len(decisions_of(officer, reference)) > 1:
        return True
    propose_change(
        acting=officer,
        case_id=case.id,
        version=case.version,
        act=SHORTEN,
        payload={"last_day": (decision.certified_until - _EARLIER).isoformat(), "own_words": _WHY},
        causes=causes_of_changing(officer, reference),
    )
    return True


def _appeals(colleague: ActingAs, reference: str) -> bool:
    """Whether the case is one that was refused and appealed against, now or at an earlier start."""
    found, case = _of_clerk(reference), _case(colleague, reference)
    if found is None or case is None or case.kind != "first":
        return False
    if case.state in ("new", "assigned", "in_review"):
        case_id = handle_of(colleague, reference).id
        assign(acting=colleague, case_id=case_id)
        version = case_for(colleague, reference).version
        refuse(acting=colleague, case_id=case_id, version=version, reasons=["facts_not_shown"])
    elif case.decision is None or case.decision.result != "refused":
        return False
    clerk, request = found
    appeal(acting=clerk, request_id=request.pk, key=_key(reference), words=_AGAINST)
    return True


def _colleague() -> ActingAs:
    """Another officer of the institution, who cannot sign in: it takes two to show what takes two."""
    known = Person.objects.filter(email=COLLEAGUE).first()
    person = known or open_account(actor=SYSTEM, email=COLLEAGUE, name="Colleague", password=None)
    appoint_staff(actor=SYSTEM, person=person, institution_id=INSTITUTION, role="officer")
    return staff_of(person, INSTITUTION)


def _case(officer: ActingAs, reference: str) -> CaseView | None:
    try:
        return case_for(officer, reference)
    except NotAllowed:
        return None


def _of_clerk(reference: str) -> tuple[ActingAs, Request] | None:
    """The clerk's own request under this reference, with the capacity that has it."""
    for acting in capacities_of(Person.objects.get(email=CLERK)):
        try:
            return acting, request_by_reference(acting, reference)
        except NotAllowed:
            continue
    return None


def _key(name: str) -> UUID:
    """The same key at every start, so that nothing is made twice."""
    return uuid5(NAMESPACE_URL, f"sojourn-demo:deciding:{name}")
