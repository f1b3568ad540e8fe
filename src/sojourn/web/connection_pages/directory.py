"""The HR directory of an employer: where it asks, with which token, and what is taken from it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.parties.acting import ActingAs
from sojourn.parties.api_keys import DIRECTORY, LONGEST_LIFE, api_keys_of, make_api_key, revoke_api_key
from sojourn.register.access import confirm_seat
from sojourn.register.seats import Seat
from sojourn.web.day_words import day_in_words
from sojourn.web.employers import form_key
from sojourn.web.register_pages.opening import register_page, seat_here, shown_acting

_LIFE = timedelta(days=365)
_STATES = {"in_force": _("In force"), "ended": _("Ended"), "revoked": _("Revoked")}
_TAKEN = (
    (
        "userName, externalId",
        _("the directory’s names for the person: each is found again by them, and never doubled"),
    ),
    ("name.givenName, name.familyName", _("given names and family name")),
    ("emails", _("e-mail address: the primary one, else the one for work")),
    ("employeeNumber", _("employee number: somebody who is in the register already is the same person")),
    (
        "active",
        _("false: the person has left, and is taken out as soon as the last trip is over or cancelled"),
    ),
)


@never_cache
@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def directory_page(request: HttpRequest) -> HttpResponse:
    """The tokens; posted, a new one, shown this once."""
    seat, acting = _administrator(request)
    secret = ""
    if request.method == "POST":
        try:
            secret = make_api_key(
                acting=acting,
                name=gettext("HR directory"),
                scopes=[DIRECTORY],
                expires_on=clock.today() + min(_LIFE, LONGEST_LIFE),
                key=form_key(request.POST),
            )
        except (InvalidInput, WrongState):
            messages.error(
                request, gettext("This token was made already. Make a new one if you did not keep it.")
            )
            return redirect("register_directory")
    context: dict[str, Any] = {
        "acting": shown_acting(seat),
        "seat": seat,
        "address": f"{settings.SOJOURN_BASE_URL}/scim/v2",
        "secret": secret,
        "tokens": [
            {
                "id": view.id,
                "made": day_in_words(view.made_at.date()),
                "until": day_in_words(view.expires_on),
                "used": day_in_words(view.last_used_at.date()) if view.last_used_at else gettext("never"),
                "state": str(_STATES[view.state]),
                "in_force": view.state == "in_force",
            }
            for view in api_keys_of(acting)
            if DIRECTORY in view.scopes
        ],
        "taken": [{"key": name, "value": str(words)} for name, words in _TAKEN],
        "key": form_key({}),
    }
    return render(request, "register/directory.html", context)


@register_page
@require_POST
def token_revoke(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Make a token worthless at once."""
    _, acting = _administrator(request)
    if key_id not in {view.id for view in api_keys_of(acting) if DIRECTORY in view.scopes}:
        raise NotAllowed("not_allowed")
    revoke_api_key(acting=acting, key_id=key_id)
    messages.success(request, gettext("The token is revoked. The directory is refused from now on."))
    return redirect("register_directory")


def _administrator(request: HttpRequest) -> tuple[Seat, ActingAs]:
    seat = confirm_seat(seat_here(request))
    if not seat.may_give_posts or seat.acting is None:
        raise NotAllowed("not_allowed")
    return seat, seat.acting
