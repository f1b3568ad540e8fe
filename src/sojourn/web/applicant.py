"""What all pages of applicants share: signed in, acting for somebody, not found for everybody else, never cached."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from sojourn.core.actors import Capacity
from sojourn.core.errors import NotAllowed
from sojourn.parties.access import capacities_of, past_capacities_of
from sojourn.parties.acting import ActingAs
from sojourn.parties.reading import while_drawing
from sojourn.parties.session import current_acting
from sojourn.requests.access import Request, request_by_reference, request_for
from sojourn.web.kept_text import signed_in


def applicant_page[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """For every page of an applicant: an account is needed, and what one may not see is not there."""

    @never_cache
    @signed_in
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request: Any = args[0]
        try:
            with while_drawing(request.method):
                return view(*args, **kwargs)
        except NotAllowed:
            raise Http404 from None

    return guarded


def present_acting(request: HttpRequest) -> ActingAs | None:
    """The capacity chosen in this session; None while the person has still to choose."""
    person: Any = request.user
    return current_acting(person, request.session)


def opened(request: HttpRequest, key: UUID | str) -> tuple[ActingAs, Request]:
    """A request by its id or reference, with the capacity in which this person has it.

    The request says for whom one acts, not the session: a page that was left open in another tab can never
    send something for the wrong employer. Raises NotAllowed where no capacity of the person has it.
    """
    person: Any = request.user
    chosen = present_acting(request)
    tried: set[str] = set()
    for acting in [chosen] if chosen else []:
        tried.add(acting.token)
        if found := _find(acting, key):
            return acting, found
    for acting in capacities_of(person):
        if acting.token in tried or acting.actor.capacity is Capacity.STAFF:
            continue
        if found := _find(acting, key):
            return acting, found
    # Last, what one's firm had begun under a mandate that is over: to be read.
    for acting in past_capacities_of(person):
        if acting.token not in tried and (found := _find(acting, key)):
            return acting, found
    raise NotAllowed("not_allowed")


def _find(acting: ActingAs, key: UUID | str) -> Request | None:
    try:
        return request_for(acting, key) if isinstance(key, UUID) else request_by_reference(acting, key)
    except NotAllowed:
        return None
