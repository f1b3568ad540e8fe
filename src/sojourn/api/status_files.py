"""Status lists for programs: signed once, served to everybody as they are stored (Token Status List).

The same for all who ask: which certificate somebody looks for is not told to us.
"""

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse

from sojourn.api.problems import Refusal
from sojourn.certificates.status_list import access
from sojourn.certificates.status_list.tokens import CWT_MEDIA, JWT_MEDIA

# Shorter than the minute within which a change is to be seen.
_MOMENTS: Final = "public, max-age=20"


def status_list(request: HttpRequest, name: str) -> HttpResponse:
    """A list as JWT or, where that is asked for, as CWT."""
    if "time" in request.GET:
        raise Refusal("past_not_told")
    media = request.get_preferred_type([JWT_MEDIA, CWT_MEDIA])
    if media is None:
        raise Refusal("not_acceptable")
    found = access.published(name)
    if found is None:
        raise Refusal("not_found")
    response = HttpResponse(found.jwt if media == JWT_MEDIA else found.cwt, content_type=media)
    response["Cache-Control"] = _MOMENTS
    response["Vary"] = "Accept"
    return response


def all_lists(request: HttpRequest) -> HttpResponse:
    """The addresses of all lists."""
    return _addresses(access.list_addresses())


def lists_of(request: HttpRequest, institution: str) -> HttpResponse:
    """The addresses of an institution's lists."""
    return _addresses(access.list_addresses(institution))


def _addresses(found: list[str]) -> HttpResponse:
    response = JsonResponse({"status_lists": found})
    response["Cache-Control"] = _MOMENTS
    return response
