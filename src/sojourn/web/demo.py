"""What only the demonstration shows: the letters it would have sent, and the officer's code of the moment.

Elsewhere these pages are not there.
"""

import json
import time
from collections.abc import Callable
from functools import wraps

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sojourn.messages.access import sent_letters

LETTERS_SHOWN = 50
SIGN_INS = "demo_sign_ins.json"
CODE_PERIOD = 30


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
    """The newest letters, with links that work, and the code that an app on the officer's phone would show."""
    context = {"letters": sent_letters(LETTERS_SHOWN), "code": _officers_code()}
    return render(request, "web/demo_mail.html", context)


def _officers_code() -> str:
    """The second factor without a phone. Worth nothing without the password, which is printed at the start."""
    kept = settings.SOJOURN_HOME / SIGN_INS
    if not kept.exists():
        return ""
    secret = json.loads(kept.read_text())["totp_secret"]
    return format_hotp_value(hotp_value(secret, int(time.time()) // CODE_PERIOD))
