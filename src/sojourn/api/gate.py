"""What holds for every address of the API, whatever it answers: methods, counts, problems, headers.

What is asked without a key may be asked for by anybody, from any page: the answers are public, depend on nothing but
the request and the law, and hold nobody's data. So other origins may read them (without credentials), and no CSRF token
is needed, because there is nothing that a forged request could do.

What is asked with a key is closed to other origins and to every cache. It needs no CSRF token either: the key stands in
a header that no browser sends by itself, and cookies are not looked at.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from sojourn.api.languages import preferred
from sojourn.api.limits import counted
from sojourn.api.problems import Refusal, problem
from sojourn.engine import load_law

LAW_VERSION: Final = "Law-Version"
_READING: Final = ("GET", "HEAD")
_SHARED: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": f"Content-Language, ETag, {LAW_VERSION}, Link, Retry-After, X-Request-ID",
}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match, X-Request-ID",
    "Access-Control-Max-Age": "86400",
}
_log = structlog.stdlib.get_logger("sojourn.api")

type View = Callable[..., Any]


def guarded(view: View, *, kind: str, method: str, keyed: bool = False) -> View:
    """`view` as the API answers it. `kind`: how its requests are counted; `method`: GET, POST, PATCH, or several
    with a space between; `keyed`: whether it is asked with a key.

    Whatever goes wrong inside becomes a problem with a code; the cause of a fault of ours goes to the log alone.
    """
    named = method.split()
    methods = (*(_READING if "GET" in named else ()), *(each for each in named if each != "GET"), "OPTIONS")

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        try:
            response = _answered(view, request, kind, methods, args, values)
        except Refusal as refusal:
            response = problem(request, refusal)
        except Exception as error:  # noqa: BLE001  whatever it is, the client gets a problem, the log the cause
            _log.error("api_fault", exc_info=error)
            response = problem(request, Refusal("server_fault"))
        return _for_nobody_else(response) if keyed else _open_to_all(response)

    return answer


@csrf_exempt
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """The answer below /api/ where nothing is: a problem, not a page."""
    return _open_to_all(problem(request, Refusal("not_found")))


def _for_nobody_else(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    del response["ETag"]
    response["Vary"] = "Authorization, Accept-Language"
    return response


def _open_to_all(response: HttpResponse) -> HttpResponse:
    for name, value in _SHARED.items():
        response[name] = value
    return response


def _answered(
    view: View, request: HttpRequest, kind: str, methods: tuple[str, ...], args: Any, values: Any
) -> HttpResponse:
    allowed = ", ".join(methods)
    if request.method == "OPTIONS":
        preflight = {"Allow": allowed, "Access-Control-Allow-Methods": allowed, **_PREFLIGHT}
        return HttpResponse(status=204, headers=preflight)
    if request.method not in methods:
        raise Refusal("method_not_allowed", headers={"Allow": allowed})
    with counted(request, kind):
        if request.method in _READING:
            return _read(view, request, args, values)
        response: HttpResponse = view(request, *args, **values)
        response["Cache-Control"] = "no-store"
        return _labelled(request, response)


def _read(view: View, request: HttpRequest, args: Any, values: Any) -> HttpResponse:
    """The answer to GET and HEAD: with its tag, or 304 where the client holds it already."""
    asked, request.method = request.method, "GET"
    try:
        response = _labelled(request, view(request, *args, **values))
        # Some answers say how long they last: a signed head is old in seconds, a tile never.
        response.headers.setdefault("Cache-Control", "public, max-age=300")
        tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = tag
        found = get_conditional_response(request, etag=tag, response=response)
        assert isinstance(found, HttpResponse)  # noqa: S101  it was given one
    finally:
        request.method = asked
    if asked == "HEAD" and found.status_code == 200:
        found["Content-Length"] = str(len(found.content))
        found.content = b""
    return found


def _labelled(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Content-Language", preferred(request))
    response[LAW_VERSION] = load_law().version
    return response
