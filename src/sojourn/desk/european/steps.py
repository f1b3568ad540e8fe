"""Single steps with a notification: sent on paper, answered, looked into; and a question to another state."""

from collections.abc import Callable
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.casework.access import handle_of
from sojourn.casework.case_view import case_for
from sojourn.casework.european.events import (
    answer_determination,
    answer_question,
    ask_other_state,
    note_notice_sent,
    record_answer,
    settle_objection,
)
from sojourn.casework.european.texts import problem_words, refusal_words
from sojourn.casework.texts import refusal_sentence
from sojourn.core.errors import InvalidInput, WrongState
from sojourn.desk.case import page_version
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.exceptions.fields import typed_day, typed_key
from sojourn.desk.exceptions.shown import language
from sojourn.parties.acting import ActingAs
from sojourn.requests.countries import country_options


@require_POST
@officers_only
def sent(request: HttpRequest, acting: ActingAs, notice: str, delivery_id: UUID) -> HttpResponse:
    """When and how the paper went to one state."""

    def take() -> None:
        note_notice_sent(
            acting=acting,
            reference=notice,
            delivery_id=delivery_id,
            on=typed_day(request, "on"),
            way=request.POST.get("way", ""),
        )

    return _taken(request, notice, take)


@require_POST
@officers_only
def said(request: HttpRequest, acting: ActingAs, notice: str, delivery_id: UUID) -> HttpResponse:
    """What a state answered on paper."""

    def take() -> None:
        record_answer(
            acting=acting,
            reference=notice,
            delivery_id=delivery_id,
            agrees=request.POST.get("step") == "agrees",
            on=typed_day(request, "on"),
            reasons=request.POST.get("reasons", ""),
        )

    return _taken(request, notice, take)


@require_POST
@officers_only
def answer(request: HttpRequest, acting: ActingAs, notice: str) -> HttpResponse:
    """Our answer to what arrived: to a determination, or to a question."""
    words, step = request.POST.get("reasons", ""), request.POST.get("step")

    def take() -> None:
        if step == "answer":
            answer_question(acting=acting, reference=notice, text=words)
        else:
            answer_determination(acting=acting, reference=notice, agrees=step == "agrees", reasons=words)

    return _taken(request, notice, take)


@require_POST
@officers_only
def settle(request: HttpRequest, acting: ActingAs, notice: str) -> HttpResponse:
    """It was looked into."""
    return _taken(request, notice, lambda: settle_objection(acting=acting, reference=notice))


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def ask_abroad(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """A question to the institution of another state; posted, it is kept and delivered, or becomes a paper."""
    case = case_for(acting, reference)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            notice = ask_other_state(
                acting=acting,
                case_id=handle_of(acting, reference).id,
                version=page_version(request),
                country=request.POST.get("country", ""),
                text=request.POST.get("text", ""),
                key=typed_key(request),
            )
            return redirect("desk:notice", notice=notice)
        except InvalidInput as error:
            wrong = {each.field: problem_words(each.code, each.params) for each in error.problems}
        except WrongState as refusal:
            messages.warning(request, _why_not(refusal))
            return redirect("desk:case", reference=reference)
    countries = country_options(language())
    context = {
        "case": case,
        "version": page_version(request) if request.method == "POST" else case.version,
        "key": request.POST.get("key") or uuid4(),
        "fields": [
            {
                "name": "country",
                "kind": "select",
                "label": _("Which state"),
                "options": [{"value": code, "label": name} for code, name in countries],
                "value": request.POST.get("country", case.host),
                "error": wrong.get("country", ""),
            },
            {
                "name": "text",
                "kind": "textarea",
                "label": _("Your question"),
                "hint": _("Sent as you write it, with the person's name and numbers."),
                "value": request.POST.get("text", ""),
                "error": wrong.get("text", ""),
            },
        ],
        "errors": [{"text": text, "target": name} for name, text in wrong.items()],
    }
    return draw(request, acting, "desk/european/ask.html", context, status=422 if wrong else 200)


def _taken(request: HttpRequest, notice: str, take: Callable[[], None]) -> HttpResponse:
    try:
        take()
    except InvalidInput as error:
        problem = error.problems[0]
        messages.warning(request, problem_words(problem.code, problem.params))
    except WrongState as refusal:
        messages.warning(request, _why_not(refusal))
    else:
        messages.success(request, _("Noted."))
    return redirect("desk:notice", notice=notice)


def _why_not(refusal: WrongState) -> str:
    params = {**refusal.params, "by": ""}
    return str(refusal_words(refusal.code, params) or refusal_sentence(refusal.code, params))
