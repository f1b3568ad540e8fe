"""The review of looks: who looked at which case when and why, for those who lead."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sojourn.casework.looks import LookReview, LooksWanted, first_day_shown, review_looks
from sojourn.casework.texts import problem_sentence
from sojourn.core import clock
from sojourn.core.errors import InvalidInput
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs
from sojourn.parties.colleagues import colleagues_at


@require_safe
@officers_only
def looks_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The looks of some days, odd ones first."""
    first = _day(request, "first_day") or first_day_shown()
    last = _day(request, "last_day") or clock.today()
    error = ""
    review = LookReview((), False)
    try:
        review = review_looks(
            acting,
            LooksWanted(first, last, _officer(request), request.GET.get("case", "")[:32]),
        )
    except InvalidInput as refused:
        error = problem_sentence(refused.problems[0].code, refused.problems[0].params)
    context = {
        "review": review,
        "fields": _fields(request, acting, first, last, error),
        "errors": [{"text": error, "target": "first_day"}] if error else [],
    }
    return draw(request, acting, "desk/officers/looks.html", context, status=422 if error else 200)


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def _officer(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("officer", ""))
    except ValueError:
        return None


def _fields(
    request: HttpRequest, acting: ActingAs, first: date, last: date, error: str
) -> list[dict[str, Any]]:
    officers = colleagues_at(str(acting.institution_id))
    hint = _("Year-month-day, like 2026-11-23")
    return [
        {
            "name": "officer",
            "kind": "select",
            "label": _("Officer"),
            "options": [{"value": str(each.id), "label": each.name} for each in officers],
            "value": request.GET.get("officer", ""),
            "placeholder_option": _("All officers"),
        },
        {"name": "case", "label": _("Case"), "value": request.GET.get("case", ""), "width": 10},
        {
            "name": "first_day",
            "label": _("From"),
            "hint": hint,
            "value": first.isoformat(),
            "width": 10,
            "error": error,
        },
        {"name": "last_day", "label": _("To"), "hint": hint, "value": last.isoformat(), "width": 10},
    ]
