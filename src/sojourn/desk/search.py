"""Search by whole values. What is typed travels in the body, never in an address, and is not shown again."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sojourn.casework.searching.access import MOST_FOUND, Wanted
from sojourn.casework.searching.backfill import progress
from sojourn.casework.searching.events import search_cases
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def search(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The form, and what was found."""
    typed = request.POST.get("q", "").strip()
    asked = request.method == "POST" and bool(typed)
    birth_date, error = _birth_date(request)
    found = search_cases(acting=acting, wanted=Wanted(typed, birth_date)) if asked and not error else ()
    context = {
        "asked": asked and not error,
        "fields": [_what(), _born(request, error)],
        "errors": [{"text": error, "target": "born-day"}] if error else [],
        "found": found,
        "progress": progress(),
        "cut": len(found) == MOST_FOUND,
    }
    return draw(request, acting, "desk/search.html", context, status=422 if error else 200)


def _what() -> dict[str, object]:
    return {
        "name": "q",
        "kind": "search",
        "label": _("Reference, certificate, number, name or employer"),
        "hint": _("The whole of it: SJ-7K3M-92QX, 808-21-4471, Anna Maria Smith, Prairie Turbines Inc."),
        "autocomplete": "off",
        "spellcheck": False,
        "width": "20",
    }


def _born(request: HttpRequest, error: str) -> dict[str, object]:
    return {
        "name": "born",
        "kind": "date",
        "label": _("Date of birth, with a name"),
        "optional": True,
        "value": {part: request.POST.get(f"born-{part}", "") for part in ("day", "month", "year")}
        if error
        else {},
        "error": error,
    }


def _birth_date(request: HttpRequest) -> tuple[str, str]:
    """The day in ISO form and what is wrong with it; both "" where none was given."""
    parts = [request.POST.get(f"born-{part}", "").strip() for part in ("year", "month", "day")]
    if not any(parts):
        return "", ""
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day).isoformat(), ""
    except ValueError:
        return "", _("Enter a day, a month and a year.")
