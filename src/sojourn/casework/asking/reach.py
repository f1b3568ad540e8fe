"""Which case somebody reaches: the applicant's own request, or the officer's own institution. Locked for change."""

from uuid import UUID

from sojourn.casework.asking.models import Inquiry
from sojourn.casework.models import Case
from sojourn.casework.moves import NOT_ALLOWED, locked
from sojourn.casework.permissions import require_in_sight
from sojourn.core.actors import Capacity
from sojourn.core.errors import NotAllowed, WrongState
from sojourn.parties.access import confirm
from sojourn.parties.acting import ActingAs
from sojourn.requests.access import Request, request_for
from sojourn.requests.for_casework import RequestFile


def request_in_reach(acting: ActingAs, request_id: UUID, *, writes: bool) -> Request:
    """The applicant's own request. Raises NotAllowed for any other, for officers, and, if it `writes`, for
    those who may not send something to the institution."""
    if acting.actor.capacity is Capacity.STAFF:
        raise NotAllowed(NOT_ALLOWED)
    acting = confirm(acting)
    request = request_for(acting, request_id)
    if writes and not acting.may_hand_in(request.kind):
        raise NotAllowed(NOT_ALLOWED)
    return request


def case_of_applicant(acting: ActingAs, request_id: UUID) -> tuple[Case, RequestFile]:
    """The case of one's own request, locked. Raises NotAllowed, also where no institution here has the request."""
    request_in_reach(acting, request_id, writes=True)
    known = Case.objects.filter(request_id=request_id).values_list("pk", flat=True).first()
    if known is None:
        raise NotAllowed(NOT_ALLOWED)
    return locked(known)


def case_of_officer(acting: ActingAs, case_id: UUID) -> tuple[Case, RequestFile]:
    """A case of the officer's own institution, locked. Raises NotAllowed for another's."""
    case, file = locked(case_id)
    require_in_sight(acting, case)
    return case, file


def open_inquiry(case: Case, inquiry_id: UUID, recipient: str = "") -> Inquiry:
    """The open inquiry of the case by its id; with `recipient`, only one that asks this side.

    Raises NotAllowed for any other, WrongState "question_not_open" once it is answered or closed.
    """
    inquiry = Inquiry.objects.select_related("case").filter(case=case, pk=inquiry_id).first()
    if inquiry is None or recipient not in ("", inquiry.recipient):
        raise NotAllowed(NOT_ALLOWED)
    if inquiry.ended_at is not None:
        raise WrongState("question_not_open", state=inquiry.state)
    return inquiry
