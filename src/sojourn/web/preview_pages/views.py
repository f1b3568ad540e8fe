"""The page of all texts: in the demonstration and in tests for everybody, elsewhere for staff alone."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from sojourn.parties.access import is_staff
from sojourn.web.language import language
from sojourn.web.preview_pages.samples import sections


@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """All texts in the language of the page, or in the one that the address names."""
    if not _may_read(request):
        raise Http404
    known = dict(settings.LANGUAGES)
    asked = request.GET.get("language", "")
    with translation.override(asked if asked in known else language()):
        context = {"sections": sections(language()), "languages": known.items(), "shown": language()}
        response = render(request, "preview/texts.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _may_read(request: HttpRequest) -> bool:
    if settings.SOJOURN_MODE in ("demo", "test"):
        return True
    return request.user.is_authenticated and is_staff(request.user)
