"""What holds for every address that wallets call: methods, counts, errors as OAuth words them, who else may read.

Wallets in browsers come from other origins, so they may read the answers; no cookie is looked at, and what is asked
with a token is asked with a header that no browser sends by itself. So no CSRF token is needed.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from sojourn.api.limits import counted
from sojourn.api.problems import Refusal

LARGEST_BODY: Final = 128 * 1024
_READING: Final = ("GET", "HEAD")
_AN_HOUR: Final = "public, max-age=3600"
_FOR_WALLETS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Retry-After, WWW-Authenticate",
}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Authorization, Content-Type",
    "Access-Control-Max-Age": "86400",
}
_log = structlog.stdlib.get_logger("sojourn.wallet")


class WalletError(Exception):
    """An answer that says no, with an error code of OAuth or OpenID4VCI."""

    def __init__(self, error: str, status: int = 400, **headers: str) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def for_wallets(
    view: Callable[..., HttpResponse], *, method: str, kept: bool = False
) -> Callable[..., HttpResponse]:
    """`view` as wallets may call it, with one method, GET or POST. `kept`: whether caches may keep the answer."""
    methods = _READING if method == "GET" else (method,)

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        try:
            response = _answered(view, request, methods, args, values)
        except WalletError as refused:
            response = JsonResponse({"error": refused.error}, status=refused.status, headers=refused.headers)
        except Refusal as refusal:
            response = JsonResponse({"error": "slow_down"}, status=429, headers=refusal.headers)
        except Exception as error:  # noqa: BLE001  whatever it is, the wallet gets a code, the log the cause
            _log.error("wallet_fault", exc_info=error)
            response = JsonResponse({"error": "server_error"}, status=500)
        for name, value in _FOR_WALLETS.items():
            response[name] = value
        response["Cache-Control"] = _AN_HOUR if kept and response.status_code == 200 else "no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response

    return answer


def _answered(
    view: Callable[..., HttpResponse], request: HttpRequest, methods: tuple[str, ...], args: Any, values: Any
) -> HttpResponse:
    allowed = ", ".join((*methods, "OPTIONS"))
    if request.method == "OPTIONS":
        preflight = {"Allow": allowed, "Access-Control-Allow-Methods": allowed, **_PREFLIGHT}
        return HttpResponse(status=204, headers=preflight)
    if request.method not in methods:
        raise WalletError("invalid_request", 405, Allow=allowed)
    with counted(request, "wallet"):
        return view(request, *args, **values)


def json_body(request: HttpRequest) -> dict[str, Any]:
    """The body as a JSON object, measured before it is read. Raises WalletError."""
    if request.content_type != "application/json":
        raise WalletError("invalid_credential_request")
    raw = request.read(LARGEST_BODY + 1)
    try:
        body = json.loads(raw) if len(raw) <= LARGEST_BODY else None
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise WalletError("invalid_credential_request")
    return body
