"""Who may see which request: gives the thing or raises NotAllowed, which tells nothing."""

from uuid import UUID

from sojourn.core.errors import NotAllowed
from sojourn.parties.access import NOT_ALLOWED, ActingAs, confirm
from sojourn.requests.models import Request, RequestQuerySet
from sojourn.requests.remembered import of_today

__all__ = [
    "Request",
    "may_change",
    "may_hand_in",
    "request_by_reference",
    "request_for",
    "requests_for",
]


def requests_for(acting: ActingAs) -> RequestQuerySet:
    """The requests that the capacity may see, last changed first. Raises NotAllowed when it has ended."""
    return Request.objects.for_acting(confirm(acting)).order_by("-changed_at", "id")


def request_for(acting: ActingAs, request_id: UUID) -> Request:
    """One of them; a draft with the employer's record of today. Raises NotAllowed for any other."""
    return _the(acting, requests_for(acting).filter(pk=request_id).first())


def request_by_reference(acting: ActingAs, reference: str) -> Request:
    """One of them by its reference, however it is typed. Raises NotAllowed for any other."""
    letters = "".join(c for c in reference.upper() if c.isalnum()).removeprefix("SJ")
    wanted = f"SJ-{letters[:4]}-{letters[4:]}"
    return _the(acting, requests_for(acting).filter(reference=wanted).first())


def may_change(acting: ActingAs, request: Request) -> bool:
    """Whether the capacity may change the answers now."""
    return request.stands.may_be_changed and acting.may_request(request.kind)


def may_hand_in(acting: ActingAs, request: Request) -> bool:
    """Whether the capacity may send the request, as far as its role and its mandate go."""
    return request.stands.may_be_changed and acting.may_hand_in(request.kind, request.host)


def _the(acting: ActingAs, request: Request | None) -> Request:
    if request is None:
        raise NotAllowed(NOT_ALLOWED)
    if request.stands.may_be_changed:
        request.hold(of_today(acting, request))
    return request
