"""Asking the applicant: questions of the catalogue or one in own words, what is wanted, until when."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.casework.access import handle_of
from sojourn.casework.asking.officer_events import OwnQuestion, answer_more_time, ask, close_inquiry
from sojourn.casework.asking.texts import catalogue_options
from sojourn.casework.case_view import CaseView, case_for
from sojourn.casework.hosting.access import question_days
from sojourn.casework.texts import problem_sentence
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.desk.case import page_version, why_not
from sojourn.desk.entrance import draw, officers_only
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.parties.acting import ActingAs


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def ask_page(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """The form; posted, the questions are sent and the case waits."""
    case = case_for(acting, reference)
    if request.method != "POST":
        return _form(request, acting, case)
    try:
        _ask(request, acting, case)
    except InvalidInput as error:
        return _form(request, acting, case, error.problems)
    except WrongState as refusal:
        messages.warning(request, why_not(case_for(acting, reference), refusal))
    else:
        messages.success(request, _("Asked. The applicant has been told."))
    return redirect("desk:case", reference=reference)


@require_POST
@officers_only
def close_page(request: HttpRequest, acting: ActingAs, reference: str, inquiry_id: UUID) -> HttpResponse:
    """Go on without an answer."""
    try:
        close_inquiry(acting=acting, case_id=handle_of(acting, reference).id, inquiry_id=inquiry_id)
    except WrongState as refusal:
        messages.warning(request, why_not(case_for(acting, reference), refusal))
    return redirect("desk:case", reference=reference)


@require_POST
@officers_only
def more_time_page(request: HttpRequest, acting: ActingAs, reference: str, inquiry_id: UUID) -> HttpResponse:
    """Give the time that was asked for, or not."""
    given = request.POST.get("given") == "yes"
    try:
        answer_more_time(
            acting=acting, case_id=handle_of(acting, reference).id, inquiry_id=inquiry_id, given=given
        )
    except WrongState as refusal:
        messages.warning(request, why_not(case_for(acting, reference), refusal))
    return redirect("desk:case", reference=reference)


def posted_key(request: HttpRequest) -> UUID:
    """The key that the form carried, so that a second press does nothing anew. Raises NotAllowed for none."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise NotAllowed("not_allowed") from None


def _ask(request: HttpRequest, acting: ActingAs, case: CaseView) -> None:
    words, fact = request.POST.get("words", ""), request.POST.get("fact", "")
    wants_file = bool(request.POST.get("wants_file"))
    days = request.POST.get("working_days", "").strip()
    ask(
        acting=acting,
        case_id=case.id,
        version=page_version(request),
        key=posted_key(request),
        codes=request.POST.getlist("codes"),
        own=OwnQuestion(words, fact, wants_file) if words.strip() or fact or wants_file else None,
        working_days=int(days) if days.isdecimal() and len(days) < 4 else 0,
        remind=bool(request.POST.get("remind")),
    )


def _form(
    request: HttpRequest, acting: ActingAs, case: CaseView, problems: Sequence[Problem] = ()
) -> HttpResponse:
    said = {problem.field: problem_sentence(problem.code, problem.params) for problem in problems}
    posted = request.method == "POST"
    fields = [*_what(request, case, said), *_until(request, said, question_days(acting))]
    context = {
        "case": case,
        "version": page_version(request) if posted else case.version,
        "key": request.POST.get("key") or uuid4(),
        "fields": fields,
        "errors": [{"text": text, "target": name} for name, text in said.items()],
        "open_now": case.in_my_hands and not case.my_own_matter and case.state != "waiting_for_applicant",
    }
    return draw(request, acting, "desk/asking/ask.html", context, status=422 if problems else 200)


def _what(request: HttpRequest, case: CaseView, said: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": "codes",
            "kind": "checkboxes",
            "label": _("Questions"),
            "hint": _("The applicant reads each in their own language, with why it is asked."),
            "options": [{"value": code, "label": words} for code, words in catalogue_options()],
            "value": request.POST.getlist("codes"),
            "error": said.get("codes", ""),
        },
        {
            "name": "words",
            "kind": "textarea",
            "rows": 3,
            "label": _("A question in your own words"),
            "hint": _("Say why you ask. Sent as you write it, untranslated."),
            "optional": True,
            "value": request.POST.get("words", ""),
            "error": said.get("words", ""),
        },
        {
            "name": "fact",
            "kind": "select",
            "label": _("Which answer of the form it asks for anew"),
            "optional": True,
            "placeholder_option": _("None: an answer in words"),
            "options": _facts(Applicant(case.applicant_kind)),
            "value": request.POST.get("fact", ""),
            "error": said.get("fact", ""),
        },
        {
            "name": "wants_file",
            "kind": "checkbox",
            "label": _("It asks for a paper"),
            "value": bool(request.POST.get("wants_file")),
        },
    ]


def _until(request: HttpRequest, said: dict[str, str], usual_days: int) -> list[dict[str, Any]]:
    return [
        {
            "name": "working_days",
            "label": _("Working days to answer"),
            "hint": _("Weekends and public holidays of our country are not counted."),
            "inputmode": "numeric",
            "width": 4,
            "value": request.POST.get("working_days", usual_days if request.method != "POST" else ""),
            "error": said.get("working_days", ""),
        },
        {
            "name": "remind",
            "kind": "checkbox",
            "label": _("Remind two working days before the last day"),
            "value": bool(request.POST.get("remind")) if request.method == "POST" else True,
        },
    ]


def _facts(applicant: Applicant) -> list[dict[str, str]]:
    language = (get_language() or "en")[:2]
    asked = [fact for fact in load_facts().facts if fact.matter_for(applicant) is not None]
    return [{"value": fact.id, "label": fact.words_in(language, applicant).name} for fact in asked]
