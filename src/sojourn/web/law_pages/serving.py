"""How a public page is answered: the same for everybody, in the language of its address, and kept by caches.

It touches no session, sets no cookie and asks no database. What it says hangs on the law, the day and our own words:
these make its ETag.
"""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from sojourn.core import clock
from sojourn.requests.law import the_law

SECONDS_KEPT = 3600
_WEB = Path(__file__).resolve().parent.parent
_SHAPES = ("law_pages/*.py", "*_words.py", "law_lines.py", "templates/**/*.html", "locale/*/*/*.mo")

type View = Callable[..., HttpResponseBase]


def public_page(view: View) -> View:
    """Answer GET and HEAD alike for everybody; the address may give the language as `lang`."""

    @wraps(view)
    def answer(request: HttpRequest, **values: str) -> HttpResponseBase:
        language = values.pop("lang", settings.LANGUAGE_CODE)
        with translation.override(language):
            kept: HttpResponseBase | None = get_conditional_response(request, etag=_etag(language))
            response = kept if kept is not None else view(request, **values)
        if response.status_code in (200, 304):
            response["ETag"] = _etag(language)
            response["Content-Language"] = language
        patch_cache_control(response, public=True, max_age=SECONDS_KEPT)
        return response

    return require_safe(answer)


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
