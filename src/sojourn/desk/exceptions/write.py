"""Writing a proposal: the days, each criterion, the text to the other institution."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sojourn.casework.exceptions.file_view import ExchangeView, look_at_exchange
from sojourn.casework.exceptions.proposing_events import Draft, submit_exchange, write_draft
from sojourn.casework.exceptions.texts import problem_words
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.exceptions.fields import (
    Field,
    day_field,
    targets,
    typed_day,
    typed_version,
    typed_weighing,
    weighing_fields,
)
from sojourn.desk.exceptions.refusing import why_not
from sojourn.parties.acting import ActingAs
from sojourn.requests.receiving import needs_office

DAYS = frozenset({"start", "end"})


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def write(request: HttpRequest, acting: ActingAs, exception: str) -> HttpResponse:
    """The form; posted, it is kept, and with "propose" handed to a second officer."""
    view = look_at_exchange(acting=acting, reference=exception)
    if not (view.is_asking and view.in_my_hands and view.row.state == "draft"):
        return redirect("desk:exception", exception=exception)
    if request.method != "POST":
        return _form(request, acting, view)
    try:
        version = typed_version(request)
        write_draft(acting=acting, reference=exception, version=version, draft=_draft(request, view))
        if request.POST.get("step") == "propose":
            submit_exchange(acting=acting, reference=exception, version=version + 1)
            messages.success(request, _("Handed to a second officer. Nothing has been sent yet."))
        else:
            messages.success(request, _("Kept."))
    except InvalidInput as error:
        anew = look_at_exchange(acting=acting, reference=exception)
        return _form(request, acting, anew, error.problems)
    except WrongState as refusal:
        messages.warning(request, why_not(refusal))
        if refusal.code == "exception_changed":
            # What was typed on the older page stands in the boxes of the newer one.
            return _form(request, acting, look_at_exchange(acting=acting, reference=exception))
    return redirect("desk:exception", exception=exception)


def _draft(request: HttpRequest, view: ExchangeView) -> Draft:
    return Draft(
        start=typed_day(request, "start"),
        end=typed_day(request, "end"),
        text=request.POST.get("text", ""),
        weighed=typed_weighing(request, view),
        office_name=request.POST.get("office_name", ""),
        office_address=request.POST.get("office_address", "").replace("\r\n", "\n").split("\n"),
    )


def _form(
    request: HttpRequest, acting: ActingAs, view: ExchangeView, problems: Sequence[Problem] = ()
) -> HttpResponse:
    said = {problem.field: problem_words(problem.code, problem.params) for problem in problems}
    context: dict[str, Any] = {
        "view": view,
        "version": view.version,
        "days": _day_fields(request, view, said),
        "weighing": weighing_fields(request, view, said),
        "letter": [_text_field(request, view, said), *_office_fields(request, view, said)],
        "errors": targets(said, DAYS),
    }
    return draw(request, acting, "desk/exceptions/write.html", context, status=422 if problems else 200)


def _day_fields(request: HttpRequest, view: ExchangeView, said: dict[str, str]) -> list[Field]:
    return [
        day_field(request, "start", _("First day of the exception"), view.row.start, said),
        day_field(request, "end", _("Last day of the exception"), view.row.end, said),
    ]


def _text_field(request: HttpRequest, view: ExchangeView, said: dict[str, str]) -> Field:
    return {
        "name": "text",
        "kind": "textarea",
        "rows": 6,
        "label": _("To the other institution, in your own words"),
        "hint": _("Sent as you write it. Your weighing stays with your own side."),
        "value": request.POST.get("text", "") if request.method == "POST" else view.text,
        "error": said.get("text", ""),
    }


def _office_fields(request: HttpRequest, view: ExchangeView, said: dict[str, str]) -> list[Field]:
    """Which office, where the law data name it in general words or not at all."""
    if view.hosted or not needs_office(view.liaison_id):
        return []
    posted = request.method == "POST"
    address = "\n".join(view.office.get("address", ()))
    return [
        {
            "name": "office_name",
            "label": _("Name of the office"),
            "hint": _("The law data name no single office here."),
            "optional": True,
            "value": request.POST.get("office_name", "") if posted else view.office.get("name", ""),
            "error": said.get("office_name", ""),
        },
        {
            "name": "office_address",
            "kind": "textarea",
            "rows": 4,
            "label": _("Its address"),
            "optional": True,
            "value": request.POST.get("office_address", "") if posted else address,
            "error": said.get("office_address", ""),
        },
    ]
