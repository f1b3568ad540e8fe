"""Limits on what a signed-in person can set off: letters to strangers, and trying out who is here."""

from collections.abc import Callable
from functools import wraps

from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse


def limited[**P](action: str) -> Callable[[Callable[P, HttpResponse]], Callable[P, HttpResponse]]:
    """For views whose posts are counted under `action` of ACCOUNT_RATE_LIMITS; too many get page 429."""

    def decorate(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
        @wraps(view)
        def counted(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            request = args[0]
            assert isinstance(request, HttpRequest)  # noqa: S101  for the type checker
            if request.method == "POST":
                refused: HttpResponse | None = consume_or_429(request, action=action)
                if refused is not None:
                    return refused
            return view(*args, **kwargs)

        return counted

    return decorate
