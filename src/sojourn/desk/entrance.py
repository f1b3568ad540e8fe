"""The door of the desk: for staff of an institution that is hosted here; to all others there is no such page.

The second factor is asked for before, by `parties.staff_gate`, for every address below the desk.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.shortcuts import render as render_template

from sojourn.casework.access import institution_name
from sojourn.casework.officers.access import desk_setting
from sojourn.casework.permissions import LEADING_ROLES, capacities_seen
from sojourn.casework.restricted.access import Door, door_of
from sojourn.core.actors import Capacity
from sojourn.core.errors import NotAllowed
from sojourn.parties.access import ActingAs
from sojourn.parties.reading import while_drawing

type OfficersView = Callable[..., HttpResponse]


def officers_only(view: OfficersView) -> OfficersView:
    """Give the view the post of the signed-in officer as its second argument.

    What an event or a selector does not allow is not found, so that nothing is told. A case that only a group sees
    is found by nobody else, at no address below it; its group is led to say why, once a day.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with while_drawing(request.method):
                acting = _post_of(request)
                if (led := _at_the_door(request, acting)) is not None:
                    return led
                return view(request, acting, *args, **kwargs)
        except NotAllowed:
            raise Http404 from None

    return guarded


def _at_the_door(request: HttpRequest, acting: ActingAs) -> HttpResponse | None:
    """Where a restricted case leads instead of the page that was asked for. Raises NotAllowed for a hidden one.

    Read from the address itself, whatever a view between makes of it.
    """
    reference = request.resolver_match.kwargs.get("reference") if request.resolver_match else None
    if reference is None:
        return None
    match door_of(acting, reference):
        case Door.HIDDEN:
            raise NotAllowed("not_allowed")
        case Door.ASKS_WHY:
            return redirect("desk:open_restricted", restricted=reference)
    return None


def _post_of(request: HttpRequest) -> ActingAs:
    """The post in which the officer acts: the one chosen in this session, else the first."""
    person = request.user
    if not person.is_authenticated:
        raise NotAllowed("not_allowed")
    posts = [each for each in capacities_seen(person.pk, person) if each.actor.capacity is Capacity.STAFF]
    if not posts:
        raise NotAllowed("not_allowed")
    chosen = request.session.get("acting")
    return next((post for post in posts if post.token == chosen), posts[0])


def draw(
    request: HttpRequest, acting: ActingAs, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Draw a page of the desk, with the header that says for which institution one acts."""
    header = {
        "desk": True,
        "acting": {"label": institution_name(acting)},
        "leads": acting.role in LEADING_ROLES,
        "desk_keys": desk_setting(acting),
    }
    response = render_template(request, template, header | context, status=status)
    # Pages of the desk may show a person's data: no copy of them stays in the browser or on the way.
    response.headers["Cache-Control"] = "no-store"
    return response
