"""How a public page is answered: the same for everybody, in the language of its address, and kept by caches.

It touches no session, sets no cookie and asks no database. What it says hangs on the law, the day and our own words:
these make its ETag.
"""

import hashlib
import zlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import cache, wraps
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from sojourn.core import clock
from sojourn.requests.law import the_law

SECONDS_KEPT = 3600
PAGES_KEPT = 1000
_WEB = Path(__file__).resolve().parent.parent
_SHAPES = ("law_pages/*.py", "*_words.py", "law_lines.py", "templates/**/*.html", "locale/*/*/*.mo")
_drawn: OrderedDict[tuple[str, str, str], tuple[str, bytes]] = OrderedDict()
"""Pages drawn by this process, compressed (some 10 kB each), the longest unread first: by tag, host and path."""

type View = Callable[..., HttpResponse]


def public_page(view: View) -> Callable[..., HttpResponseBase]:
    """Answer GET and HEAD alike for everybody; the address may give the language as `lang`."""

    @wraps(view)
    def answer(request: HttpRequest, **values: str) -> HttpResponseBase:
        language = values.pop("lang", settings.LANGUAGE_CODE)
        with translation.override(language):
            etag = _etag(language)
            kept: HttpResponseBase | None = get_conditional_response(request, etag=etag)
            response = kept if kept is not None else _drawn_once(view, request, etag, values)
        if response.status_code in (200, 304):
            response["ETag"] = etag
            response["Content-Language"] = language
        patch_cache_control(response, public=True, max_age=SECONDS_KEPT)
        return response

    return require_safe(answer)


def _drawn_once(view: View, request: HttpRequest, etag: str, values: Mapping[str, str]) -> HttpResponse:
    """The page as this process drew it before with the same law, words and day, else as drawn now; no searches."""
    if request.META.get("QUERY_STRING"):
        return view(request, **values)
    key = (etag, settings.SOJOURN_BASE_URL, request.path)
    found = _drawn.pop(key, None)
    if found is not None:
        _drawn[key] = found
        return HttpResponse(zlib.decompress(found[1]), content_type=found[0])
    response = view(request, **values)
    if response.status_code == HTTPStatus.OK:
        _drawn[key] = (response["Content-Type"], zlib.compress(response.content, 6))
        while len(_drawn) > PAGES_KEPT:
            _drawn.popitem(last=False)
    return response


def _etag(language: str) -> str:
    day = clock.today().isoformat()
    return f'"{the_law().version[:16]}-{_edition()[:12]}-{language}-{day}"'


@cache
def _edition() -> str:
    """Our own words and forms, as this process was started with them."""
    found = hashlib.sha256(settings.SOJOURN_BASE_URL.encode() + settings.SOJOURN_MODE.encode())
    for pattern in _SHAPES:
        for path in sorted(_WEB.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()
