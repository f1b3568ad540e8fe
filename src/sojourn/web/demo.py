"""What only the demonstration shows: the letters it would have sent. Elsewhere these pages are not there."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sojourn.messages.access import sent_letters

LETTERS_SHOWN = 50


def demonstration_only[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Not found except in the demonstration."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if settings.SOJOURN_MODE != "demo":
            raise Http404
        return view(*args, **kwargs)

    return guarded


@demonstration_only
@never_cache
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """The newest letters, with links that work."""
    letters = [
        {"letter": letter, "posted_at": letter.facts.posted_at, "text": _linked(letter.text)}
        for letter in sent_letters(LETTERS_SHOWN)
    ]
    return render(request, "web/demo_mail.html", {"letters": letters})


def _linked(text: str) -> SafeString:
    """The letter's text, escaped, with its addresses as links."""
    return mark_safe(urlize(text, autoescape=True))  # noqa: S308  urlize has escaped it
