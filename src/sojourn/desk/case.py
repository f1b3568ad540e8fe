"""One case on one screen, and the steps that lead into and out of an officer's hands."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sojourn.casework.access import handle_of
from sojourn.casework.asking.access import conversation_of_officer
from sojourn.casework.case_view import CaseView, case_for
from sojourn.casework.foreign.access import history_for_case
from sojourn.casework.looks import UNSAID
from sojourn.casework.looks import WHYS as LOOK_WHYS
from sojourn.casework.officer_events import assign, look_at_person
from sojourn.casework.officers.access import others_looking
from sojourn.casework.officers.events import note_viewing
from sojourn.casework.officers.words import LOOK_WHYS as LOOK_WHY_WORDS
from sojourn.casework.repairing import repair_of
from sojourn.casework.states import CaseState
from sojourn.casework.suspension_events import suspension_of
from sojourn.casework.texts import line_words, problem_sentence, refusal_sentence
from sojourn.core import clock
from sojourn.core.errors import WrongState
from sojourn.desk.asking.shown import conversation_shown
from sojourn.desk.certificates.repairs import REPAIRS
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.exceptions.panel import exchanges_shown
from sojourn.desk.facts import fact_name, followed_rows, person_rows, remark_rows, with_standings, work_rows
from sojourn.desk.panel import law_panels
from sojourn.desk.queue_filter import chosen_queue
from sojourn.desk.signing.panel import deciding_of
from sojourn.desk.timeline import timeline_of
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
    """The case with the person, on a look of somebody who does not have it in hand and says why."""
    why = request.POST.get("look_why", "")
    if why not in LOOK_WHYS:
        return _draw(request, acting, reference, look_at=None, look_error=True)
    return _draw(request, acting, reference, look_at=handle_of(acting, reference).id, why=why)


@require_POST
@officers_only
def assign_case(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """Take the case in hand."""
    return _step(request, acting, reference, assign)


def _step(request: HttpRequest, acting: ActingAs, reference: str, take: Callable[..., None]) -> HttpResponse:
    """Take a step and show the case; where the step was not possible, with the reason."""
    try:
        take(acting=acting, case_id=handle_of(acting, reference).id, version=page_version(request))
    except WrongState as refusal:
        messages.warning(request, why_not(case_for(acting, reference), refusal))
    return redirect("desk:case", reference=reference)


def _has_certificate(case: CaseView) -> bool:
    return case.decision is not None and case.decision.certificate_number is not None


def page_version(request: HttpRequest) -> int:
    """The version of the case that the officer's page showed; one that never was where the form lost it."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else -1


def why_not(case: CaseView, refusal: WrongState) -> str:
    """Why a step was not possible, with the colleague's name where it was a colleague."""
    params = dict(refusal.params)
    if "by" in params:
        params["by"] = case.names.get(params["by"], "")
    said = refusal_sentence(refusal.code, params)
    return " ".join([said, *news_words(case)]) if refusal.code == "case_changed" else said


def news_words(case: CaseView) -> list[str]:
    """What others did since the reader had the case before them last, in sentences."""
    told = _("%(at)s: %(what)s, %(name)s.")
    plain = _("%(at)s: %(what)s.")
    return [
        (told if each["name"] else plain)
        % {"at": each["at"].strftime("%H:%M"), "what": line_words(each["event"]), "name": each["name"]}
        for each in case.news[-5:]
    ]


def _draw(
    request: HttpRequest,
    acting: ActingAs,
    reference: str,
    *,
    look_at: UUID | None,
    why: str = UNSAID,
    look_error: bool = False,
) -> HttpResponse:
    # The look comes first: it may begin the review, and the page shows the case as it then stands.
    file = look_at_person(acting=acting, case_id=look_at, why=why) if look_at else None
    case = case_for(acting, reference, get_language() or "en")
    said = conversation_of_officer(acting, reference)
    context = {
        "case": case,
        "conversation": conversation_shown(said, case.applicant_kind),
        # Answers may name people: they stand with the person's data, whose showing is written down.
        "shows_answers": file is not None,
        "panels": law_panels(case),
        "exchanges": exchanges_shown(acting, case),
        "work": with_standings(work_rows(case), case),
        "followed": followed_rows(case),
        "person": with_standings(person_rows(file), case) if file else None,
        # Who looks after the request, to be called; shown with the person, because it names somebody too.
        "contact": contact_of(file.keeper_id, case.country) if file else None,
        "remarks": remark_rows(file) if file else None,
        "deciding": deciding_of(acting, case),
        "today": clock.today(),
        "news": case.news,
        "looking": others_looking(acting, case.id),
        "look_field": _look_field(look_error),
        "errors": [{"text": _look_field(True)["error"], "target": "look_why"}] if look_error else [],
        "worker_line": timeline_of(case, case.around.others),
        "employer_line": timeline_of(case, case.around.of_employer),
        "queue": chosen_queue(request),
        "from_abroad": history_for_case(acting, reference),
        "repair_url": _repair_url(acting, case),
        "suspension": suspension_of(acting, reference) if _has_certificate(case) else None,
        "standings": [(fact_name(fact, case), each) for fact, each in case.around.standings.items()],
    }
    note_viewing(acting, case.id)
    return draw(request, acting, "desk/case.html", context, status=422 if look_error else 200)


def _repair_url(acting: ActingAs, case: CaseView) -> str:
    """The page that puts right a certificate which facts established since have made wrong; "" for none."""
    if case.state != CaseState.DECIDED or not case.around.standings or case.my_own_matter:
        return ""
    repair = repair_of(acting, case.reference)
    return REPAIRS[repair.act] if repair else ""


def _look_field(wrong: bool) -> dict[str, object]:
    """Why somebody looks at the person's data who does not have the case in hand."""
    return {
        "name": "look_why",
        "kind": "select",
        "label": _("Why do you look?"),
        "options": [{"value": code, "label": str(words)} for code, words in LOOK_WHY_WORDS.items()],
        "value": "",
        "error": problem_sentence("look_reason_missing", {}) if wrong else "",
    }
