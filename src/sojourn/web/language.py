"""The language in which a page is drawn, as the rooms' own texts name it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import get_language
from django.views.i18n import set_language

from sojourn.parties.account_events import prefer_language
from sojourn.requests.texts import sentence


def language() -> str:
    """The code, like "en"; English where nothing is set."""
    return (get_language() or "en")[:2]


def choose_language(request: HttpRequest) -> HttpResponse:
    """The switch at the top of each page: the pages are in that language from now on, and one's letters too.

    Anybody may switch what the own browser shows. The account is changed only by a form of ours.
    """
    response: HttpResponse = set_language(request)
    person: Any = request.user
    if request.method == "POST" and person.is_authenticated and _is_our_form(request):
        prefer_language(person=person, language=request.POST.get("language", ""))
    return response


def _is_our_form(request: HttpRequest) -> bool:
    return CsrfViewMiddleware(lambda _: HttpResponse()).process_view(request, _checked, (), {}) is None


def _checked(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def told(code: str, **values: object) -> str:
    """The requests' sentence for a code that came back in an address; empty for one that they do not have."""
    try:
        return sentence(code, values, language())
    except KeyError:
        return ""
