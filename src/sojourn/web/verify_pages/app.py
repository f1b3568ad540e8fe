"""The checker for telephones: one page that can be installed and works without reception.

It is the same for everybody, sets no cookie and reads none, so that it may be kept on the device. The language stands
in the address.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.csp import CSP
from django.utils.translation import gettext
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from sojourn.casework.foreign.concern_events import hosted_institutions
from sojourn.requests.countries import country_name
from sojourn.web.institution_words import institution_name
from sojourn.web.verify_pages.app_words import app_words

_HERE: Final = Path(__file__).parent
_PARTS: Final = (
    "built/sojourn.css",
    "built/fonts/public-sans-latin-wght-normal.woff2",
    "built/qr/decode.js",
    "built/qr/index.js",
    "img/check-192.png",
    "img/check-512.png",
    "js/page.js",
)
_MODULES: Final = (
    "app",
    "bytes",
    "camera",
    "cbor",
    "code",
    "draw",
    "keys",
    "reports",
    "sources",
    "status",
    "store",
    "verdict",
)
_POLICY: Final[dict[str, Any]] = {
    **settings.SECURE_CSP,
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
}


@csp_override(_POLICY)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page. `language` in the address; else as the browser asks."""
    wanted = request.GET.get("language", "")
    known = dict(settings.LANGUAGES)
    with translation.override(wanted if wanted in known else translation.get_language()):
        response = render(request, "web/check_app.html", _context())
        response["Content-Language"] = translation.get_language() or "en"
    response["Cache-Control"] = "no-cache"
    response["Permissions-Policy"] = "camera=(self)"
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a device needs to know to install the page."""
    address = reverse("check_app")
    content = {
        "id": address,
        "name": gettext("Check certificates"),
        "short_name": gettext("Check"),
        "description": gettext("Checks certificates of coverage, also without reception."),
        "start_url": address,
        "scope": address,
        "display": "standalone",
        "lang": translation.get_language(),
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [
            {"src": static(f"img/check-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
            for size in (192, 512)
        ],
    }
    response = JsonResponse(content, content_type="application/manifest+json")
    response["Vary"] = "Accept-Language, Cookie"
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: changes whenever a part of the page does, so that devices fetch it anew."""
    address = reverse("check_app")
    known = {"edition": _edition(), "page": address, "parts": [address, *_addresses()]}
    script = (_HERE / "service_worker.js").read_text(encoding="utf-8")
    content = f"const SETTINGS = {json.dumps(known)};\n{script}"
    response = HttpResponse(content, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _context() -> dict[str, Any]:
    address, language = reverse("check_app"), (translation.get_language() or "en")[:2]
    return {
        "public_page": True,
        "alternates": [
            {"code": code, "name": name, "path": f"{address}?language={code}"}
            for code, name in settings.LANGUAGES
        ],
        "manifest": reverse("check_app_manifest"),
        "institutions": [
            {
                "value": each,
                "label": f"{country_name(country, language)}: {institution_name(each, language)}",
            }
            for each, country in hosted_institutions()
        ],
        "check_settings": {
            "words": app_words(),
            "sources": {"keys": reverse("keys:list"), "lists": reverse("status:lists")},
            "concern": reverse("check_app_concern"),
            "worker": reverse("check_app_worker"),
            "scope": address,
            "staleHours": settings.SOJOURN_STATUS_STALE_HOURS,
        },
    }


def _names() -> Iterator[str]:
    yield from _PARTS
    yield "img/favicon-demo.svg" if settings.SOJOURN_MODE == "demo" else "img/favicon.svg"
    yield from (f"js/check/{module}.js" for module in _MODULES)


def _addresses() -> list[str]:
    return [static(name) for name in _names()]


@cache
def _edition() -> str:
    """Of the parts as this process was started with them."""
    digest = hashlib.sha256()
    for name in _names():
        path = finders.find(name)
        digest.update(name.encode() + (Path(path).read_bytes() if isinstance(path, str) else b""))
    for own in sorted(_HERE.rglob("*")):
        if own.suffix in {".py", ".js", ".mo"}:
            digest.update(own.read_bytes())
    return digest.hexdigest()[:16]
