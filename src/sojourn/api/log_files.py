"""The public log for programs: checkpoint and tiles as C2SP writes them (c2sp.org/tlog-tiles), proofs as JSON.

Everything here is the same for everybody and names nobody; tiles never change, so they may be kept for ever. Who holds
a certificate posts number and secret to get the entries about it.
"""

import base64
import json
import re
from collections.abc import Iterable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse

from sojourn.api.problems import Refusal
from sojourn.certificates.transparency import access

_FOR_EVER: Final = "public, max-age=31536000, immutable"
_MOMENTS: Final = "public, max-age=5"
_GROUPS: Final = re.compile(r"^(?:x\d{3}/){0,4}\d{3}$")
_LARGEST_BODY: Final = 2_000
_LARGEST_NUMBER: Final = 15


def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed head."""
    response = HttpResponse(access.checkpoint(), content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = _MOMENTS
    return response


def key(request: HttpRequest) -> HttpResponse:
    """The key that checks its signature."""
    response = HttpResponse(access.verifier_key() + "\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = _MOMENTS
    return response


def tile(request: HttpRequest, level: str, rest: str) -> HttpResponse:
    """A tile of hashes, or with the level `entries` the entries themselves."""
    index, width = _place(rest)
    try:
        bundle = level == "entries"
        data = access.entry_bundle(index, width) if bundle else access.tile(_number(level), index, width)
    except access.NotInLog:
        raise Refusal("not_found") from None
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Cache-Control"] = _FOR_EVER
    return response


def inclusion(request: HttpRequest) -> HttpResponse:
    """The proof that an entry is in the log: `?digest=` in hex."""
    try:
        digest = bytes.fromhex(request.GET.get("digest", "")[:64])
        return JsonResponse(_proof(access.inclusion(digest)))
    except (ValueError, access.NotInLog):
        raise Refusal("not_found") from None


def consistency(request: HttpRequest) -> HttpResponse:
    """The proof that the log only grew between two sizes: `?first=&second=`."""
    first, second = (_number(request.GET.get(name, "")) for name in ("first", "second"))
    try:
        return JsonResponse(
            {"first": first, "second": second, "proof": _texts(access.consistency(first, second))}
        )
    except access.NotInLog:
        raise Refusal("not_found") from None


def entries(request: HttpRequest) -> HttpResponse:
    """The entries about one certificate, for who posts its number and secret: `{"number": ..., "secret": ...}`."""
    number, secret = _asked(request)
    try:
        told = access.told_to_holder(number, secret)
    except access.NotInLog:
        raise Refusal("not_found") from None
    response = JsonResponse(
        {
            "entries": [
                {
                    "told": dict(each.told),
                    "salt": each.salt,
                    "digest": each.digest.hex(),
                    "inclusion": _proof(each.inclusion) if each.inclusion else None,
                }
                for each in told
            ]
        }
    )
    response["Cache-Control"] = "no-store"
    return response


def _proof(found: access.Inclusion) -> dict[str, Any]:
    return {
        "position": found.position,
        "digest": found.digest.hex(),
        "proof": _texts(found.proof),
        "checkpoint": found.head.note,
    }


def _texts(hashes: Iterable[bytes]) -> list[str]:
    return [base64.b64encode(each).decode() for each in hashes]


def _asked(request: HttpRequest) -> tuple[str, str]:
    try:
        body = json.loads(request.read(_LARGEST_BODY))
        return str(body["number"]), str(body["secret"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Refusal("not_found") from None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _LARGEST_NUMBER):
        raise Refusal("not_found")
    return int(text)


def _place(rest: str) -> tuple[int, int]:
    """Index and width from a path such as `x001/234.p/17`."""
    path, _, width = rest.partition(".p/")
    if not _GROUPS.match(path):
        raise Refusal("not_found")
    index = int(path.replace("x", "").replace("/", ""))
    return index, _number(width) if width else access.TILE_WIDTH
