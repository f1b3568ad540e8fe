"""Beginning with a person, or a place, that one has asked for before."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sojourn.engine.lawbook.facts import Applicant
from sojourn.parties.acting import ActingAs
from sojourn.requests import interview
from sojourn.requests.access import Request, may_change
from sojourn.requests.countries import country_name
from sojourn.requests.known import KnownTraveller, known_places, known_travellers
from sojourn.requests.known_events import PLACE, TRAVELLER, begin_with_place, begin_with_traveller
from sojourn.web.addresses import page_address
from sojourn.web.applicant import applicant_page, opened
from sojourn.web.day_words import day_in_words
from sojourn.web.language import language

NOBODY = "new"
KNOWN_PLACE, OTHER = "known_place", "other"


def chosen_place(post: QueryDict) -> str:
    """The reference of the earlier request whose place was chosen; '' for another place."""
    chosen = post.get(KNOWN_PLACE, OTHER)
    return "" if chosen == OTHER else chosen


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def traveller_page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """For whom this request is: somebody new, or somebody one has asked for before."""
    acting, draft = opened(request, request_id)
    if not may_change(acting, draft):
        return redirect("request", key=draft.pk)
    chosen = request.POST.get(TRAVELLER, "")
    if request.method == "POST" and chosen:
        if chosen != NOBODY:
            draft = begin_with_traveller(acting=acting, request_id=draft.pk, reference=chosen)
        return redirect(page_address(draft.pk, interview.first_open_matter(draft)))
    search = request.GET.get("search", "")[:200]
    found = known_travellers(draft, search)
    field = _field(draft, found, missing=request.method == "POST")
    context = {
        "acting": acting,
        "draft": draft,
        "field": field,
        "search": search,
        "nobody_found": bool(search) and not found,
        "may_search": draft.applicant is Applicant.EMPLOYER,
        "errors": [{"text": field["error"], "target": field["id"]}] if field["error"] else [],
    }
    return render(request, "web/traveller.html", context)


def place_field(draft: Request) -> dict[str, Any] | None:
    """The choice of a place used before; None where there is none yet."""
    places = known_places(draft)
    if not places:
        return None
    options = [
        {
            "value": each.reference,
            "label": ", ".join(
                part for part in (each.name, each.city, country_name(each.host, language())) if part
            ),
        }
        for each in places
    ]
    options.append({"value": OTHER, "label": gettext("Another place")})
    return {
        "name": KNOWN_PLACE,
        "id": "known-place",
        "kind": "radios",
        "label": gettext("A place you used before"),
        "options": options,
        "value": draft.begun_with.get(PLACE, OTHER),
    }


def take_known_place(acting: ActingAs, draft: Request, reference: str) -> Request:
    """What the chosen place says goes into the draft; the same choice again changes nothing."""
    if not reference or draft.begun_with.get(PLACE) == reference:
        return draft
    return begin_with_place(acting=acting, request_id=draft.pk, reference=reference[:16])


def begun_line(draft: Request) -> str:
    """What the check page says of a draft that began with earlier answers."""
    references = dict.fromkeys(draft.begun_with.values())
    if not references:
        return ""
    return gettext(
        "Answers you did not give anew come from %(references)s. Nothing else has changed: check that this is so."
    ) % {"references": ", ".join(references)}


def start_address(draft: Request, *, known: bool) -> str:
    """Where a new draft goes on: with `known` to the choice of the person, if there is anybody to choose."""
    if known and known_travellers(draft):
        return reverse("request_traveller", args=[draft.pk])
    return page_address(draft.pk, interview.first_open_matter(draft))


def _field(draft: Request, found: list[KnownTraveller], *, missing: bool) -> dict[str, Any]:
    own = draft.applicant.is_person
    return {
        "name": TRAVELLER,
        "id": TRAVELLER,
        "kind": "radios",
        "label": gettext("Begin with your details of last time?") if own else gettext("For whom is it?"),
        "options": [_option(each) for each in found]
        + [{"value": NOBODY, "label": gettext("Begin anew") if own else gettext("Somebody new")}],
        "value": draft.begun_with.get(TRAVELLER, ""),
        "error": gettext("Choose one.") if missing else "",
    }


def _option(each: KnownTraveller) -> dict[str, Any]:
    values = {
        "country": country_name(each.host, language()),
        "day": day_in_words(each.until) if each.until else "",
        "reference": each.reference,
    }
    if each.until:
        hint = gettext("Last asked for: %(country)s, until %(day)s (%(reference)s)") % values
    else:
        hint = gettext("Last asked for: %(country)s (%(reference)s)") % values
    return {"value": each.reference, "label": each.name, "hint": hint}
