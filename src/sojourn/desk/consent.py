"""Recording the consent of the authorities, and what a request follows, in rows."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sojourn.casework.case_view import CaseView, case_for
from sojourn.casework.consent_events import record_consent
from sojourn.casework.texts import problem_sentence
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.case import page_version, why_not
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs

PARTS = ("day", "month", "year")


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def consent(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """To which day the authorities agreed; posted, it is kept and the law is asked with it."""
    case = case_for(acting, reference, get_language() or "en")
    if request.method != "POST":
        return _form(request, acting, case)
    try:
        record_consent(
            acting=acting,
            case_id=case.id,
            version=page_version(request),
            until=_day(request),
            read=request.POST.get("consent_read") == "yes",
        )
    except InvalidInput as error:
        return _form(request, acting, case, error.problems)
    except WrongState as refusal:
        messages.warning(request, why_not(case_for(acting, reference), refusal))
    else:
        messages.success(request, _("Recorded. The law’s answer below counts with it."))
    return redirect("desk:case", reference=reference)


def _day(request: HttpRequest) -> date | None:
    typed = [request.POST.get(f"until-{part}", "").strip() for part in PARTS]
    if not any(typed):
        return None
    try:
        day, month, year = (int(part) for part in typed)
        return date(year, month, day)
    except ValueError:
        raise InvalidInput([Problem("until", "date_not_readable")]) from None


def _form(
    request: HttpRequest, acting: ActingAs, case: CaseView, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    said = {problem.field: problem_sentence(problem.code, problem.params) for problem in problems}
    fields: list[dict[str, Any]] = [
        {
            "name": "until",
            "kind": "date",
            "label": _("Last day to which the authorities of both countries agreed"),
            "value": {part: request.POST.get(f"until-{part}", "") for part in PARTS},
            "error": said.get("until", ""),
        },
        {
            "name": "consent_read",
            "kind": "checkbox",
            "label": _("I have read the consent of both authorities"),
            "value": request.POST.get("consent_read") == "yes",
            "error": said.get("consent_read", ""),
        },
    ]
    targets = {"until": "until-day"}
    context = {
        "case": case,
        "version": page_version(request) if request.method == "POST" else case.version,
        "fields": fields,
        "errors": [{"text": text, "target": targets.get(name, name)} for name, text in said.items()],
    }
    return draw(request, acting, "desk/consent.html", context, status=422 if problems else 200)
