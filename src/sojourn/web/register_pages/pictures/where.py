"""The map: who is where on a day, under which cover, with the same as a table beside it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from sojourn.core import clock
from sojourn.parties.for_register import employer_view
from sojourn.register.pictures.where import Place, places
from sojourn.register.states import Cover
from sojourn.web.day_words import day_in_words
from sojourn.web.register_pages.fields import day_field, day_of, parts_of
from sojourn.web.register_pages.opening import register_page, seat_here, shown_acting
from sojourn.web.register_pages.pictures.files import file_links, table_file
from sojourn.web.register_pages.pictures.world import draw_world, is_on_map
from sojourn.web.register_pages.today import number
from sojourn.web.register_pages.words import COVERS, host_words


@register_page
@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """The map of a day, filtered by cover; a row of the table marks its country."""
    seat = seat_here(request)
    day, cover, chosen = _wanted(request)
    found = places(seat, day, cover)
    seat_of_employer = employer_view(seat.employer_id).seat
    query = {"on": day.isoformat(), "cover": cover}
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "day": day_in_words(day),
        "world": draw_world(found, seat_of_employer, chosen),
        "sentence": _sentence(found, day),
        "places": [_row(each, query, chosen) for each in found],
        "columns": [{"label": label, "number": at > 0} for at, label in enumerate(_head())],
        "off_map": [host_words(each.country) for each in found if not is_on_map(each.country)],
        "fields": [day_field("on", gettext("Day"), _typed_day(request, day), {}), _cover_field(cover)],
        "files": file_links("register_map_file", **query),
        "is_today": day == clock.today() and not cover,
    }
    return render(request, "register/pictures/map.html", context)


@register_page
@require_safe
def map_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The table beside the map, as a file."""
    day, cover, _ = _wanted(request)
    rows = ([each.country, *_cells(each)] for each in places(seat_here(request), day, cover))
    return table_file("map", ending, _head(), rows)


def _wanted(request: HttpRequest) -> tuple[date, str, str]:
    get = request.GET
    cover, chosen = get.get("cover", ""), get.get("country", "").upper()[:6]
    typed = day_of(get, "on")
    if typed is None:
        try:
            typed = date.fromisoformat(get.get("on", ""))
        except ValueError:
            typed = clock.today()
    return typed, cover if cover in set(Cover) else "", chosen


def _typed_day(request: HttpRequest, day: date) -> Any:
    return parts_of(request.GET, "on") if "on-day" in request.GET else day


def _cover_field(cover: str) -> dict[str, Any]:
    return {
        "name": "cover",
        "kind": "select",
        "label": gettext("Cover"),
        "value": cover,
        "placeholder_option": gettext("All"),
        "options": [{"value": word.value, "label": str(COVERS[word])} for word in Cover],
    }


def _head() -> list[str]:
    return [gettext("Country"), gettext("People"), *(str(COVERS[word]) for word in Cover)]


def _cells(place: Place) -> list[str]:
    return [str(place.people), *(str(place.by_cover.get(word.value, 0)) for word in Cover)]


def _row(place: Place, query: dict[str, str], chosen: str) -> dict[str, Any]:
    marked = urlencode({**{k: v for k, v in query.items() if v}, "country": place.country})
    name = host_words(place.country)
    return {
        "cells": [
            {"text": name, "url": f"?{marked}"},
            *({"text": number(int(cell)) if cell != "0" else "–"} for cell in _cells(place)),
        ],
        "chosen": place.country == chosen,
        "trips": f"{reverse('register_trips')}?{urlencode({'host': place.country})}",
        "days": f"{reverse('register_days')}?{urlencode({'host': place.country})}",
        "name": name,
    }


def _sentence(found: Sequence[Place], day: date) -> str:
    people, countries = sum(each.people for each in found), len(found)
    if not people:
        return gettext("Nobody is abroad on %(day)s.") % {"day": day_in_words(day)}
    who = ngettext("%(n)s person is abroad on %(day)s.", "%(n)s people are abroad on %(day)s.", people) % {
        "n": number(people),
        "day": day_in_words(day),
    }
    fine = sum(each.fine for each in found)
    rest = gettext("Countries: %(countries)s. Covered, or without need of a certificate: %(fine)s.") % {
        "countries": number(countries),
        "fine": number(fine),
    }
    return f"{who} {rest}"
