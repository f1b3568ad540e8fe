"""Suspending a certificate of one's own while it is examined anew, and confirming it afterwards.

For doubts from abroad, reports from outside, and decisions that are looked at again. The certificate binds all the
while: in European coordination it is accepted as long as it has not been withdrawn or declared invalid where it was
issued (Regulation 987/2009, article 5(1)). So nothing is decided by it: the case stays as it is, and one officer is
enough.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sojourn.casework.handling import in_reach, require_in_hand
from sojourn.casework.models import Case
from sojourn.casework.moves import locked, require_version, subject_of
from sojourn.casework.permissions import cases_in_sight, require_no_party, require_officer
from sojourn.casework.states import CaseState
from sojourn.certificates import access as certificates
from sojourn.certificates import events as issued
from sojourn.certificates.orders.access import waits
from sojourn.certificates.states import Status
from sojourn.core import clock
from sojourn.core.actors import Actor
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs
from sojourn.requests.for_casework import RequestFile
from sojourn.requests.question_events import tell_applicant
from sojourn.requests.worker_part.clockwork import tell_workers_of_change

DOUBTS_FROM_ABROAD: Final = "doubts_from_abroad"
RECONSIDERED: Final = "decision_reconsidered"
REASONS: Final = (DOUBTS_FROM_ABROAD, "report_received", RECONSIDERED, "facts_in_question")
EXAMINED: Final = "examined"


@dataclass(frozen=True, slots=True)
class Suspension:
    """How the certificate of a case stands: its number, whether it is suspended, and since when for which reason."""

    number: str
    is_suspended: bool
    since: date | None = None
    reason: str = ""


def suspend_certificate(*, acting: ActingAs, case_id: UUID, version: int, reason: str) -> None:
    """Say that the institution examines the certificate of this case anew. Saying it again changes nothing.

    Applicant and worker are told, and that it binds. Raises NotAllowed; InvalidInput without a reason of REASONS;
    WrongState "no_certificate_to_withdraw", "certificate_waits", "case_changed".
    """
    acting = require_officer(acting)
    with together():
        case, file, number = _standing(acting, case_id, version)
        if not reason:
            raise InvalidInput([Problem("reason", "reason_missing")])
        if reason not in REASONS:
            raise InvalidInput([Problem("reason", "reason_unknown")])
        if certificates.certificate(number).status is Status.SUSPENDED:
            return
        issued.suspend_certificate(number=number, actor=acting.actor, reason_code=reason)
        _follow(case, file, "suspended", acting.actor, {"certificate": number, "reason": reason})


def confirm_certificate(*, acting: ActingAs, case_id: UUID, version: int) -> None:
    """Say that the certificate of this case was examined and stands as it was issued. Raises as `suspend_certificate`.

    Saying it again changes nothing. Applicant and worker are told.
    """
    acting = require_officer(acting)
    with together():
        case, file, number = _standing(acting, case_id, version)
        _confirm(case, file, number, acting.actor)


def confirm_after_dispute(*, number: str, actor: Actor) -> None:
    """Confirm a certificate that was suspended because of doubts from abroad, which its issuer has answered.

    One that was suspended for another reason stays so. Called in the transaction of the answer.
    """
    change = certificates.last_change(number)
    if change is None or (change.status, change.reason_code) != (Status.SUSPENDED, DOUBTS_FROM_ABROAD):
        return
    case = Case.objects.filter(decision__certificate_number=number).only("pk").first()
    if case is None:
        # Issued outside a case of this service: nobody here was told of the doubts.
        issued.confirm_certificate(number=number, actor=actor, reason_code=EXAMINED)
        return
    _confirm(*locked(case.pk), number, actor)


def confirm_after_appeal(*, case: Case, file: RequestFile, actor: Actor) -> None:
    """Confirm the certificate of a case whose decision an appeal has left as it was.

    Only where it was suspended because that decision is looked at again: doubts from abroad, reports and facts in
    question have an examination of their own, and what was withdrawn stays withdrawn. Called in the transaction of the
    answer, with the case locked.
    """
    number = case.decision.certificate_number if case.decision is not None else None
    if number is None or waits(number):
        return
    change = certificates.last_change(number)
    if change is not None and (change.status, change.reason_code) == (Status.SUSPENDED, RECONSIDERED):
        _confirm(case, file, number, actor)


def suspension_of(acting: ActingAs, reference: str) -> Suspension | None:
    """How the certificate stands that holds in this case; None where there is none to suspend. Raises NotAllowed."""
    acting = require_officer(acting)
    case = cases_in_sight(acting).select_related("decision").filter(reference=reference).first()
    number = _number_of(case) if case is not None else None
    if number is None or waits(number):
        return None
    change = certificates.last_change(number)
    if change is None:
        return Suspension(number, is_suspended=False)
    if change.status is not Status.SUSPENDED:
        return None
    return Suspension(number, is_suspended=True, since=change.changed_on, reason=change.reason_code)


def case_with_certificate(acting: ActingAs, number: str) -> str:
    """The reference of the case in which a certificate of one's own was decided; '' where the officer sees none."""
    found = (
        cases_in_sight(require_officer(acting)).filter(decisions__certificate_number=number)
        if number
        else None
    )
    return (found.values_list("reference", flat=True).first() if found is not None else None) or ""


def _standing(acting: ActingAs, case_id: UUID, version: int) -> tuple[Case, RequestFile, str]:
    case, file = in_reach(acting, case_id)
    require_version(case, version)
    require_no_party(acting, case)
    if case.state == CaseState.REOPENED:
        require_in_hand(case, file, acting)
    number = _number_of(case)
    if number is None:
        raise WrongState("no_certificate_to_withdraw")
    if waits(number):
        raise WrongState("certificate_waits")
    return case, file, number


def _number_of(case: Case) -> str | None:
    ended = case.state in (CaseState.DECIDED, CaseState.REOPENED)
    return case.decision.certificate_number if ended and case.decision is not None else None


def _confirm(case: Case, file: RequestFile, number: str, actor: Actor) -> None:
    if certificates.certificate(number).status is not Status.SUSPENDED:
        return
    issued.confirm_certificate(number=number, actor=actor, reason_code=EXAMINED)
    _follow(case, file, "confirmed", actor, {"certificate": number})


def _follow(case: Case, file: RequestFile, what: str, actor: Actor, details: dict[str, str]) -> None:
    """Write it into the case, and tell those whose certificate it is."""
    record(event=f"case.certificate_{what}", actor=actor, subject=subject_of(case), details=details)
    occasion = f"{what}:{details['certificate']}:{clock.now():%Y%m%dT%H%M%S%f}"
    tell_applicant(request_id=file.id, letter=f"certificate_{what}", key=occasion)
    tell_workers_of_change(request_id=file.id, occasion=occasion, what=what)
