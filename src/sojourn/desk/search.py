"""Search by exact reference or number. The number travels in the body, never in an address."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sojourn.casework.officer_events import search_cases
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def search(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The form, and what was found. What was typed is not shown again when it may be a person's number."""
    typed = request.POST.get("q", "").strip()
    asked = request.method == "POST" and bool(typed)
    field = {
        "name": "q",
        "kind": "search",
        "label": _("Reference, certificate number or worker's number"),
        "hint": _("The whole of it, like SJ-7K3M-92QX"),
        "autocomplete": "off",
        "spellcheck": False,
        "width": "20",
    }
    context = {
        "asked": asked,
        "field": field,
        "found": search_cases(acting=acting, typed=typed) if asked else (),
    }
    return draw(request, acting, "desk/search.html", context)
