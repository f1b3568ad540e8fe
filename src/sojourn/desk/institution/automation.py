"""Automation: what goes through, stopping it at once, starting it by two people."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sojourn.casework.hosting.automation_access import AutomationView, Lane, automation_at
from sojourn.casework.hosting.automation_events import (
    Scope,
    ask_restart,
    confirm_restart,
    stop_automation,
    take_back_restart,
)
from sojourn.casework.hosting.texts import problem_words, refusal_words
from sojourn.casework.sampling.access import error_rates
from sojourn.casework.sampling.rates import ErrorRate
from sojourn.casework.texts import CHECKS, KINDS, country_name
from sojourn.core.errors import InvalidInput, WrongState
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.institution.words import scope_words
from sojourn.parties.acting import ActingAs


@require_safe
@officers_only
def automation_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The state of automation with its figures; for those who lead, the buttons that change it."""
    return _draw(request, acting)


@require_safe
@officers_only
def moved(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The address at which the page stood before."""
    return redirect("desk:institution_automation")


@require_POST
@officers_only
def stop_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """Stop at once."""
    try:
        stop_automation(acting=acting, scope=_scope(request))
    except InvalidInput as error:
        messages.error(request, problem_words(error.problems[0].code, error.problems[0].params))
    else:
        messages.success(request, _("Stopped. Your colleagues have been told."))
    return redirect("desk:institution_automation")


@require_POST
@officers_only
def restart_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """Ask to start again."""
    try:
        ask_restart(acting=acting, scope=_scope(request), reason=request.POST.get("reason", ""))
    except InvalidInput as error:
        return _draw(request, acting, [problem_words(each.code, each.params) for each in error.problems])
    except WrongState as refusal:
        messages.warning(request, refusal_words(refusal.code))
    else:
        messages.success(request, _("Asked. It starts when somebody else who leads confirms it."))
    return redirect("desk:institution_automation")


@require_POST
@officers_only
def answer_page(request: HttpRequest, acting: ActingAs, restart_id: UUID) -> HttpResponse:
    """Confirm what somebody else asked, or take it back."""
    try:
        if request.POST.get("answer") == "confirm":
            confirm_restart(acting=acting, restart_id=restart_id)
            messages.success(request, _("Started. Your colleagues have been told."))
        else:
            take_back_restart(acting=acting, restart_id=restart_id)
            messages.success(request, _("Taken back. It stays stopped."))
    except WrongState as refusal:
        messages.warning(request, refusal_words(refusal.code))
    return redirect("desk:institution_automation")


def _scope(request: HttpRequest) -> Scope:
    value = request.POST.get("value", "")
    match request.POST.get("scope"):
        case "all":
            return Scope("all", value)
        case "corridor":
            return Scope("corridor", value)
    return Scope("kind", value)


def _draw(request: HttpRequest, acting: ActingAs, said: list[str] | None = None) -> HttpResponse:
    now = automation_at(acting)
    rates = error_rates(str(acting.institution_id))
    context = {
        "automation": now,
        "hosts": sorted(
            (_lane(now, lane, country_name(lane.code), _rate(rates, host=lane.code)) for lane in now.hosts),
            key=lambda lane: str(lane["name"]),
        ),
        "rate": _rate(rates),
        "kinds": [
            _lane(now, lane, str(KINDS[lane.code]), _rate(rates, kind=lane.code), kind=True)
            for lane in now.kinds
        ],
        "restarts": [{"restart": each, "what": scope_words(each.scope, each.value)} for each in now.restarts],
        "all_asked": any(each.scope == "all" for each in now.restarts),
        "checks": CHECKS.values(),
        "errors": [{"text": text, "target": "reason"} for text in said or ()],
    }
    page = "desk/institution/automation.html"
    return draw(request, acting, page, context, status=422 if said else 200)


def _rate(rates: Mapping[tuple[str, str], ErrorRate], *, host: str = "", kind: str = "") -> ErrorRate:
    """What samples found for a country of work, for a kind, or for all."""
    fitting = (
        rate for (of_host, of_kind), rate in rates.items() if host in {"", of_host} and kind in {"", of_kind}
    )
    return sum(fitting, ErrorRate())


def _lane(
    now: AutomationView, lane: Lane, name: str, rate: ErrorRate, *, kind: bool = False
) -> dict[str, Any]:
    """One row: its state in a word, its share, its error rate."""
    if lane.stopped:
        state = ("bad", _("Stopped"))
    elif not lane.through:
        state = ("ended", _("Officers decide"))
    elif not now.running:
        state = ("ended", _("Stopped with all others"))
    else:
        state = ("good", _("Running"))
    return {
        "code": lane.code,
        "scope": "kind" if kind else "corridor",
        "name": name,
        "stopped": lane.stopped,
        "state": state,
        "share": lane.share,
        "rate": rate,
        "may_stop": bool(lane.through) and not lane.stopped,
        "asked": lane.restart_id is not None,
    }
