"""Every request has an id: in the logs, in the answer's header, and on the page that says that something is
wrong.
"""

import re
import time
import uuid
from collections.abc import Callable
from typing import Final

import structlog
from django.http import HttpRequest, HttpResponseBase

from sojourn.config.logging import route_of

HEADER: Final = "X-Request-ID"
# What a proxy in front may have given; anything else is replaced, so that nobody writes into our logs.
_GIVEN: Final = re.compile(r"[A-Za-z0-9-]{8,64}")
_log = structlog.stdlib.get_logger("sojourn.request")


class RequestIdMiddleware:
    """Name the request, bind the name to all log lines, and write one line when it is answered.

    The line holds method, route, status and time. It holds neither path nor query: those can name somebody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(HEADER, "")
        request_id = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            _log.info(
                "request",
                method=request.method,
                route=route_of(request),
                status=response.status_code,
                milliseconds=round((time.perf_counter() - started) * 1000, 1),
            )
        response[HEADER] = request_id
        return response
