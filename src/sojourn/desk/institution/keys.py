"""Seal and keys: which keys sign, until when, how the seal looks on paper, and how another takes its place."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sojourn.casework.hosting.seals import keys_view
from sojourn.core import clock
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs

_PURPOSES: Final[Mapping[str, Promise]] = {
    "seal": _("Seals on documents"),
    "credential": _("Offline codes, credentials and status lists"),
}
_STATES: Final[Mapping[str, Promise]] = {
    "requested": _("Waits for its certificate"),
    "ready": _("Ready; does not sign yet"),
    "active": _("Signs"),
    "retired": _("Signs no more; what it signed still counts"),
    "compromised": _(
        "Others may hold it; what it signed counts only where the public log shows it from before"
    ),
}


@require_safe
@officers_only
def keys_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The seal's key in use, all keys with their states, and a test document."""
    keys = keys_view(acting)
    seal = keys.seal
    rows: list[dict[str, Any]] = [
        {"key": key, "purpose": _PURPOSES[key.purpose], "state": _STATES[key.state]} for key in keys.all
    ]
    context = {
        "seal": seal,
        "rows": rows,
        "signs_credentials": keys.signs_credentials,
        "days_left": (seal.now.valid_until - clock.today()).days if seal.now else None,
    }
    return draw(request, acting, "desk/institution/keys.html", context)
