"""The way in: the page behind the link, and the code for every other browser.

Opening changes nothing: programs that look at mail open links too. Only pressing does.
"""

from typing import Any
from uuid import UUID

from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sojourn.core.errors import InvalidInput, WrongState
from sojourn.parties.client_network import client_network
from sojourn.parties.guessing.limits import BY_CLIENT, counted_try, named
from sojourn.requests.countries import country_name
from sojourn.requests.worker_part import worker_events
from sojourn.requests.worker_part.access import LinkView, by_id, by_link, held
from sojourn.requests.worker_part.states import State
from sojourn.web.form_field import error_rows
from sojourn.web.language import language
from sojourn.web.worker_pages.browser import holder_in, let_in, speak, worker_page


@worker_page
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Who asks and why; pressed, the link is used up and bound to this browser."""
    with counted_try(BY_CLIENT, named(BY_CLIENT, client_network(request))) as attempt:
        seen = by_link(secret)
        attempt.right = True
    speak(request, seen.language)
    if request.method == "POST":
        return _pressed(request, secret, seen)
    if _is_in(request, seen.part_id):
        return redirect("worker_part", part_id=seen.part_id)
    return _shown(request, seen, by_secret=True)


def _pressed(request: HttpRequest, secret: str, seen: LinkView) -> HttpResponse:
    step = request.POST.get("do")
    try:
        if step == "refuse":
            worker_events.refuse(secret=secret)
            return render(request, "worker/not_me.html", {"seen": seen})
        if step == "renew":
            refused = consume_or_429(request, action="worker_link", key=str(seen.part_id))
            if refused is not None:
                return refused
            worker_events.renew_link(secret=secret)
            return render(request, "worker/link_sent.html", {"seen": seen})
        let_in(request, worker_events.open_link(secret=secret))
    except WrongState:
        # Somebody was quicker, or nobody asks any more: the page says which.
        return redirect("worker_link", secret=secret)
    return redirect("worker_part", part_id=seen.part_id)


@worker_page
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """For a browser that is in: where to go on. For others: the way to a code; posted, it is sent."""
    seen = by_id(part_id)
    speak(request, seen.language)
    if request.method == "POST":
        refused = consume_or_429(request, action="worker_code", key=str(part_id))
        if refused is not None:
            return refused
        worker_events.send_code(part_id=part_id)
        return redirect("worker_code", part_id=part_id)
    if _is_in(request, part_id):
        if seen.state is State.DONE or seen.sent:
            return redirect("worker_done", part_id=part_id)
        return redirect("worker_page", part_id=part_id, name="you")
    return _shown(request, seen, by_secret=False)


@worker_page
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """The code that came by mail; with the right one this browser is in."""
    seen = by_id(part_id)
    speak(request, seen.language)
    error = ""
    if request.method == "POST":
        refused = consume_or_429(request, action="worker_code_entry", key=str(part_id))
        if refused is not None:
            return refused
        try:
            let_in(request, worker_events.enter_code(part_id=part_id, code=request.POST.get("code", "")[:40]))
        except InvalidInput as wrong:
            error = _CODE_PROBLEMS[wrong.problems[0].code]()
        else:
            return redirect("worker_part", part_id=part_id)
    field = {
        "name": "code",
        "id": "code",
        "label": gettext("Code"),
        "hint": gettext("6 digits, from the letter that we have just sent"),
        "inputmode": "numeric",
        "autocomplete": "one-time-code",
        "width": 10,
        "error": error,
    }
    context = {"seen": seen, "field": field, "errors": error_rows([field]) if error else []}
    return render(request, "worker/code.html", context)


_CODE_PROBLEMS = {
    "code_wrong": lambda: gettext("Code must be the 6 digits of the newest letter. Check it."),
    "code_over": lambda: gettext("This code no longer works. Have a new one sent."),
}


def _is_in(request: HttpRequest, part_id: UUID) -> bool:
    holder = holder_in(request, part_id)
    if holder is None:
        return False
    try:
        held(holder)
    except WrongState:
        return False
    return True


def _shown(request: HttpRequest, seen: LinkView, *, by_secret: bool) -> HttpResponse:
    over = seen.state in {State.WITHDRAWN, State.REFUSED} or (seen.sent and seen.state is not State.DONE)
    if over:
        return render(request, "worker/over.html", {"seen": seen}, status=410)
    if seen.is_over:
        return render(request, "worker/expired.html", {"seen": seen, "may_renew": by_secret}, status=410)
    context: dict[str, Any] = {
        "seen": seen,
        "host": country_name(seen.host, language()) if seen.host else "",
        "home": country_name(seen.home, language()) if seen.home else "",
        "fresh": by_secret and seen.state is State.INVITED,
        "by_secret": by_secret,
        "may_refuse": by_secret and seen.state.is_awaited,
    }
    return render(request, "worker/asked.html", context)
