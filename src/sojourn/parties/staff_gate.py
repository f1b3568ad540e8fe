"""The gate before officers' pages:

staff only, and only with the second factor, whatever the page itself checks.
"""

from collections.abc import Callable
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch
from django.utils.http import urlencode
from django.utils.translation import gettext

from sojourn.parties.access import is_staff
from sojourn.parties.models import Person
from sojourn.parties.second_factor import has_second_factor, proved_second_factor

_ROOM: Final = "sojourn.desk"
_NAMESPACE: Final = "desk"


class StaffSecondFactor:
    """Middleware: lets a request reach a page of the desk only with a post and a fresh second factor.

    Strangers get "not found"; staff are led to set up a second factor, or to show it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the gate stands in `process_view`, where the page is known."""
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """None lets the page be drawn."""
        if not leads_to_desk(request.resolver_match, view):
            return None
        if not isinstance(request.user, Person):
            return redirect_to_login(request.get_full_path())
        if not is_staff(request.user):
            raise Http404
        if not has_second_factor(request.user):
            messages.warning(request, gettext("Officers’ pages need a second way to sign in. Add one first."))
            return redirect("mfa_index")
        if not proved_second_factor(request, request.user):
            return _ask_for_second_factor(request)
        return None


def leads_to_desk(match: ResolverMatch | None, view: Callable[..., object]) -> bool:
    """Whether an address belongs to the desk: by the room of its view, or by where it is mounted."""
    module = getattr(view, "__module__", "") or ""
    in_room = module == _ROOM or module.startswith(f"{_ROOM}.")
    return in_room or (match is not None and _NAMESPACE in match.namespaces)


def _ask_for_second_factor(request: HttpRequest) -> HttpResponse:
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    page = next(method["url"] for method in methods if method["id"].startswith("mfa_reauthenticate"))
    return redirect(f"{page}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")
