"""Withdrawing the certificate that was issued in a case."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sojourn.casework.case_view import CaseView, case_for
from sojourn.casework.certificate_acts import WITHDRAW, causes_of_changing, propose_change
from sojourn.casework.certificate_events import withdraw_certificate
from sojourn.casework.reasons import reasons_for
from sojourn.casework.signing.texts import cause_words
from sojourn.casework.texts import problem_sentence, reason_words
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.case import page_version, why_not
from sojourn.desk.certificates.repairs import filled_in
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs

PARTS = ("day", "month", "year")


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def withdraw(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """The form, and the withdrawal itself."""
    case = case_for(acting, reference)
    if request.method != "POST":
        return _form(request, acting, case)
    try:
        said = _withdraw(request, acting, case)
    except InvalidInput as error:
        return _form(request, acting, case, error.problems)
    except WrongState as refusal:
        messages.warning(request, why_not(case_for(acting, reference), refusal))
    else:
        messages.success(request, said)
    return redirect("desk:case", reference=reference)


def _withdraw(request: HttpRequest, acting: ActingAs, case: CaseView) -> str:
    """Withdraw, or propose it where two officers are needed; the sentence that says what was done."""
    reason, day, words = _reason(request), _day(request), request.POST.get("own_words", "")
    causes = causes_of_changing(acting, case.reference)
    version = page_version(request)
    if causes:
        payload = {"reason": reason, "effective_on": day.isoformat(), "own_words": words}
        propose_change(
            acting=acting, case_id=case.id, version=version, act=WITHDRAW, payload=payload, causes=causes
        )
        return _("Proposed. It is done when another officer signs.")
    withdraw_certificate(
        acting=acting,
        case_id=case.id,
        version=version,
        reason=reason,
        effective_on=day,
        own_words=words,
    )
    return _("The certificate is withdrawn. Whoever checks it sees that at once.")


def _reason(request: HttpRequest) -> str:
    reason = request.POST.get("reason", "")
    if not reason:
        raise InvalidInput([Problem("reason", "reason_missing")])
    return reason


def _day(request: HttpRequest) -> date:
    typed = [request.POST.get(f"effective_on-{part}", "").strip() for part in PARTS]
    if not any(typed):
        raise InvalidInput([Problem("effective_on", "effective_date_missing")])
    try:
        day, month, year = (int(part) for part in typed)
        return date(year, month, day)
    except ValueError:
        raise InvalidInput([Problem("effective_on", "date_not_readable")]) from None


def _form(
    request: HttpRequest, acting: ActingAs, case: CaseView, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    said = {problem.field: problem_sentence(problem.code, problem.params) for problem in problems}
    targets = {"effective_on": "effective_on-day"}
    shown = request.POST if request.method == "POST" else filled_in(acting, case, WITHDRAW)
    fields: list[dict[str, Any]] = [
        {
            "name": "reason",
            "kind": "radios",
            "label": _("Reason"),
            "options": [
                {"value": reason.code, "label": reason_words(reason.code)}
                for reason in reasons_for("withdrawn")
            ],
            "value": shown.get("reason", ""),
            "error": said.get("reason", ""),
        },
        {
            "name": "effective_on",
            "kind": "date",
            "label": _("From which day does it no longer hold?"),
            "hint": _("From its first day on, it never held."),
            "value": {part: shown.get(f"effective_on-{part}", "") for part in PARTS},
            "error": said.get("effective_on", ""),
        },
        {
            "name": "own_words",
            "kind": "textarea",
            "label": _("In your own words"),
            "hint": _("Sent to the applicant below the reasons."),
            "optional": True,
            "value": shown.get("own_words", ""),
            "error": said.get("own_words", ""),
        },
    ]
    context = {
        "case": case,
        "version": page_version(request) if request.method == "POST" else case.version,
        "causes": [cause_words(code) for code in causes_of_changing(acting, case.reference)],
        "fields": fields,
        "filled_in": bool(shown) and request.method != "POST",
        "errors": [{"text": text, "target": targets.get(name, name)} for name, text in said.items()],
    }
    return draw(request, acting, "desk/withdraw.html", context, status=422 if problems else 200)
