"""The keys with which programs ask for an employer: its administrators make and revoke them here."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.core import clock
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.parties.access import acting_for_employer
from sojourn.parties.acting import ActingAs
from sojourn.parties.api_keys import (
    DIRECTORY,
    LONGEST_LIFE,
    READ,
    REGISTER,
    REGISTER_READ,
    REQUEST,
    api_keys_of,
    make_api_key,
    revoke_api_key,
)
from sojourn.requests.typed_dates import day_in_parts
from sojourn.web.applicant import applicant_page
from sojourn.web.employers import form_key, is_acting, switched_elsewhere
from sojourn.web.form_field import error_rows
from sojourn.web.limits import limited

_USUAL_LIFE = timedelta(days=180)
SCOPES = {
    READ: _("Read where requests stand, and get certificates"),
    REQUEST: _("Send requests"),
    REGISTER_READ: _("Read the register: travellers, trips, cover, to-dos"),
    REGISTER: _("Change the register: travellers and trips"),
    DIRECTORY: _("Keep travellers in step with an HR directory (SCIM)"),
}
STATES = {"in_force": _("In force"), "ended": _("Ended"), "revoked": _("Revoked")}
_ERRORS = {
    "name_missing": _("Enter what the key is for."),
    "name_too_long": _("What the key is for must have 200 characters or fewer."),
    "name_unprintable": _("What the key is for has characters that cannot be printed. Take them out."),
    "scopes_missing": _("Choose what the key may do."),
    "expires_range": _("The last day must be between today and a year from now."),
    "pressed_twice": _("This key was made already. Make a new one if you did not keep it."),
}


@applicant_page
@limited("key")
@require_http_methods(["GET", "HEAD", "POST"])
def employer_keys(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    """The employer's keys; posted, a new one, shown this once."""
    person: Any = request.user
    acting = acting_for_employer(person, employer_id)
    if not acting.may_administer:
        raise Http404
    problems: tuple[Problem, ...] = ()
    secret = ""
    if request.method == "POST":
        if not is_acting(request, acting):
            return switched_elsewhere(request, acting)
        try:
            secret = make_api_key(
                acting=acting,
                name=request.POST.get("name", ""),
                scopes=request.POST.getlist("scopes"),
                expires_on=_last_day(request),
                key=form_key(request.POST),
            )
        except InvalidInput as refused:
            problems = refused.problems
        except WrongState:
            messages.error(request, str(_ERRORS["pressed_twice"]))
            return redirect("employer_keys", employer_id=employer_id)
    return _drawn(request, acting, problems, secret)


def _last_day(request: HttpRequest) -> date:
    parts = {part: request.POST.get(f"expires_on-{part}", "") for part in ("day", "month", "year")}
    day = day_in_parts(parts)
    return day if isinstance(day, date) else date.min


def _drawn(
    request: HttpRequest, acting: ActingAs, problems: tuple[Problem, ...], secret: str
) -> HttpResponse:
    errors = {problem.field: str(_ERRORS[problem.code]) for problem in problems}
    posted = request.POST if problems else None
    last = clock.today() + min(_USUAL_LIFE, LONGEST_LIFE)
    parts = ("day", "month", "year")
    fields: list[dict[str, Any]] = [
        {
            "name": "name",
            "label": gettext("What is it for?"),
            "hint": gettext("Like “payroll” or “travel tool”"),
            "value": posted.get("name", "") if posted else "",
            "error": errors.get("name", ""),
        },
        {
            "name": "scopes",
            "kind": "checkboxes",
            "label": gettext("What may it do?"),
            "value": posted.getlist("scopes") if posted else [READ],
            "options": [{"value": code, "label": words} for code, words in SCOPES.items()],
            "error": errors.get("scopes", ""),
        },
        {
            "name": "expires_on",
            "kind": "date",
            "label": gettext("Last day on which it works"),
            "value": {part: posted.get(f"expires_on-{part}", "") for part in parts} if posted else last,
            "error": errors.get("expires_on", ""),
        },
    ]
    keys = [
        {
            "view": view,
            "state": STATES[view.state],
            "scopes": [SCOPES[scope] for scope in view.scopes],
            "in_force": view.state == "in_force",
        }
        for view in api_keys_of(acting)
    ]
    context = {
        "acting": acting,
        "fields": fields,
        "errors": error_rows(fields),
        "keys": keys,
        "secret": secret,
        "key": form_key({}),
    }
    return render(request, "bulk/keys.html", context, status=400 if problems else 200)


@applicant_page
@require_POST
def key_revoke(request: HttpRequest, employer_id: UUID, key_id: UUID) -> HttpResponse:
    """Make a key worthless."""
    person: Any = request.user
    acting = acting_for_employer(person, employer_id)
    if not is_acting(request, acting):
        return switched_elsewhere(request, acting)
    revoke_api_key(acting=acting, key_id=key_id)
    messages.success(request, gettext("The key is revoked. Programs that use it are refused from now on."))
    return redirect("employer_keys", employer_id=employer_id)
