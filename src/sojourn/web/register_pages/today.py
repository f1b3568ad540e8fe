"""How the register stands today, and from which seat one looks at it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.core.errors import NotAllowed
from sojourn.register.access import Assignment, seats_of
from sojourn.register.reading import Today, today_of
from sojourn.register.seats import Role
from sojourn.register.to_do.events import ToDo
from sojourn.web.day_words import day_in_words
from sojourn.web.register_pages.opening import CHOSEN, register_page, seat_here, shown_acting
from sojourn.web.register_pages.words import ACTS, ROLES, cover_words, due_why, host_words, period_words


@register_page
@require_safe
def register_today(request: HttpRequest) -> HttpResponse:
    """The sentence first, then what has to be done, what starts without cover, and what ends."""
    try:
        seat = seat_here(request)
    except NotAllowed:
        return _no_seat(request)
    if seat.role is Role.TRAVELLER:
        return redirect("register_me")
    found = today_of(seat)
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "found": found,
        "sentence": sentence(found),
        "empty": not found.travellers,
        "to_do_columns": to_do_columns(),
        "to_dos": [to_do_row(each) for each in found.must_act],
        "next_due": day_in_words(found.next_due) if found.next_due else "",
        "trip_columns": trip_columns(),
        "starting": [trip_row(each) for each in found.starting],
        "ending": [trip_row(each) for each in found.ending],
        "several": len(seats_of(_person(request))) > 1,
    }
    return render(request, "register/today.html", context)


def _no_seat(request: HttpRequest) -> HttpResponse:
    if seats_of(_person(request)):
        return redirect("register_choose")
    return render(request, "register/for_employers.html")


def _person(request: HttpRequest) -> Any:
    return request.user


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def register_choose(request: HttpRequest) -> HttpResponse:
    """Whose register one looks at, where there are several."""
    seats = seats_of(_person(request))
    if not seats:
        raise NotAllowed("not_allowed")
    if request.method == "POST":
        token = request.POST.get("seat", "")
        if any(seat.token == token for seat in seats):
            request.session[CHOSEN] = token
            return redirect("register")
    field = {
        "name": "seat",
        "kind": "radios",
        "label": gettext("Whose register do you want to see?"),
        "page_heading": True,
        "options": [
            {"value": seat.token, "label": seat.label, "hint": str(ROLES[seat.role])} for seat in seats
        ],
        "value": request.session.get(CHOSEN, ""),
        "error": gettext("Choose one.") if request.method == "POST" else "",
    }
    return render(request, "register/choose.html", {"field": field})


def sentence(found: Today) -> str:
    """How many work abroad today, how many of them are covered, and what is due."""
    abroad = ngettext("%(n)s person is abroad today.", "%(n)s people are abroad today.", found.abroad) % {
        "n": number(found.abroad)
    }
    if not found.abroad:
        abroad = gettext("Nobody is abroad today.")
    covered = gettext("%(covered)s covered, %(not_needed)s without need of a certificate.") % {
        "covered": number(found.covered),
        "not_needed": number(found.not_needed),
    }
    due = ngettext(
        "%(n)s thing has to be done by %(day)s.", "%(n)s things have to be done by %(day)s.", found.due
    ) % {"n": number(found.due), "day": day_in_words(found.due_by)}
    return " ".join(
        part for part in (abroad, covered if found.abroad else "", due if found.due else "") if part
    )


def number(value: int) -> str:
    """A count with narrow spaces between thousands."""
    return f"{value:,}".replace(",", "\u202f")


def trip_columns() -> list[dict[str, str]]:
    """Of a table of trips."""
    return [
        {"label": label}
        for label in (gettext("Traveller"), gettext("Country"), gettext("Days"), gettext("Cover"))
    ]


def trip_row(trip: Assignment) -> dict[str, Any]:
    """One trip in a table."""
    return {
        "id": trip.pk,
        "cells": [
            {"text": trip.traveller.name, "url": reverse("register_trip", args=[trip.pk])},
            {"text": host_words(trip.host)},
            {"text": period_words(trip.start, trip.end)},
            {"status": cover_words(trip)},
        ],
    }


def to_do_columns() -> list[dict[str, str]]:
    """Of a table of things to do."""
    return [
        {"label": label} for label in (gettext("What"), gettext("By when"), gettext("For"), gettext("Why"))
    ]


def to_do_row(each: ToDo) -> dict[str, Any]:
    """One thing to do in a table."""
    trip = each.trip
    where = gettext("%(name)s, %(country)s") % {
        "name": trip.traveller.name,
        "country": host_words(trip.host),
    }
    return {
        "cells": [
            {"text": str(ACTS[each.act]), "url": reverse("register_to_do_one", args=[each.pk])},
            {"text": day_in_words(each.due_on)},
            {"text": where},
            {"text": due_why(each.act, each.rule)},
        ]
    }
