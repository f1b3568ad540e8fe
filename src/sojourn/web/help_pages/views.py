"""The pages of help. They are about nothing of anybody's."""

import re
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sojourn.requests.law import the_law
from sojourn.web.help_pages.content import Step, Term, glossary, steps
from sojourn.web.help_pages.hours import open_hours
from sojourn.web.institution_words import institution_name
from sojourn.web.language import language
from sojourn.web.law_pages.addresses import agreement_address
from sojourn.web.law_pages.words import country_plain, in_order, short_title

_ISSUES = "issues"
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{2,39}")
# Shown to whoever has said nothing: the institution that has its requests here.
_FIRST_COUNTRY = "US"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All steps, and the way to the words and to a person."""
    listed = [{"title": each.title[language()], "url": _address(each)} for each in steps().values()]
    return render(request, "help/index.html", {"steps": listed})


@require_safe
def step(request: HttpRequest, step_id: str) -> HttpResponse:
    """One step: what people ask at it, and the words that stand in it."""
    found = steps().get(step_id)
    if found is None:
        raise Http404
    listed = list(steps().values())
    place = listed.index(found)
    context = {
        "title": found.title[language()],
        "parts": [{"asks": part.asks[language()], "says": part.says[language()]} for part in found.parts],
        "page": reverse(found.to) if found.to else "",
        "words": _terms(glossary()[each] for each in found.words),
        "next": _link(listed[place + 1]) if place + 1 < len(listed) else None,
    }
    return render(request, "help/step.html", context)


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """The terms of the field, in the order of the reader's alphabet."""
    terms = sorted(_terms(glossary().values()), key=lambda each: in_order(each["term"]))
    return render(request, "help/words.html", {"terms": terms})


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Who decides, and how to reach them: by country, with a reference to quote where one is named."""
    law = the_law()
    issuing = [each for each in law.institutions.values() if any(r.does == _ISSUES for r in each.roles)]
    countries = {each.country: country_plain(each.country) for each in issuing}
    asked = request.GET.get("country", _FIRST_COUNTRY).upper()
    chosen = asked if asked in countries else _FIRST_COUNTRY
    reference = request.GET.get("ref", "")
    context = {
        "countries": sorted(countries.items(), key=lambda each: in_order(each[1])),
        "chosen": chosen,
        "country": countries[chosen],
        "reference": reference if _REFERENCE.fullmatch(reference) else "",
        "institutions": [_reached(each) for each in issuing if each.country == chosen],
    }
    return render(request, "help/contact.html", context)


def _reached(body: Any) -> dict[str, Any]:
    return {
        "name": institution_name(body.id, language()),
        "phone": body.phone,
        "fax": body.fax,
        "email": body.email,
        "url": body.url,
        "address": body.address,
        "hours": [open_hours(each) for each in body.hours],
        "sources": [
            {"title": source.title, "url": source.url} for source in body.sources.values() if source.title
        ],
    }


def _terms(terms: Iterable[Term]) -> list[dict[str, str]]:
    return [
        {
            "id": each.id,
            "term": each.term[language()],
            "means": each.means[language()],
            "law": each.law[language()] if each.law else "",
            "agreement": agreement_address(each.agreement) if each.agreement else "",
            "agreement_title": short_title(the_law().instruments[each.agreement]) if each.agreement else "",
        }
        for each in terms
    ]


def _address(found: Step) -> str:
    return reverse("help_step", kwargs={"step_id": found.id})


def _link(found: Step) -> dict[str, str]:
    return {"title": found.title[language()], "url": _address(found)}
