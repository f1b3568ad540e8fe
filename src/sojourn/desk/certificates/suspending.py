"""Suspending the certificate of a case while it is examined anew, and confirming it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sojourn.casework.case_view import CaseView, case_for
from sojourn.casework.suspension_events import (
    REASONS,
    confirm_certificate,
    suspend_certificate,
    suspension_of,
)
from sojourn.casework.suspension_words import suspension_words
from sojourn.casework.texts import problem_sentence
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.case import page_version, why_not
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def suspend(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """The form, the suspension, and the confirmation that ends it."""
    case = case_for(acting, reference)
    if request.method != "POST":
        return _form(request, acting, case)
    common: dict[str, Any] = {"acting": acting, "case_id": case.id, "version": page_version(request)}
    try:
        if request.POST.get("do") == "confirm":
            confirm_certificate(**common)
            said = _("The certificate is confirmed. Applicant and worker have been told.")
        else:
            suspend_certificate(**common, reason=request.POST.get("reason", ""))
            said = _("The certificate is suspended and binds. Applicant and worker have been told.")
    except InvalidInput as error:
        return _form(request, acting, case, error.problems)
    except WrongState as refusal:
        messages.warning(request, why_not(case_for(acting, reference), refusal))
    else:
        messages.success(request, said)
    return redirect("desk:case", reference=reference)


def _form(
    request: HttpRequest, acting: ActingAs, case: CaseView, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    said = {problem.field: problem_sentence(problem.code, problem.params) for problem in problems}
    field = {
        "name": "reason",
        "kind": "radios",
        "label": _("Reason"),
        "hint": _("Kept with the certificate. The applicant sees it on the page of the certificate."),
        "options": [{"value": code, "label": suspension_words(code)} for code in REASONS],
        "value": request.POST.get("reason", ""),
        "error": said.get("reason", ""),
    }
    context = {
        "case": case,
        "suspension": suspension_of(acting, case.reference),
        "version": page_version(request) if request.method == "POST" else case.version,
        "fields": [field],
        "errors": [{"text": text, "target": name} for name, text in said.items()],
    }
    return draw(request, acting, "desk/certificates/suspend.html", context, status=422 if problems else 200)
