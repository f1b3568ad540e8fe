"""The schedule with its dry run, the holds, and what was erased."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sojourn.casework.retention.access import retention_of
from sojourn.casework.retention.events import lift_hold, place_hold, set_rule
from sojourn.casework.retention.texts import (
    COUNTED_FROM,
    MATTERS,
    THINGS,
    problem_words,
    refusal_words,
    words_of,
)
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs
from sojourn.requests.typed_dates import day_in_parts

PARTS = ("day", "month", "year")


@require_safe
@officers_only
def show(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """What is kept how long, what would be erased tonight, what is held back, what was erased."""
    return _draw(request, acting, {})


@require_POST
@officers_only
def rule(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """Set or take away the years of a matter."""
    typed = request.POST.get("years", "").strip()
    years = int(typed) if typed.isdecimal() and len(typed) < 5 else 0 if typed else None
    try:
        set_rule(
            acting=acting,
            matter=request.POST.get("matter", ""),
            years=years,
            source=request.POST.get("source", ""),
        )
    except InvalidInput as error:
        matter = request.POST.get("matter", "")[:16]
        return _draw(request, acting, {f"{matter}-{each.field}": _said(each) for each in error.problems})
    messages.success(request, _("Set. It applies from the next night on."))
    return redirect("desk:retention")


@require_POST
@officers_only
def hold(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """Hold something back from erasure."""
    until = day_in_parts({part: request.POST.get(f"until-{part}", "") for part in PARTS})
    try:
        if until is not None and not isinstance(until, date):
            raise InvalidInput([Problem("until", "day_not_readable")])
        place_hold(
            acting=acting,
            reference=request.POST.get("reference", ""),
            reason=request.POST.get("reason", ""),
            until=until,
        )
    except InvalidInput as error:
        return _draw(request, acting, {each.field: _said(each) for each in error.problems})
    except WrongState as refusal:
        messages.warning(request, refusal_words(refusal.code, refusal.params))
    else:
        messages.success(request, _("Held back from erasure."))
    return redirect("desk:retention")


@require_POST
@officers_only
def lift(request: HttpRequest, acting: ActingAs, hold_id: UUID) -> HttpResponse:
    """Lift a hold."""
    lift_hold(acting=acting, hold_id=hold_id)
    messages.success(request, _("The hold is lifted. The schedule applies again."))
    return redirect("desk:retention")


def _draw(request: HttpRequest, acting: ActingAs, said: Mapping[str, str]) -> HttpResponse:
    view = retention_of(acting)
    context = {
        "view": view,
        "rules": [
            {
                "view": each,
                "words": words_of(MATTERS, each.matter),
                "counted": words_of(COUNTED_FROM, each.matter),
                "fields": _rule_fields(request, each.matter, each.years, each.source, said)
                if view.may_set
                else [],
            }
            for each in view.rules
        ],
        "holds": [{"view": each, "words": words_of(THINGS, each.thing)} for each in view.holds],
        "erased": [
            {"view": each, "words": words_of(THINGS, each.thing), "matter": words_of(MATTERS, each.matter)}
            for each in view.erased
        ],
        "fields": _hold_fields(request, said),
        "errors": [
            {"text": t, "target": "until-day" if name == "until" else name} for name, t in said.items()
        ],
    }
    return draw(request, acting, "desk/retention/schedule.html", context, status=422 if said else 200)


def _rule_fields(
    request: HttpRequest, matter: str, years: int | None, source: str, said: Mapping[str, str]
) -> list[dict[str, Any]]:
    mine = any(name.startswith(f"{matter}-") for name in said)
    return [
        {
            "name": "years",
            "id": f"{matter}-years",
            "label": _("Years; empty: kept for ever"),
            "inputmode": "numeric",
            "width": 4,
            "value": request.POST.get("years", "") if mine else years or "",
            "error": said.get(f"{matter}-years", ""),
        },
        {
            "name": "source",
            "id": f"{matter}-source",
            "label": _("Text that sets it"),
            "value": request.POST.get("source", "") if mine else source,
            "error": said.get(f"{matter}-source", ""),
        },
    ]


def _hold_fields(request: HttpRequest, said: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": "reference",
            "label": _("Reference"),
            "hint": _("Of a case, a certificate from abroad or a report"),
            "width": 20,
            "value": request.POST.get("reference", ""),
            "error": said.get("reference", ""),
        },
        {
            "name": "reason",
            "kind": "textarea",
            "rows": 3,
            "label": _("Why is it held back?"),
            "value": request.POST.get("reason", ""),
            "error": said.get("reason", ""),
        },
        {
            "name": "until",
            "kind": "date",
            "label": _("Until and with"),
            "hint": _("Empty: until somebody lifts it"),
            "optional": True,
            "value": {part: request.POST.get(f"until-{part}", "") for part in PARTS},
            "error": said.get("until", ""),
        },
    ]


def _said(problem: Problem) -> str:
    return problem_words(problem.code, problem.params)
