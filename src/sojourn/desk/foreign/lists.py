"""What the institution registered from abroad: the list with its filters, and search by whole numbers."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.casework.foreign.listing import ForeignFilter, ForeignList, find_foreign, foreign_list
from sojourn.casework.foreign.texts import STATES
from sojourn.casework.texts import country_name
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs


@require_safe
@officers_only
def registered(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The list, newest first, or what ends soon by its end."""
    wanted = ForeignFilter(
        issuer_country=request.GET.get("country", "")[:8],
        state=request.GET.get("state", "")[:16],
        ending=request.GET.get("ending", "")[:8],
    )
    page = request.GET.get("page", "1")
    shown = foreign_list(acting, wanted, page=int(page) if page.isdecimal() and len(page) < 6 else 1)
    context = {
        "list": shown,
        "filters": _filters(shown, wanted),
        "is_filtered": any((wanted.issuer_country, wanted.state, wanted.ending)),
        "earlier": _address(wanted, shown.page - 1) if shown.page > 1 else "",
        "later": _address(wanted, shown.page + 1) if shown.page < shown.pages else "",
    }
    return draw(request, acting, "desk/foreign/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def find(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The form, and what was found. The number travels in the body, never in an address."""
    typed = request.POST.get("q", "").strip()
    asked = request.method == "POST" and bool(typed)
    field = {
        "name": "q",
        "kind": "search",
        "label": _("Reference, number of the certificate or of the person"),
        "hint": _("The whole of it, like FC-7K3M-92QX"),
        "autocomplete": "off",
        "spellcheck": False,
        "width": "20",
    }
    found = find_foreign(acting=acting, typed=typed) if asked else ()
    return draw(request, acting, "desk/foreign/find.html", {"asked": asked, "field": field, "found": found})


def _filters(shown: ForeignList, wanted: ForeignFilter) -> list[dict[str, object]]:
    countries = sorted(((code, country_name(code)) for code in shown.countries), key=lambda each: each[1])
    states = [(code, str(words)) for code, words in STATES.items()] + [("in_dispute", _("In dispute"))]
    endings = [("soon", _("Within 60 days")), ("ended", _("Ended")), ("open", _("No last day"))]
    return [
        _filter("country", _("Country that issued it"), wanted.issuer_country, countries, _("All countries")),
        _filter("state", _("State"), wanted.state, states, _("All states")),
        _filter("ending", _("End"), wanted.ending, endings, _("All ends")),
    ]


def _filter(
    name: str, label: str, value: str, options: list[tuple[str, str]], everything: str
) -> dict[str, object]:
    return {
        "name": name,
        "kind": "select",
        "label": label,
        "value": value,
        "options": [{"value": code, "label": words} for code, words in options],
        "placeholder_option": everything,
    }


def _address(wanted: ForeignFilter, page: int) -> str:
    chosen = {
        "country": wanted.issuer_country,
        "state": wanted.state,
        "ending": wanted.ending,
        "page": str(page),
    }
    return "?" + urlencode({name: value for name, value in chosen.items() if value})
