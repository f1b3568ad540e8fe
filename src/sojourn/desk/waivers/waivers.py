"""The standing waivers of an institution: seen by all who work there, made and revoked by those who lead."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sojourn.casework.access import automation_of
from sojourn.casework.checks.straight_through import waivable_codes
from sojourn.casework.grounds.access import waivers_of
from sojourn.casework.grounds.events import make_standing_waiver, revoke_standing_waiver
from sojourn.casework.grounds.texts import problem_sentence
from sojourn.casework.permissions import require_lead
from sojourn.casework.texts import FINDINGS_SHORT, country_name
from sojourn.core.errors import InvalidInput, Problem
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.waivers.days import typed_day, typed_parts
from sojourn.parties.acting import ActingAs


@require_safe
@officers_only
def waivers_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """What stands aside now, and what did."""
    return draw(request, acting, "desk/waivers/list.html", {"waivers": waivers_of(acting)})


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def new_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The form; posted, the waiver. For those who lead: to others there is no such page."""
    require_lead(acting)
    if request.method != "POST":
        return _form(request, acting)
    try:
        make_standing_waiver(
            acting=acting,
            key=_key(request),
            code=request.POST.get("code", ""),
            reason=request.POST.get("reason", ""),
            until=typed_day(request, "until"),
            reference=request.POST.get("reference", ""),
            host=request.POST.get("host", ""),
        )
    except InvalidInput as error:
        return _form(request, acting, error.problems)
    messages.success(request, _("The hindrance is set aside from now on."))
    return redirect("desk:waivers")


@require_POST
@officers_only
def revoke_page(request: HttpRequest, acting: ActingAs, waiver_id: UUID) -> HttpResponse:
    """Let the hindrance hinder again."""
    revoke_standing_waiver(acting=acting, waiver_id=waiver_id)
    messages.success(request, _("The hindrance hinders again from now on."))
    return redirect("desk:waivers")


def _key(request: HttpRequest) -> UUID:
    """The form's key: one press, one waiver. A new one where the form lost it."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def _form(request: HttpRequest, acting: ActingAs, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    said = {problem.field: problem_sentence(problem.code, problem.params) for problem in problems}
    hosts = [{"value": host, "label": country_name(host)} for host in automation_of(acting).hosts]
    fields: list[dict[str, Any]] = [
        {
            "name": "code",
            "kind": "select",
            "label": _("Hindrance"),
            "options": [{"value": code, "label": FINDINGS_SHORT[code]} for code in waivable_codes()],
            "value": request.POST.get("code", ""),
            "error": said.get("code", ""),
        },
        {
            "name": "reference",
            "label": _("Only for the employer of this case"),
            "hint": _("The reference of a case that the employer has sent. Left empty: for all employers."),
            "value": request.POST.get("reference", ""),
            "error": said.get("reference", ""),
            "width": "20",
            "optional": True,
        },
        {
            "name": "host",
            "kind": "select",
            "label": _("Only for this country of work"),
            "placeholder_option": _("All countries"),
            "options": sorted(hosts, key=lambda host: str(host["label"])),
            "value": request.POST.get("host", ""),
            "error": said.get("host", ""),
            "optional": True,
        },
        {
            "name": "until",
            "kind": "date",
            "label": _("Last day on which it is set aside"),
            "hint": _("A year from today at most."),
            "value": typed_parts(request, "until"),
            "error": said.get("until", ""),
        },
        {
            "name": "reason",
            "kind": "textarea",
            "label": _("Why"),
            "value": request.POST.get("reason", ""),
            "error": said.get("reason", ""),
            "rows": 3,
        },
    ]
    targets = {"until": "until-day"}
    context = {
        "fields": fields,
        "key": request.POST.get("key") or str(uuid4()),
        "errors": [{"text": text, "target": targets.get(name, name)} for name, text in said.items()],
    }
    return draw(request, acting, "desk/waivers/new.html", context, status=422 if problems else 200)
