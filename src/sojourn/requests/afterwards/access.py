"""Reading what follows what: the request behind a certificate, and those that follow it."""

from sojourn.core.errors import NotAllowed
from sojourn.parties.access import NOT_ALLOWED, ActingAs
from sojourn.requests.access import requests_for
from sojourn.requests.models import Request
from sojourn.requests.states import State


def certified_by(acting: ActingAs, number: str) -> Request:
    """The request whose approval brought this certificate. Raises NotAllowed where it is not the actor's."""
    found = requests_for(acting).filter(certificate_number=number, state=State.APPROVED.value)
    # A copy handed out and a cancellation name the same certificate, and are about it.
    request = found.exclude(follows_number=number).order_by("decided_at", "pk").first()
    if request is None or not number:
        raise NotAllowed(NOT_ALLOWED)
    return request


def about_certificate(acting: ActingAs, number: str) -> tuple[Request, ...]:
    """The requests that follow a certificate, newest first; those withdrawn left out."""
    found = requests_for(acting).filter(follows_number=number).exclude(state=State.WITHDRAWN.value)
    return tuple(found.order_by("-created_at", "pk")[:20])


def open_ones(requests: tuple[Request, ...]) -> tuple[Request, ...]:
    """Those of them on which something is still to happen."""
    return tuple(request for request in requests if request.stands.is_open)


def following(acting: ActingAs, before: Request) -> tuple[Request, ...]:
    """The requests that follow another one directly, newest first; those withdrawn left out."""
    found = requests_for(acting).filter(follows=before.pk).exclude(state=State.WITHDRAWN.value)
    return tuple(found.order_by("-created_at", "pk")[:20])


def refused_by_law(acting: ActingAs) -> tuple[Request, ...]:
    """Drafts and requests from which a wish for an exception can begin, last changed first."""
    states = [State.DRAFT.value, State.REFUSED.value, State.APPROVED.value]
    found = requests_for(acting).filter(state__in=states, kind__in=("first", "extension"))
    return tuple(found.exclude(host="")[:20])
