"""The thread of a request: what was written, and writing to the institution."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from sojourn.casework.asking.access import conversation_of_applicant
from sojourn.casework.asking.texts import problem_words
from sojourn.casework.asking.thread_events import read_as_applicant, write_to_institution
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
def thread_page(request: HttpRequest, key: str) -> HttpResponse:
    """The thread. Sets the limit of uploads before anything of them is read."""
    limit_uploads(request)
    return _thread_page(request, key)


@csrf_protect
@applicant_page
@limited("write")
@require_http_methods(["GET", "HEAD", "POST"])
def _thread_page(request: HttpRequest, key: str) -> HttpResponse:
    acting, asked = opened(request, key)
    said: Mapping[str, str] = {}
    if request.method == "POST":
        try:
            _write(request, acting, asked)
        except InvalidInput as error:
            said = {each.field: problem_words(each.code, each.params) for each in error.problems}
        except WrongState:
            return redirect("request_thread", key=asked.reference)
        else:
            messages.success(request, gettext("Your message was sent."))
            return redirect("request_thread", key=asked.reference)
    return _shown(request, acting, asked, said)


def _write(request: HttpRequest, acting: ActingAs, asked: Request) -> None:
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        raise NotAllowed("not_allowed") from None
    write_to_institution(
        acting=acting,
        request_id=asked.pk,
        key=key,
        text=request.POST.get("text", ""),
        uploads=uploads_of(request, "files"),
    )


def _shown(request: HttpRequest, acting: ActingAs, asked: Request, said: Mapping[str, str]) -> HttpResponse:
    conversation = conversation_of_applicant(acting, asked.pk)
    if conversation is None:
        raise Http404
    if request.method == "GET":
        read_as_applicant(acting=acting, request_id=asked.pk)
    posted: Mapping[str, Any] = request.POST or kept_text.take(request) or {}
    fields: list[dict[str, Any]] = [
        {
            "name": "text",
            "kind": "textarea",
            "label": gettext("Your message"),
            "hint": gettext("Do not write numbers of persons here; they have their own questions."),
            "value": posted.get("text", ""),
            "error": said.get("text", ""),
        },
        file_field("files", said.get("files", "")),
    ]
    context = {
        "acting": acting,
        "asked": asked,
        "conversation": conversation,
        "institution": institution_contact(asked.institution_id, language()),
        "fields": fields,
        "errors": error_rows(fields),
        "key": posted.get("key") or uuid4(),
    }
    return render(request, "following/thread.html", context, status=422 if said else 200)
