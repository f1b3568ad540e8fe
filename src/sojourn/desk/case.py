"""One case on one screen, and the steps that lead into and out of an officer's hands."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from sojourn.casework.access import handle_of
from sojourn.casework.asking.access import conversation_of_officer
from sojourn.casework.case_view import CaseView, case_for
from sojourn.casework.officer_events import assign, look_at_person, put_back
from sojourn.casework.texts import refusal_sentence
from sojourn.core import clock
from sojourn.core.errors import WrongState
from sojourn.desk.asking.shown import conversation_shown
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.exceptions.panel import exchanges_shown
from sojourn.desk.facts import followed_rows, person_rows, remark_rows, work_rows
from sojourn.desk.panel import law_panels
from sojourn.desk.signing.panel import deciding_of
from sojourn.parties.account import contact_of
from sojourn.parties.acting import ActingAs


@require_safe
@officers_only
def show(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """The case. Whoever has it in hand sees the person with it, and each such look is written down."""
    handle = handle_of(acting, reference)
    return _draw(request, acting, reference, look_at=handle.id if handle.in_my_hands else None)


@require_POST
@officers_only
def person(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """The case with the person, on a look of somebody who does not have it in hand."""
    return _draw(request, acting, reference, look_at=handle_of(acting, reference).id)


@require_POST
@officers_only
def assign_case(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """Take the case in hand."""
    return _step(request, acting, reference, assign)


@require_POST
@officers_only
def put_back_case(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """Give the case back to the queue."""
    return _step(request, acting, reference, put_back)


def _step(request: HttpRequest, acting: ActingAs, reference: str, take: Callable[..., None]) -> HttpResponse:
    """Take a step and show the case; where the step was not possible, with the reason."""
    try:
        take(acting=acting, case_id=handle_of(acting, reference).id, version=page_version(request))
    except WrongState as refusal:
        messages.warning(request, why_not(case_for(acting, reference), refusal))
    return redirect("desk:case", reference=reference)


def page_version(request: HttpRequest) -> int:
    """The version of the case that the officer's page showed; one that never was where the form lost it."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else -1


def why_not(case: CaseView, refusal: WrongState) -> str:
    """Why a step was not possible, with the colleague's name where it was a colleague."""
    params = dict(refusal.params)
    if "by" in params:
        params["by"] = case.names.get(params["by"], "")
    return refusal_sentence(refusal.code, params)


def _draw(request: HttpRequest, acting: ActingAs, reference: str, *, look_at: UUID | None) -> HttpResponse:
    # The look comes first: it may begin the review, and the page shows the case as it then stands.
    file = look_at_person(acting=acting, case_id=look_at) if look_at else None
    case = case_for(acting, reference, get_language() or "en")
    said = conversation_of_officer(acting, reference)
    context = {
        "case": case,
        "conversation": conversation_shown(said, case.applicant_kind),
        # Answers may name people: they stand with the person's data, whose showing is written down.
        "shows_answers": file is not None,
        "panels": law_panels(case),
        "exchanges": exchanges_shown(acting, case),
        "work": work_rows(case),
        "followed": followed_rows(case),
        "person": person_rows(file) if file else None,
        # Who looks after the request, to be called; shown with the person, because it names somebody too.
        "contact": contact_of(file.keeper_id, case.country) if file else None,
        "remarks": remark_rows(file) if file else None,
        "deciding": deciding_of(acting, case),
        "today": clock.today(),
    }
    return draw(request, acting, "desk/case.html", context)
