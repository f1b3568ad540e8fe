"""One's employer: entering it, asking to join it, correcting it; and for whom one acts."""

import uuid
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.core.actors import Capacity
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.parties import texts
from sojourn.parties.access import acting_for_employer, capacities_of, employer_of, require_acting
from sojourn.parties.acting import ActingAs
from sojourn.parties.events import change_employer_particulars, create_employer
from sojourn.parties.people_events import ask_to_join
from sojourn.parties.session import current_acting, recent_tokens, switch_acting
from sojourn.web.applicant import applicant_page
from sojourn.web.form_field import error_rows
from sojourn.web.kept_text import take
from sojourn.web.limits import limited
from sojourn.web.party_fields import employer_fields, with_errors

# Up to so many one sees at a glance; with more, a search and the last ones used help.
FEW = 7
_ASKED = ("seat", "kind", "name", "street", "postcode", "city", "state", "ein")


@applicant_page
@limited("employer")
@require_http_methods(["GET", "HEAD", "POST"])
def employer_new(request: HttpRequest) -> HttpResponse:
    """Enter one's employer. Pressing twice enters it once."""
    person: Any = request.user
    posted: Mapping[str, Any] = request.POST if request.method == "POST" else (take(request) or {})
    values = _typed(posted) if posted else {**_typed({}), "seat": "US"}
    key = form_key(posted)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            acting = create_employer(
                person=person, seat=values["seat"], kind=values["kind"], particulars=values, key=key
            )
        except InvalidInput as refused:
            problems = refused.problems
        else:
            switch_acting(person, request.session, acting.token)
            return redirect("signed_in")
    exists = any(problem.code == "employer_exists" for problem in problems)
    return _drawn(request, "parties/employer_new.html", values, problems, {"key": key, "exists": exists})


@applicant_page
@limited("join")
@require_POST
def employer_join(request: HttpRequest) -> HttpResponse:
    """Ask the administrators of an employer that is here already to be let in."""
    person: Any = request.user
    try:
        ask_to_join(person=person, seat=request.POST.get("seat", ""), number=request.POST.get("ein", ""))
    except InvalidInput as refused:
        messages.error(request, texts.problem_text(refused.problems[0]))
        return redirect("employer_new")
    messages.success(
        request,
        gettext("We have told the employer’s administrators. You get access when one of them lets you in."),
    )
    return redirect("signed_in")


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def employer(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    """The employer as it is printed on certificates; its administrators correct it here."""
    person: Any = request.user
    acting = acting_for_employer(person, employer_id)
    view = employer_of(acting)
    values = {**view.particulars, "kind": view.kind, "seat": view.seat}
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        values = {**_typed(request.POST), "seat": view.seat}
        if not is_acting(request, acting):
            return switched_elsewhere(request, acting)
        try:
            change_employer_particulars(acting=acting, kind=values["kind"], particulars=values)
        except InvalidInput as refused:
            problems = refused.problems
        else:
            messages.success(
                request, gettext("Saved. Certificates issued before keep what was printed on them.")
            )
            return redirect("employer", employer_id=employer_id)
    more = {"acting": acting, "seat_name": dict(texts.seat_choices()).get(view.seat, view.seat), "view": view}
    return _drawn(request, "parties/employer.html", values, problems, more, seat_fixed=True)


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest) -> HttpResponse:
    """Choose for whom one acts. Nothing is preset where there are several."""
    person: Any = request.user
    onward = _own_address(request, request.POST.get("next") or request.GET.get("next") or "")
    if request.method == "POST" and request.POST.get("acting"):
        switch_acting(person, request.session, request.POST["acting"])
        return HttpResponseRedirect(onward) if onward else redirect("signed_in")
    capacities = [acting for acting in capacities_of(person) if acting.institution_id is None]
    present = current_acting(person, request.session)
    wanted = request.GET.get("q", "").strip()
    shown, recent = shortened(capacities, wanted, recent_tokens(request.session))
    field = {
        "name": "acting",
        "kind": "radios",
        "label": gettext("For whom do you act?"),
        "page_heading": True,
        "options": [
            *map(_option, recent),
            *([{"or": True}] if recent and shown else []),
            *map(_option, shown),
        ],
        "value": present.token if present else "",
        "error": gettext("Choose for whom you act.") if request.method == "POST" else "",
    }
    context = {
        "field": field,
        "errors": error_rows([field]),
        "next": onward,
        "q": wanted,
        "many": len(capacities) > FEW,
        "nobody": not shown and not recent,
    }
    return render(request, "parties/switch.html", context, status=400 if field["error"] else 200)


def shortened(
    capacities: list[ActingAs], wanted: str, recent: list[str]
) -> tuple[list[ActingAs], list[ActingAs]]:
    """(those whose name holds what is looked for, and before them the last used ones where there are many)."""
    if wanted:
        return [each for each in capacities if wanted.casefold() in each.label.casefold()], []
    if len(capacities) <= FEW:
        return capacities, []
    by_token = {each.token: each for each in capacities}
    last = [by_token[token] for token in recent if token in by_token]
    return [each for each in capacities if each not in last], last


def _option(acting: ActingAs) -> dict[str, Any]:
    hint = texts.CAPACITIES[acting.actor.capacity]
    if acting.actor.capacity is Capacity.EMPLOYER:
        hint = f"{hint} {texts.ROLES[acting.role]}."
    return {"value": acting.token, "label": capfirst(acting.label), "hint": hint}


def is_acting(request: HttpRequest, acting: ActingAs) -> bool:
    """Whether a posted form was opened in this capacity, and not for somebody else in another tab."""
    try:
        require_acting(request.POST.get("acting"), acting)
    except WrongState:
        return False
    return True


def switched_elsewhere(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """Nothing was sent: the form was opened for another. Says for whom one acts now."""
    return render(request, "parties/switched.html", {"acting": acting, "path": request.path}, status=409)


def form_key(posted: Mapping[str, Any]) -> UUID:
    """The key that makes one press of one form one event; a new one for a new form."""
    try:
        return UUID(str(posted.get("key", "")))
    except ValueError:
        return uuid.uuid4()


def _typed(posted: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(posted.get(name, "")) for name in _ASKED}


def _drawn(
    request: HttpRequest,
    template: str,
    values: Mapping[str, Any],
    problems: tuple[Problem, ...],
    more: Mapping[str, Any],
    *,
    seat_fixed: bool = False,
) -> HttpResponse:
    fields = with_errors(employer_fields(values, seat_fixed=seat_fixed), problems)
    context = {"fields": fields, "values": values, "errors": error_rows(fields), **more}
    return render(request, template, context, status=400 if problems else 200)


def _own_address(request: HttpRequest, address: str) -> str:
    """The address if it leads to a page of ours, else nothing."""
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else ""
