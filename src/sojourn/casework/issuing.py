"""What the worker does with certificates that are decided and not issued yet."""

from dataclasses import dataclass
from datetime import datetime

from sojourn.casework.models import Decision
from sojourn.certificates.orders.access import due_orders, waiting_for, waits
from sojourn.certificates.orders.events import issue_ordered
from sojourn.parties.acting import ActingAs
from sojourn.requests.access import Request
from sojourn.requests.events import tell_issued

__all__ = ["IssuingWaits", "certificate_is_awaited", "issue_what_waits", "issuing_waits"]


@dataclass(frozen=True, slots=True)
class IssuingWaits:
    """For the desk: how many certificates of the institution are decided and wait to be issued, since when, and
    the code of what is away."""

    count: int
    since: datetime
    next_try_at: datetime
    fault: str


def issue_what_waits(limit: int = 100) -> int:
    """Issue what was decided while something was away that issuing needs; how many were issued.

    The applicant is told with that, once. Where a try fails nothing else of the institution is tried in this round.
    """
    issued = 0
    for order_id, _ in due_orders(limit):
        issued += issue_ordered(order_id, then=_tell) is not None
    return issued


def issuing_waits(acting: ActingAs) -> IssuingWaits | None:
    """What waits at the officer's institution; None where nothing does. For officers as the desk has let them in."""
    found = waiting_for(str(acting.institution_id))
    return IssuingWaits(found.count, found.since, found.next_try_at, found.fault) if found else None


def certificate_is_awaited(request: Request) -> bool:
    """Whether a request is approved and its certificate is still being made."""
    return waits(request.certificate_number)


def _tell(number: str) -> None:
    decision = Decision.objects.select_related("case").get(certificate_number=number)
    tell_issued(
        request_id=decision.case.request_id, certificate_number=number, is_later=decision.position > 1
    )
