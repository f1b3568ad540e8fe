"""Passing a case on: to a colleague, or back into the queue, with the reason."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sojourn.casework.access import handle_of
from sojourn.casework.case_view import CaseView, case_for
from sojourn.casework.officer_events import put_back
from sojourn.casework.officers.access import may_be_given
from sojourn.casework.officers.events import pass_on
from sojourn.casework.officers.words import PASS_WHYS
from sojourn.casework.texts import problem_sentence
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.case import page_version, why_not
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs

QUEUE = "queue"


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def pass_on_page(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """To whom and why; posted, the case is in other hands, or waits in the queue again."""
    handle = handle_of(acting, reference)
    case = case_for(acting, reference)
    if request.method != "POST":
        return _form(request, acting, case)
    try:
        _pass(request, acting, handle.id)
    except InvalidInput as error:
        return _form(request, acting, case, error.problems)
    except WrongState as refusal:
        messages.warning(request, why_not(case_for(acting, reference), refusal))
        return redirect("desk:case", reference=reference)
    messages.success(request, _("Passed on: %(reference)s.") % {"reference": reference})
    return redirect("desk:home")


def _pass(request: HttpRequest, acting: ActingAs, case_id: UUID) -> None:
    to = request.POST.get("to", "")
    common: dict[str, Any] = {
        "acting": acting,
        "case_id": case_id,
        "version": page_version(request),
        "why": request.POST.get("why", ""),
        "words": request.POST.get("words", ""),
    }
    if to == QUEUE:
        put_back(**common)
        return
    try:
        colleague = UUID(to)
    except ValueError:
        raise InvalidInput([Problem("to", "colleague_unknown")]) from None
    pass_on(**common, to=colleague)


def _form(
    request: HttpRequest, acting: ActingAs, case: CaseView, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    said = {problem.field: problem_sentence(problem.code, problem.params) for problem in problems}
    posted = request.POST
    people = [{"value": str(pk), "label": name} for pk, name in may_be_given(acting, case.id)]
    queue = [{"value": QUEUE, "label": _("Into the queue")}] if case.may_be_put_back else []
    fields: list[dict[str, Any]] = [
        {
            "name": "to",
            "kind": "select",
            "label": _("To whom"),
            "options": [*queue, *people],
            "value": posted.get("to", ""),
            "error": said.get("to", ""),
        },
        {
            "name": "why",
            "kind": "radios",
            "label": _("Why"),
            "options": [{"value": code, "label": str(words)} for code, words in PASS_WHYS.items()],
            "value": posted.get("why", ""),
            "error": said.get("why", ""),
        },
        {
            "name": "words",
            "kind": "textarea",
            "rows": 3,
            "label": _("What the next one should know"),
            "hint": _("Read by colleagues only; kept with the case."),
            "optional": True,
            "value": posted.get("words", ""),
            "error": said.get("words", ""),
        },
    ]
    context = {
        "case": case,
        "version": page_version(request) if problems else case.version,
        "fields": fields,
        "errors": [{"text": text, "target": name} for name, text in said.items()],
    }
    return draw(request, acting, "desk/officers/pass_on.html", context, status=422 if problems else 200)
