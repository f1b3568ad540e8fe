"""What becomes of the certificate that a request is about, inside the transaction of the decision."""

from typing import Final

from sojourn.casework.european.invalidating import produce_for_withdrawal
from sojourn.casework.gathering import Gathered
from sojourn.casework.models import Case
from sojourn.casework.moves import move
from sojourn.casework.states import CaseState
from sojourn.certificates.events import copy_certificate, withdraw_certificate
from sojourn.certificates.orders.events import supersede_or_void
from sojourn.core.actors import Actor
from sojourn.core.errors import WrongState
from sojourn.requests.worker_part.clockwork import tell_workers_of_change

COPIED, CANCELLED = "copied", "cancelled"
NEVER_BEGAN: Final = "work_did_not_take_place"


def without_certificate(gathered: Gathered) -> str | None:
    """The result of a request that is granted without a new certificate: copied or cancelled; else None."""
    followed = gathered.followed
    if followed is None:
        return None
    if followed.kind == "replacement":
        return COPIED
    return CANCELLED if followed.never_began else None


def number_of_unchanged(gathered: Gathered, result: str) -> str | None:
    """The certificate that such a request is about."""
    return gathered.followed.number if gathered.followed and result in {COPIED, CANCELLED} else None


def carry_out(gathered: Gathered, result: str, *, actor: Actor) -> None:
    """Hand out the copy, or withdraw the certificate of work that never began. Raises WrongState "no_certificate"."""
    followed, status = gathered.followed, gathered.facts.followed
    if followed is None or status is None or status.status is None:
        raise WrongState("law_gives_no_certificate")
    if result == COPIED:
        reason = str(followed.said.get("question.copy_reason", "other"))
        copy_certificate(number=followed.number, actor=actor, reason_code=reason)
        return
    first_day = followed.certified_from or gathered.facts.asked_start or gathered.facts.today
    withdraw_certificate(number=followed.number, actor=actor, reason_code=NEVER_BEGAN, effective_on=first_day)
    produce_for_withdrawal(gathered.case, number=followed.number, effective_on=first_day, actor=actor)
    _close(gathered, "cancel_certificate", actor)


def replace_followed(gathered: Gathered, *, by: str, actor: Actor) -> None:
    """Put the newer certificate in the place of the one that the request is about, where that was issued here."""
    followed, known = gathered.followed, gathered.facts.followed
    if followed is None or known is None or known.status != "valid":
        return
    supersede_or_void(number=followed.number, by=by, actor=actor, reason_code=followed.kind)
    _close(gathered, "replace_certificate", actor, successor=by)


def _close(gathered: Gathered, arrow: str, actor: Actor, successor: str | None = None) -> None:
    """The case that brought the old certificate has nothing more to answer for; who has a copy of it is told."""
    number = gathered.followed.number if gathered.followed else ""
    before = Case.objects.select_for_update().filter(decisions__certificate_number=number).first()
    if before is not None:
        tell_workers_of_change(request_id=before.request_id, occasion=str(gathered.case.pk))
    if before is not None and before.state == CaseState.DECIDED:
        move(before, arrow, actor=actor, details={"successor": successor} if successor else None)
