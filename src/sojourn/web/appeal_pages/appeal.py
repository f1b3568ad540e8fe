"""The applicant's page of an appeal: what was decided, what to say, what became of it."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sojourn.casework.appeals.access import appeals_of_request, paper_of_applicant
from sojourn.casework.appeals.events import appeal, take_back
from sojourn.casework.appeals.texts import problem_words as own_problem
from sojourn.casework.appeals.texts import reason_words, state_sentence, state_words
from sojourn.casework.asking.texts import problem_words
from sojourn.casework.notice import notice_of
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.parties.acting import ActingAs
from sojourn.requests.access import Request
from sojourn.web import kept_text
from sojourn.web.applicant import applicant_page, opened
from sojourn.web.following_pages.files import file_field, limit_uploads, uploads_of
from sojourn.web.form_field import error_rows
from sojourn.web.institution_words import institution_contact
from sojourn.web.language import language
from sojourn.web.limits import limited


@csrf_exempt
def appeal_page(request: HttpRequest, key: str) -> HttpResponse:
    """The page. Sets the limit of uploads before anything of them is read."""
    limit_uploads(request)
    return _appeal_page(request, key)


@csrf_protect
@applicant_page
@limited("write")
@require_http_methods(["GET", "HEAD", "POST"])
def _appeal_page(request: HttpRequest, key: str) -> HttpResponse:
    acting, asked = opened(request, key)
    said: Mapping[str, str] = {}
    if request.method == "POST":
        try:
            _appeal(request, acting, asked)
        except InvalidInput as error:
            said = {
                each.field: own_problem(each.code, each.params) or problem_words(each.code, each.params)
                for each in error.problems
            }
        except WrongState:
            return redirect("request_appeal", key=asked.reference)
        else:
            messages.success(request, gettext("Your appeal has arrived."))
            return redirect("request_appeal", key=asked.reference)
    return _shown(request, acting, asked, said)


@applicant_page
@require_POST
def take_back_page(request: HttpRequest, key: str) -> HttpResponse:
    """Take the appeal back, and go to its page."""
    acting, asked = opened(request, key)
    # One that was answered meanwhile is shown with its answer.
    with suppress(WrongState):
        take_back(acting=acting, request_id=asked.pk)
    return redirect("request_appeal", key=asked.reference)


@applicant_page
@require_safe
def paper_page(request: HttpRequest, key: str, paper_id: UUID) -> HttpResponse:
    """A paper of one's own appeal: saved under its name, kept nowhere on the way."""
    acting, asked = opened(request, key)
    shown, data = paper_of_applicant(acting, asked.pk, paper_id)
    response = HttpResponse(data, content_type=shown.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, shown.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def _appeal(request: HttpRequest, acting: ActingAs, asked: Request) -> None:
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        raise NotAllowed("not_allowed") from None
    appeal(
        acting=acting,
        request_id=asked.pk,
        key=key,
        words=request.POST.get("words", ""),
        uploads=uploads_of(request, "files"),
    )


def _shown(request: HttpRequest, acting: ActingAs, asked: Request, said: Mapping[str, str]) -> HttpResponse:
    own = appeals_of_request(acting, asked.pk)
    if not own.may_appeal and not own.made:
        raise Http404
    posted: Mapping[str, Any] = request.POST or kept_text.take(request) or {}
    fields: list[dict[str, Any]] = [
        {
            "name": "words",
            "kind": "textarea",
            "label": gettext("What is wrong or new?"),
            "hint": gettext("Say which part of the decision you disagree with, and why."),
            "value": posted.get("words", ""),
            "error": said.get("words", ""),
        },
        file_field("files", said.get("files", "")),
    ]
    context = {
        "acting": acting,
        "asked": asked,
        "own": own,
        "made": [
            {
                "appeal": each,
                "state": state_words(each.state.value),
                "sentence": state_sentence(each.state.value),
                "reason": reason_words(each.reason) if each.reason else "",
            }
            for each in own.made
        ],
        "notice": notice_of(asked.pk, language()),
        "institution": institution_contact(asked.institution_id, language()),
        "fields": fields,
        "errors": error_rows(fields),
        "key": posted.get("key") or uuid4(),
    }
    return render(request, "appeal/appeal.html", context, status=422 if said else 200)
