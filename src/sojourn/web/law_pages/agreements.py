"""All agreements: searched by words, country and state on a day, a page at a time."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext

from sojourn.core import clock
from sojourn.engine.lawbook.browsing import State, find_instruments, instruments_in_force, state_of_instrument
from sojourn.engine.lawbook.law import Instrument
from sojourn.requests.countries import country_options
from sojourn.requests.law import the_law
from sojourn.web.day_words import day_in_words
from sojourn.web.language import language
from sojourn.web.law_pages import addresses, structured
from sojourn.web.law_pages.frame import page_frame
from sojourn.web.law_pages.serving import public_page
from sojourn.web.law_pages.words import (
    STATE_WORDS,
    country_plain,
    in_order,
    label,
    listing,
    sentence_case,
    short_title,
    when,
)
from sojourn.web.law_pages.world import chooser

AT_ONCE = 50
PARTIES_NAMED = 4
FIRST_YEAR, LAST_YEAR = 1900, 2199
ANY = "any"


@public_page
def agreements(request: HttpRequest) -> HttpResponse:
    """The agreements that fit; without a word asked for, all that are in force today."""
    day, problem = _day(request.GET)
    state = request.GET.get("state", State.IN_FORCE.value)
    country = addresses.country_of(request.GET.get("country", "")) if request.GET.get("country") else None
    found = find_instruments(
        the_law(),
        on=day,
        text=request.GET.get("q", "")[:100],
        country=country,
        state=State(state) if state in set(State) else None,
    )
    page = Paginator(sorted(found, key=lambda each: in_order(_name(each))), AT_ONCE).get_page(
        request.GET.get("page")
    )
    fields = _fields(request.GET, day, state, country, problem)
    title = gettext("Social security agreements of the world")
    in_force = len(instruments_in_force(the_law(), clock.today()))
    lead = gettext(
        "%(all)s agreements, %(in_force)s of them in force today, each with its rules, articles, dates and sources."
    ) % {"all": len(the_law().instruments), "in_force": in_force}
    frame = page_frame(addresses.AGREEMENTS, {}, title, lead)
    trail = structured.trail([(gettext("Agreements"), frame["canonical"])])
    context = {
        **frame,
        **chooser(),
        "hidden_from_search": bool(request.GET),
        "lead": lead,
        "fields": fields,
        "errors": [{"text": problem, "target": "on-day"}] if problem else [],
        "caption": _caption(page, day),
        "rows": [_row(each, day) for each in page.object_list],
        "empty": not found,
        "pages": _around(page, request.GET),
        "data": structured.as_data_block([trail]),
    }
    return render(request, "law/agreements.html", context)


def _day(get: QueryDict) -> tuple[date, str]:
    """The day asked about, else today; and what is wrong with it."""
    parts = [get.get(f"on-{part}", "").strip() for part in ("year", "month", "day")]
    if not any(parts):
        return clock.today(), ""
    try:
        day = date(*(int(part) for part in parts))
    except ValueError:
        return clock.today(), gettext("This day does not exist. Enter day, month and year.")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return clock.today(), gettext("Enter a year between 1900 and 2199.")
    return day, ""


def _fields(get: QueryDict, day: date, state: str, country: str | None, problem: str) -> list[dict[str, Any]]:
    typed = {part: get.get(f"on-{part}", "") for part in ("day", "month", "year")}
    states = [(each.value, STATE_WORDS[each][1]) for each in State]
    return [
        {
            "name": "q",
            "kind": "search",
            "label": gettext("Words"),
            "hint": gettext("A country, or part of the title"),
            "value": get.get("q", "")[:100],
        },
        {
            "name": "country",
            "kind": "select",
            "label": gettext("Country"),
            "placeholder_option": gettext("All countries"),
            "options": [
                {"value": code, "label": name}
                for code, name in country_options(language())
                if addresses.country_of(code) == code
            ],
            "value": country or "",
        },
        {
            "name": "state",
            "kind": "select",
            "label": gettext("State"),
            "placeholder_option": gettext("All"),
            "options": [{"value": value, "label": words} for value, words in states],
            "value": state,
        },
        {
            "name": "on",
            "kind": "date",
            "label": gettext("On this day"),
            "value": typed if any(typed.values()) else day,
            "error": problem,
        },
    ]


def _row(each: Instrument, day: date) -> dict[str, Any]:
    kind, words = STATE_WORDS[state_of_instrument(each, day)]
    return {
        "name": _name(each),
        "url": addresses.agreement_address(each.id),
        "title": each.title,
        "status": {"kind": kind, "text": words},
        "since": when(each, each.in_force) if each.in_force else "–",
        "confidence": label("confidence", each.confidence),
        "rules": bool(each.provisions),
    }


def _name(each: Instrument) -> str:
    """By what one looks for it: its two countries, or what it is called."""
    if each.many:
        return sentence_case(short_title(each))
    return " – ".join(sorted((country_plain(party) for party in each.parties), key=in_order))


def parties_words(parties: Iterable[str]) -> str:
    """The parties by name; of many the number."""
    named = sorted((country_plain(each) for each in parties), key=in_order)
    if len(named) > PARTIES_NAMED:
        return gettext("%(count)s countries") % {"count": len(named)}
    return listing(named)


def _caption(page: Page[Instrument], day: date) -> str:
    values = {"count": page.paginator.count, "day": day_in_words(day)}
    return gettext("Agreements found: %(count)s, as of %(day)s") % values


def _around(page: Page[Instrument], get: QueryDict) -> dict[str, Any]:
    """The pages before and after, with the same question."""

    def at(number: int) -> str:
        kept = {key: str(value) for key, value in get.items() if key != "page" and (value or key == "state")}
        return f"?{urlencode({**kept, 'page': str(number)})}"

    return {
        "number": page.number,
        "count": page.paginator.num_pages,
        "previous": at(page.previous_page_number()) if page.has_previous() else "",
        "following": at(page.next_page_number()) if page.has_next() else "",
    }
