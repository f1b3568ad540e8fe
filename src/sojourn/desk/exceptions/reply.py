"""Answering: by the asked institution in this service, or noted from the paper that came."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sojourn.casework.exceptions.answering_events import ReplyDraft, submit_reply, write_reply
from sojourn.casework.exceptions.file_view import ExchangeView, look_at_exchange
from sojourn.casework.exceptions.recording_events import PaperReply, record_reply
from sojourn.casework.exceptions.texts import RESULTS, problem_words
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.exceptions.fields import (
    Field,
    day_field,
    targets,
    typed_day,
    typed_key,
    typed_version,
    typed_weighing,
    weighing_fields,
)
from sojourn.desk.exceptions.refusing import why_not
from sojourn.desk.exceptions.shown import days, person_rows, proposal_rows, reason_rows
from sojourn.parties.acting import ActingAs

DAYS = frozenset({"start", "end", "on"})
ACCEPT = ".pdf,.jpg,.jpeg,.png"


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def reply(request: HttpRequest, acting: ActingAs, exception: str) -> HttpResponse:
    """The asked side's form; posted, it is kept, and with "propose" handed to a second officer of this side."""
    view = look_at_exchange(acting=acting, reference=exception)
    if view.is_asking or not view.in_my_hands or view.row.state != "sent":
        return redirect("desk:exception", exception=exception)
    if request.method != "POST":
        return _form(request, acting, view)
    try:
        version = typed_version(request)
        draft = ReplyDraft(
            result=request.POST.get("result", ""),
            start=typed_day(request, "start"),
            end=typed_day(request, "end"),
            remarks=request.POST.get("remarks", ""),
            weighed=typed_weighing(request, view),
        )
        write_reply(acting=acting, reference=exception, version=version, draft=draft, key=typed_key(request))
        if request.POST.get("step") == "propose":
            submit_reply(acting=acting, reference=exception, version=version + 1)
            messages.success(request, _("Handed to a second officer. Nothing has been answered yet."))
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


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def paper(request: HttpRequest, acting: ActingAs, exception: str) -> HttpResponse:
    """What the other institution answered on paper; posted, it is noted, with the paper."""
    view = look_at_exchange(acting=acting, reference=exception)
    if not view.is_asking or view.delivered_here or not view.row.sent_on:
        return redirect("desk:exception", exception=exception)
    if request.method != "POST":
        return _paper_form(request, acting, view)
    try:
        record_reply(
            acting=acting,
            reference=exception,
            version=typed_version(request),
            key=typed_key(request),
            paper=PaperReply(
                result=request.POST.get("result", ""),
                on=typed_day(request, "on"),
                start=typed_day(request, "start"),
                end=typed_day(request, "end"),
                remarks=request.POST.get("remarks", ""),
                papers=tuple(each.read() for each in request.FILES.getlist("file")),
            ),
        )
        messages.success(request, _("Noted."))
    except InvalidInput as error:
        return _paper_form(request, acting, view, error.problems)
    except WrongState as refusal:
        messages.warning(request, why_not(refusal))
    return redirect("desk:exception", exception=exception)


def _form(
    request: HttpRequest, acting: ActingAs, view: ExchangeView, problems: Sequence[Problem] = ()
) -> HttpResponse:
    said = {problem.field: problem_words(problem.code, problem.params) for problem in problems}
    context: dict[str, Any] = {
        "view": view,
        "version": view.version,
        "key": request.POST.get("key") or uuid4(),
        "proposal": proposal_rows(view),
        "person": person_rows(view.content) if view.content else [],
        "reasons": reason_rows(view.content) if view.content else [],
        "weighing": weighing_fields(request, view, said),
        "answer": _answer_fields(request, view, said),
        "errors": targets(said, DAYS),
    }
    return draw(request, acting, "desk/exceptions/reply.html", context, status=422 if problems else 200)


def _paper_form(
    request: HttpRequest, acting: ActingAs, view: ExchangeView, problems: Sequence[Problem] = ()
) -> HttpResponse:
    said = {problem.field: problem_words(problem.code, problem.params) for problem in problems}
    fields = [
        *_answer_fields(request, view, said),
        day_field(request, "on", _("Day on which the answer came"), None, said),
        {
            "name": "file",
            "kind": "file",
            "label": _("The paper"),
            "hint": _("PDF, JPG or PNG."),
            "optional": True,
            "accept": ACCEPT,
            "multiple": True,
            "error": said.get("file", ""),
        },
    ]
    context: dict[str, Any] = {
        "view": view,
        "version": typed_version(request) if request.method == "POST" else view.version,
        "key": request.POST.get("key") or uuid4(),
        "fields": fields,
        "errors": targets(said, DAYS),
    }
    return draw(request, acting, "desk/exceptions/paper.html", context, status=422 if problems else 200)


def _answer_fields(request: HttpRequest, view: ExchangeView, said: dict[str, str]) -> list[Field]:
    posted, kept = request.method == "POST", view.in_preparation
    part_hint = _("Only for another period. Proposed are %(days)s.") % {
        "days": days(view.row.start, view.row.end)
    }
    return [
        {
            "name": "result",
            "kind": "radios",
            "label": _("Answer"),
            "options": [{"value": code, "label": str(label)} for code, label in RESULTS.items()],
            "value": request.POST.get("result", "") if posted else kept.result if kept else "",
            "error": said.get("result", ""),
        },
        day_field(request, "start", _("First day agreed"), kept.start if kept else None, said, part_hint),
        day_field(request, "end", _("Last day agreed"), kept.end if kept else None, said, part_hint),
        {
            "name": "remarks",
            "kind": "textarea",
            "rows": 4,
            "label": _("Remarks"),
            "hint": _("The proposing institution reads them. A refusal needs them."),
            "optional": True,
            "value": request.POST.get("remarks", "") if posted else kept.remarks if kept else "",
            "error": said.get("remarks", ""),
        },
    ]
