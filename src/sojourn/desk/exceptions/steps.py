"""Single steps with a file: begun, sent, signed, taken back, reminded, given up, noted."""

from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.casework.access import handle_of
from sojourn.casework.exceptions.answering_events import (
    send_back_reply,
    sign_reply,
    take_back_reply,
    take_up_exchange,
)
from sojourn.casework.exceptions.file_view import ExchangeView, look_at_exchange
from sojourn.casework.exceptions.noting import write_note
from sojourn.casework.exceptions.proposing_events import begin_exchange, take_back_exchange
from sojourn.casework.exceptions.recording_events import settle_reply
from sojourn.casework.exceptions.sending_events import (
    dispatch_exchange,
    give_up_exchange,
    note_other_side_told,
    remind_other_side,
)
from sojourn.casework.exceptions.texts import problem_words
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.case import page_version
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.exceptions.fields import day_field, targets, typed_day, typed_key, typed_version
from sojourn.desk.exceptions.refusing import why_not
from sojourn.desk.exceptions.shown import language
from sojourn.parties.acting import ActingAs
from sojourn.requests.packages.words import channel_codes, channel_words

STEPS: Final[dict[str, tuple[Callable[..., None], Promise]]] = {
    "take-back": (take_back_exchange, gettext_lazy("It is a draft again.")),
    "remind": (remind_other_side, gettext_lazy("Reminded.")),
    "give-up": (give_up_exchange, gettext_lazy("Ended. You go on without an agreement.")),
    "told": (note_other_side_told, gettext_lazy("Noted.")),
    "take-up": (take_up_exchange, gettext_lazy("You have it in hand.")),
    "reply-take-back": (take_back_reply, gettext_lazy("The answer is a draft again.")),
    "reply-sign": (sign_reply, gettext_lazy("Signed. The other institution has the answer.")),
}


@require_POST
@officers_only
def begin(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """Open the file for a case, or the one that is open."""
    try:
        exception = begin_exchange(
            acting=acting,
            case_id=handle_of(acting, reference).id,
            version=page_version(request),
            key=typed_key(request),
        )
    except WrongState as refusal:
        messages.warning(request, why_not(refusal))
        return redirect("desk:case", reference=reference)
    return redirect("desk:exception_write", exception=exception)


@require_POST
@officers_only
def step(request: HttpRequest, acting: ActingAs, exception: str, step: str) -> HttpResponse:
    """One step that needs nothing but the press."""
    if step not in STEPS:
        raise Http404
    take, done = STEPS[step]
    return _taken(
        request,
        exception,
        lambda: take(acting=acting, reference=exception, version=typed_version(request)),
        str(done),
    )


@require_POST
@officers_only
def note(request: HttpRequest, acting: ActingAs, exception: str) -> HttpResponse:
    """A note for the own side; with "send_back" it says why an answer is not signed."""
    words, key = request.POST.get("note", ""), typed_key(request)
    if request.POST.get("step") == "send_back":
        return _taken(
            request,
            exception,
            lambda: send_back_reply(
                acting=acting, reference=exception, version=typed_version(request), reason=words, key=key
            ),
            _("Sent back to your colleague."),
        )
    return _taken(
        request,
        exception,
        lambda: write_note(acting=acting, reference=exception, text=words, key=key),
        _("Kept. Only your own side sees it."),
    )


@require_POST
@officers_only
def settle(request: HttpRequest, acting: ActingAs, exception: str, reply_id: UUID) -> HttpResponse:
    """What was done about a reply that came after the end."""
    words, key = request.POST.get("words", ""), typed_key(request)
    return _taken(
        request,
        exception,
        lambda: settle_reply(acting=acting, reference=exception, reply_id=reply_id, words=words, key=key),
        _("Noted."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def send(request: HttpRequest, acting: ActingAs, exception: str) -> HttpResponse:
    """When and how the signed paper was sent; posted, the case waits for the other institution."""
    view = look_at_exchange(acting=acting, reference=exception)
    if not view.is_asking or view.row.state != "signed":
        return redirect("desk:exception", exception=exception)
    if request.method != "POST":
        return _form(request, acting, view)
    try:
        dispatch_exchange(
            acting=acting,
            reference=exception,
            version=typed_version(request),
            on=typed_day(request, "on"),
            way=request.POST.get("way", ""),
        )
        messages.success(request, _("Noted. The case waits for the other institution."))
    except InvalidInput as error:
        return _form(request, acting, view, error.problems)
    except WrongState as refusal:
        messages.warning(request, why_not(refusal))
    return redirect("desk:exception", exception=exception)


def _taken(request: HttpRequest, exception: str, take: Callable[[], None], done: str) -> HttpResponse:
    try:
        take()
    except InvalidInput as error:
        problem = error.problems[0]
        messages.warning(request, problem_words(problem.code, problem.params))
    except WrongState as refusal:
        messages.warning(request, why_not(refusal))
    else:
        messages.success(request, done)
    return redirect("desk:exception", exception=exception)


def _form(
    request: HttpRequest, acting: ActingAs, view: ExchangeView, problems: Sequence[Problem] = ()
) -> HttpResponse:
    said = {problem.field: problem_words(problem.code, problem.params) for problem in problems}
    ways = [{"value": code, "label": channel_words(code, language())} for code in channel_codes()]
    fields: list[dict[str, Any]] = [
        day_field(request, "on", _("Day on which it was sent"), clock.today(), said),
        {
            "name": "way",
            "kind": "select",
            "label": _("How it was sent"),
            "options": ways,
            "value": request.POST.get("way", ""),
            "error": said.get("way", ""),
        },
    ]
    context = {
        "view": view,
        "version": typed_version(request) if request.method == "POST" else view.version,
        "fields": fields,
        "errors": targets(said, frozenset({"on"})),
    }
    return draw(request, acting, "desk/exceptions/send.html", context, status=422 if problems else 200)
