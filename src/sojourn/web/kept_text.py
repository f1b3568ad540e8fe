"""Keeps what somebody typed when their session, or the form's protection, ends in the middle of a form.

Signed out: the text is sealed (it may hold particulars) and rests in the anonymous session until the person has
signed in again; the page then shows it as if it had just been typed. Who sees it is decided by the page itself:
somebody who may not open the request never gets that far.

Form expired (the CSRF token no longer fits): the page with the same text comes back with a fresh token and one
button. That is done only for posts that the browser says came from this site: a foreign page must not be able to
put words into a form that then waits for a click.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from sojourn.core import clock
from sojourn.vault.envelope import decrypt, encrypt
from sojourn.vault.errors import VaultError

SESSION_KEY = "kept_text"
KEPT_FOR = timedelta(hours=2)
LARGEST = 64 * 1024
_NOT_KEPT = frozenset(
    {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "credential"}
    | {"code", "secret", "birth_date"}
)


def signed_in[**P](
    view: Callable[P, HttpResponse],
) -> Callable[P, HttpResponse]:
    """For views that need an account: sends others to sign in, and keeps what they had typed."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request: Any = args[0]
        if request.user.is_authenticated:
            return view(*args, **kwargs)
        if request.method == "POST":
            keep(request)
            return redirect_to_login(request.path)
        return redirect_to_login(request.get_full_path())

    return guarded


def keep(request: HttpRequest) -> None:
    """Seal the posted values in the session, for the page they were posted to."""
    posted = [(name, values) for name, values in request.POST.lists() if name not in _NOT_KEPT]
    text = json.dumps({"path": request.path, "at": clock.now().isoformat(), "posted": posted}).encode()
    if len(text) <= LARGEST:
        request.session[SESSION_KEY] = encrypt(text, context="web.kept_text").hex()


def take(request: HttpRequest) -> QueryDict | None:
    """What was kept for this page, once; None if there is nothing, or nothing fresh."""
    sealed = request.session.get(SESSION_KEY)
    if not sealed:
        return None
    try:
        kept = json.loads(decrypt(bytes.fromhex(sealed), context="web.kept_text"))
    except VaultError:
        del request.session[SESSION_KEY]
        return None
    if kept["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    if clock.now() - datetime.fromisoformat(kept["at"]) > KEPT_FOR:
        return None
    posted = QueryDict(mutable=True)
    for name, values in kept["posted"]:
        posted.setlist(name, values)
    return posted


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's view for a failed CSRF check: the same text with a fresh token, if it came from this site."""
    posted = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NOT_KEPT
        for value in values
        if len(value) <= LARGEST
    ]
    again = _from_this_site(request)
    context = {"posted": posted if again else [], "again": again, "path": request.path}
    return render(request, "web/form_expired.html", context, status=403)


def _from_this_site(request: HttpRequest) -> bool:
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said == "same-origin"
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()
