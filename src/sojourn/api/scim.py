"""SCIM 2.0 for HR directories: one address, a token of the employer, and the protocol's own forms.

It is closed to other origins and to caches, counted as other calls with a key, and needs no CSRF token: the token
stands in a header that no browser sends by itself.
"""

import json

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse

from sojourn.api.keyed import key_of
from sojourn.api.limits import counted
from sojourn.api.problems import Refusal, catalogue
from sojourn.core.errors import NotAllowed
from sojourn.parties.api_keys import DIRECTORY
from sojourn.register.access import require_manage, seat_of_acting
from sojourn.register.directory.answering import answer, largest_body, refusal
from sojourn.register.directory.people import MOST_BYTES
from sojourn.register.seats import Seat

_log = structlog.stdlib.get_logger("sojourn.api")


@csrf_exempt
def scim(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Whatever a directory asks below /scim/v2."""
    try:
        with counted(request, "scim"):
            told = answer(_asked(request, rest), _seat(request))
    except Refusal as refused:
        kind = catalogue()[refused.code]
        told = refusal(kind.status, kind.title["en"], refused.headers)
    except Exception as error:  # noqa: BLE001  whatever it is, the directory gets a refusal, the log the cause
        _log.error("scim_fault", exc_info=error)
        told = refusal(500, catalogue()["server_fault"].title["en"])
    return _drawn(told)


def _seat(request: HttpRequest) -> Seat | None:
    """The seat of the token; None without any token at all. Raises Refusal for one that opens nothing."""
    if "Authorization" not in request.headers:
        return None
    key = key_of(request, DIRECTORY)
    try:
        return require_manage(seat_of_acting(key.acting))
    except NotAllowed:
        # The person in whose name the token acts may look and no longer change.
        raise Refusal("scope_needed") from None


def _asked(request: HttpRequest, rest: str) -> ScimRequest:
    asked = ScimRequest(
        method=request.method or "GET",
        base_url=f"{settings.SOJOURN_BASE_URL}/scim/v2",
        path=f"/{rest}",
        query={name: request.GET[name] for name in request.GET},
        headers=dict(request.headers),
    )
    most = largest_body(asked)
    most = MOST_BYTES if most is None else min(most, MOST_BYTES)
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length[:20]) > most:
        if most == 0:
            return asked
        raise Refusal("too_large")
    try:
        asked.body = request.body
    except RequestDataTooBig as error:
        raise Refusal("too_large") from error
    return asked


def _drawn(told: ScimResponse) -> HttpResponse:
    body = "" if told.body is None else json.dumps(told.body, ensure_ascii=False)
    response = HttpResponse(body, status=int(told.status))
    for name, value in told.headers.items():
        response[name] = value
    response["Cache-Control"] = "no-store"
    response["Vary"] = "Authorization"
    return response
