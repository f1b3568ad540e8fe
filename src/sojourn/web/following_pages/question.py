"""The officer's questions: answered now or later, with more time asked for, and frozen when they are sent."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from sojourn.casework.asking.access import InquiryView, conversation_of_applicant
from sojourn.casework.asking.events import ask_for_more_time, remove_file, save_answers, send_answers
from sojourn.casework.asking.texts import PROBLEMS, problem_words
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.engine.lawbook.facts import load_facts
from sojourn.parties.acting import ActingAs
from sojourn.requests.access import Request
from sojourn.requests.answers import Answers
from sojourn.requests.question_fields import Form, error_targets, typed_answer
from sojourn.requests.texts import fact_id_of, problem_text
from sojourn.web import kept_text
from sojourn.web.applicant import applicant_page, opened
from sojourn.web.asked_form import day_in, given_in, group_of, id_in, more_time_fields
from sojourn.web.following_pages.files import limit_uploads
from sojourn.web.form_field import error_rows
from sojourn.web.institution_words import institution_contact
from sojourn.web.language import language
from sojourn.web.limits import limited


@csrf_exempt
def question_page(request: HttpRequest, key: str) -> HttpResponse:
    """The questions. Sets the limit of uploads before anything of them is read."""
    limit_uploads(request, boxes=2)
    return _question_page(request, key)


@csrf_protect
@applicant_page
@limited("write")
@require_http_methods(["GET", "HEAD", "POST"])
def _question_page(request: HttpRequest, key: str) -> HttpResponse:
    acting, asked = opened(request, key)
    conversation = conversation_of_applicant(acting, asked.pk)
    inquiry = conversation.open_inquiry if conversation else None
    if conversation is None or inquiry is None or not conversation.may_write:
        return redirect("request", key=asked.reference or asked.pk)
    if request.method != "POST":
        return _shown(request, acting, asked, inquiry, kept_text.take(request), {})
    try:
        problems = _step(request, acting, asked, inquiry)
    except InvalidInput as error:
        problems = error.problems
    except WrongState:
        # Answered or closed meanwhile: the page of the request says which.
        return redirect("request", key=asked.reference)
    if problems:
        said = _said(problems, asked)
        return _shown(request, acting, asked, inquiry, request.POST, said)
    sent = "send" in request.POST
    return redirect("request" if sent else "request_question", key=asked.reference)


def _step(
    request: HttpRequest, acting: ActingAs, asked: Request, inquiry: InquiryView
) -> tuple[Problem, ...]:
    """Do what the button says; returns what is wrong with answers that were only kept."""
    common: dict[str, Any] = {"acting": acting, "request_id": asked.pk, "inquiry_id": inquiry.id}
    if "more_time" in request.POST:
        ask_for_more_time(**common, until=day_in(request.POST), reason=request.POST.get("reason", ""))
        messages.success(request, gettext("Your wish for more time was sent."))
        return ()
    problems = save_answers(**common, given=given_in(request, inquiry))
    if removed := request.POST.get("remove"):
        remove_file(**common, attachment_id=id_in(removed))
    elif "send" in request.POST:
        send_answers(**common)
        messages.success(request, gettext("Your answer was sent."))
    else:
        messages.success(request, gettext("Your answer is kept. It has not been sent yet."))
        return problems
    return ()


def _said(problems: tuple[Problem, ...], asked: Request) -> dict[str, str]:
    """The sentences by field: those of the vocabulary's questions in their own words."""
    facts = load_facts()
    return {
        each.field: problem_text(each, facts, language(), asked.applicant)
        if fact_id_of(each.field, facts) or each.code not in PROBLEMS
        else problem_words(each.code, each.params)
        for each in problems
    }


def _shown(
    request: HttpRequest,
    acting: ActingAs,
    asked: Request,
    inquiry: InquiryView,
    posted: QueryDict | None,
    said: Mapping[str, str],
) -> HttpResponse:
    form = Form(_answers(asked, inquiry, posted), language(), said)
    groups = [group_of(each, form, posted) for each in inquiry.questions]
    more_time = more_time_fields(posted or QueryDict(), said)
    fields = [field for group in groups for field in group["fields"]]
    errors = [*error_targets([f for g in groups for f in g["fact_fields"]], form), *error_rows(fields)]
    context = {
        "acting": acting,
        "asked": asked,
        "inquiry": inquiry,
        "institution": institution_contact(asked.institution_id, language()),
        "groups": groups,
        "more_time": more_time,
        "more_time_open": any(field["error"] for field in more_time),
        "errors": [*errors, *error_rows(more_time)],
    }
    return render(request, "following/question.html", context, status=422 if said else 200)


def _answers(asked: Request, inquiry: InquiryView, posted: QueryDict | None) -> Answers:
    """What stands in the boxes: what was posted or kept; empty where nothing was answered yet."""
    facts, applicant = load_facts(), asked.applicant
    typed = {}
    for question in inquiry.questions:
        if question.fact:
            kept = question.typed if posted is None else typed_answer(facts[question.fact], posted)
            typed[question.fact] = kept
    given = Answers(applicant).with_typed(facts, typed)
    # Countries to choose between are those of the request.
    return Answers(
        applicant,
        {
            **{name: value for name, value in asked.answers.values.items() if name not in typed},
            **given.values,
        },
        given.unknown,
        given.entered,
    )
