"""What officers have learned of an employer or a worker outside a request, recorded in one of their cases."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.casework.access import handle_of
from sojourn.casework.grounds.access import recorded_in
from sojourn.casework.grounds.events import record_fact, take_back_fact
from sojourn.casework.grounds.texts import RECORD_KINDS, problem_sentence
from sojourn.casework.texts import refusal_sentence
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.waivers.days import typed_day, typed_parts
from sojourn.parties.acting import ActingAs


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def record_page(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """What is recorded in this case, and the form for more."""
    if request.method != "POST":
        return _form(request, acting, reference)
    try:
        record_fact(
            acting=acting,
            case_id=handle_of(acting, reference).id,
            kind=request.POST.get("kind", ""),
            day=typed_day(request, "day"),
            source=request.POST.get("source", ""),
        )
    except InvalidInput as error:
        return _form(request, acting, reference, error.problems)
    except WrongState as refusal:
        messages.warning(request, refusal_sentence(refusal.code, refusal.params))
    else:
        messages.success(request, _("Recorded. It comes up in each case that it concerns."))
    return redirect("desk:record", reference=reference)


@require_POST
@officers_only
def take_back_page(request: HttpRequest, acting: ActingAs, reference: str, fact_id: UUID) -> HttpResponse:
    """Take back what was recorded."""
    try:
        take_back_fact(acting=acting, fact_id=fact_id)
        messages.success(request, _("Taken back. It comes up no more."))
    except WrongState as refusal:
        messages.warning(request, refusal_sentence(refusal.code, refusal.params))
    return redirect("desk:record", reference=reference)


def _form(
    request: HttpRequest, acting: ActingAs, reference: str, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    said = {problem.field: problem_sentence(problem.code, problem.params) for problem in problems}
    rows = recorded_in(acting, reference)
    fields: list[dict[str, Any]] = [
        {
            "name": "kind",
            "kind": "radios",
            "label": _("What have you learned?"),
            "options": [{"value": code, "label": words} for code, words in RECORD_KINDS.items()],
            "value": request.POST.get("kind", ""),
            "error": said.get("kind", ""),
        },
        {
            "name": "day",
            "kind": "date",
            "label": _("On which day did it happen, or since when is it known?"),
            "value": typed_parts(request, "day"),
            "error": said.get("day", ""),
        },
        {
            "name": "source",
            "kind": "textarea",
            "label": _("Where is it known from?"),
            "hint": _("A register, a letter, a call: so that a colleague can check it."),
            "value": request.POST.get("source", ""),
            "error": said.get("source", ""),
            "rows": 3,
        },
    ]
    targets = {"kind": "kind-1", "day": "day-day"}
    context = {
        "reference": reference,
        "rows": [{"row": row, "words": RECORD_KINDS[row.kind]} for row in rows],
        "fields": fields,
        "errors": [{"text": text, "target": targets.get(name, name)} for name, text in said.items()],
    }
    return draw(request, acting, "desk/waivers/record.html", context, status=422 if problems else 200)
