"""The list of open appeals, and one appeal: what is said, what was decided, the law then and now, the answer."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.casework.appeals.access import AppealView, appeal_for, appeals_of, paper_of_officer
from sojourn.casework.appeals.officer_events import REASONS, admit, not_admit, take_over, uphold
from sojourn.casework.appeals.texts import REFUSALS, problem_words, reason_words, state_words
from sojourn.casework.suspension_events import RECONSIDERED, suspension_of
from sojourn.casework.suspension_words import suspension_words
from sojourn.casework.texts import country_name, problem_sentence, refusal_sentence
from sojourn.casework.texts import reason_words as decision_reason
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.case import page_version
from sojourn.desk.entrance import draw, officers_only
from sojourn.engine import load_law
from sojourn.parties.acting import ActingAs
from sojourn.requests.texts import day_words

TEMPLATE: Final = "desk/appeals/appeal.html"


@require_safe
@officers_only
def appeals(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """What waits for an answer, what is due first on top."""
    rows = [{"row": row, "state": state_words(row.state.value)} for row in appeals_of(acting)]
    return draw(request, acting, "desk/appeals/list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def appeal(request: HttpRequest, acting: ActingAs, appeal_id: UUID) -> HttpResponse:
    """The appeal; posted, it is admitted, taken over, not admitted, or answered."""
    view = appeal_for(acting, appeal_id)
    if request.method != "POST":
        return _draw(request, acting, view)
    try:
        said = _step(request, acting, appeal_id)
    except InvalidInput as error:
        return _draw(request, acting, view, error.problems)
    except WrongState as refusal:
        own = REFUSALS.get(refusal.code)
        messages.warning(request, str(own) if own else refusal_sentence(refusal.code, dict(refusal.params)))
    else:
        messages.success(request, said)
    return redirect("desk:appeal", appeal_id=appeal_id)


@require_safe
@officers_only
def paper(request: HttpRequest, acting: ActingAs, appeal_id: UUID, paper_id: UUID) -> HttpResponse:
    """A paper that came with it: saved under its name, never opened in the browser."""
    shown, data = paper_of_officer(acting, appeal_id, paper_id)
    return HttpResponse(
        data,
        content_type=shown.media_type,
        headers={
            "Content-Disposition": content_disposition_header(True, shown.name) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def _step(request: HttpRequest, acting: ActingAs, appeal_id: UUID) -> str:
    words = request.POST.get("words", "")
    match request.POST.get("step"):
        case "admit":
            admit(acting=acting, appeal_id=appeal_id)
            return _("Admitted. The case is open again and in your hands.")
        case "take_over":
            take_over(acting=acting, appeal_id=appeal_id)
            return _("The appeal is in your hands.")
        case "not_admit":
            not_admit(acting=acting, appeal_id=appeal_id, reason=request.POST.get("reason", ""), words=words)
            return _("Answered. The applicant has been told.")
        case _:
            uphold(acting=acting, appeal_id=appeal_id, version=page_version(request), words=words)
            return _("The decision stands. The applicant has been told.")


def _draw(
    request: HttpRequest, acting: ActingAs, view: AppealView, problems: Sequence[Problem] = ()
) -> HttpResponse:
    said = {each.field: _problem(each) for each in problems}
    reasons = [code for code in REASONS if code != "late" or view.row.is_late]
    context = {
        "view": view,
        "state": state_words(view.row.state.value),
        "why_not": str(REFUSALS.get(view.why_not) or refusal_sentence(view.why_not, {}))
        if view.why_not
        else "",
        "decision_reasons": [decision_reason(code) for code in view.reasons],
        "reason_shown": reason_words(view.reason) if view.reason else "",
        "law": _side_by_side(view.law_then, view.law_now),
        "suspended": _suspended(acting, view) if view.row.state.is_open else "",
        "reason_field": {
            "name": "reason",
            "kind": "radios",
            "label": _("Why it is not admitted"),
            "options": [{"value": code, "label": reason_words(code)} for code in reasons],
            "value": request.POST.get("reason", ""),
            "error": said.get("reason", ""),
        },
        "words_field": {
            "name": "words",
            "kind": "textarea",
            "label": _("Your answer"),
            "hint": _("The applicant reads this, as you write it."),
            "value": request.POST.get("words", ""),
            "error": said.get("words", ""),
        },
        "errors": [{"text": text, "target": name} for name, text in said.items()],
    }
    return draw(request, acting, TEMPLATE, context, status=422 if problems else 200)


def _suspended(acting: ActingAs, view: AppealView) -> str:
    """What becomes of a suspended certificate when the decision stands; "" where none is suspended."""
    found = suspension_of(acting, view.row.reference)
    if found is None or not found.is_suspended:
        return ""
    if found.reason == RECONSIDERED:
        return _(
            "The certificate is suspended while this is examined. If the decision stands, it is confirmed."
        )
    return _(
        "The certificate is suspended for another reason: %(reason)s It stays so if the decision stands."
    ) % {"reason": suspension_words(found.reason)}


def _problem(problem: Problem) -> str:
    return problem_words(problem.code, problem.params) or problem_sentence(problem.code, problem.params)


def _side_by_side(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The law's answers of both days in rows: what differs is marked."""
    rows = []
    for label, read in _ROWS:
        before, after = read(_first(then)), read(_first(now))
        rows.append({"label": label(), "then": before, "now": after, "differs": before != after})
    return rows


def _first(determination: Mapping[str, Any]) -> Mapping[str, Any]:
    """The part of the answer that has a certificate, else the first one."""
    periods = determination.get("periods") or [{}]
    found: Mapping[str, Any] = next((each for each in periods if each.get("certificate")), periods[0])
    return found


def _basis(period: Mapping[str, Any]) -> str:
    basis = period.get("basis") or {}
    known = load_law().instruments.get(basis.get("instrument", ""))
    if known is None:
        return ""
    name = known.short.get(_language()) or known.title
    article = basis.get("article")
    return (
        _("%(instrument)s, Article %(article)s") % {"instrument": name, "article": article}
        if article
        else name
    )


def _until(period: Mapping[str, Any]) -> str:
    until = (period.get("certificate") or {}).get("until")
    return day_words(date.fromisoformat(until), _language()) if until else ""


def _language() -> str:
    return get_language() or "en"


def _not_met(period: Mapping[str, Any]) -> str:
    return ", ".join(
        str(each.get("sentence") or each.get("id"))
        for each in period.get("conditions", [])
        if each.get("result") != "met"
    )


_ROWS: Final = (
    (lambda: _("Legislation"), lambda period: country_name(str(period.get("legislation") or ""))),
    (lambda: _("Basis"), _basis),
    (lambda: _("Certificate until"), _until),
    (lambda: _("Conditions not met or not known"), _not_met),
)
