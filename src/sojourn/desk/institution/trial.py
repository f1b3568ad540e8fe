"""Try it: five samples run through, with the papers and letters that applicants would get."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.casework.hosting.access import last_trial, settings_of
from sojourn.casework.hosting.starting import start_of
from sojourn.casework.hosting.texts import OUTCOMES, STATUSES, failure_words
from sojourn.casework.hosting.trial import run_trial, sample_document, sample_letters
from sojourn.casework.texts import FINDINGS_SHORT, country_name
from sojourn.core.errors import NotAllowed, SojournError
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def trial_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """How the last run came out; posted, a new one."""
    if request.method == "POST":
        if run_trial(acting=acting):
            messages.success(request, _("All samples came out well."))
        else:
            messages.error(request, _("Not all samples came out well. See below which, and why."))
        return redirect("desk:institution_try")
    trial = last_trial(acting)
    context = {
        "settings": settings_of(acting, get_language() or "en"),
        "trial": trial,
        "samples": [_shown(dict(result)) for result in trial.results] if trial else [],
        "may_open": start_of(acting).may_open,
    }
    return draw(request, acting, "desk/institution/try.html", context)


@require_safe
@officers_only
def document_page(request: HttpRequest, acting: ActingAs, number: int) -> HttpResponse:
    """The specimen of one sample, as a file."""
    try:
        pdf = sample_document(acting, number)
    except NotAllowed:
        raise
    except SojournError as error:
        messages.error(request, failure_words(error.code))
        return redirect("desk:institution_try")
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="specimen-{number}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
@officers_only
def letters_page(request: HttpRequest, acting: ActingAs, number: int) -> HttpResponse:
    """The letters of one sample, in each language in which the institution writes."""
    letters = sample_letters(acting, number)
    return draw(request, acting, "desk/institution/letters.html", {"number": number, "letters": letters})


def _shown(result: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": result["number"],
        "country": country_name(str(result["host"])),
        "status": STATUSES[result["status"]],
        "outcome": OUTCOMES[result["outcome"]],
        "failed": failure_words(str(result["failed"])) if result["failed"] else "",
        "found": [FINDINGS_SHORT.get(code, code) for code in result["found"]],
        "has_document": result["outcome"] == "certificate" and not result["failed"],
    }
