"""From trips to requests: what would be asked for, one declaration for all, and what became of each."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from sojourn.core.errors import InvalidInput, NotAllowed
from sojourn.register.access import Assignment, trips_for
from sojourn.register.asking import MOST_AT_ONCE, Outcome, ask_for, askable, may_be_asked_for
from sojourn.register.seats import Seat
from sojourn.web.institution_words import institution_name
from sojourn.web.language import language
from sojourn.web.limits import limited
from sojourn.web.register_pages.opening import opened_trip, register_page, seat_here, shown_acting
from sojourn.web.register_pages.today import trip_columns, trip_row
from sojourn.web.register_pages.trips import wanted_of
from sojourn.web.register_pages.words import host_words, period_words, told

_LONGEST_QUERY = 500


@register_page
@limited("bulk")
@require_POST
def ask_page(request: HttpRequest) -> HttpResponse:
    """First what would be asked for; posted with the declaration, it is sent. The same press again sends nothing."""
    ids = _ids(request.POST.getlist("trip"))
    seat = opened_trip(request, ids[0])[0] if len(ids) == 1 else seat_here(request)
    if "all" in request.POST and seat.may_ask:
        ids = askable(seat, wanted_of(QueryDict(request.POST["all"][:_LONGEST_QUERY])))
    if not seat.may_ask:
        raise NotAllowed("not_allowed")
    rows = trips_for(seat).filter(pk__in=ids).select_related("traveller")
    trips = [trip for trip in rows if may_be_asked_for(trip)]
    if not trips:
        messages.error(request, gettext("Choose at least one trip for which a certificate can be asked."))
        return redirect("register_trips")
    wants, error = request.POST.get("wants", ""), ""
    if wants in {"send", "drafts"}:
        declared = request.POST.get("declared") == "yes"
        try:
            outcomes = ask_for(
                seat=seat, trip_ids=[trip.pk for trip in trips], send=wants == "send", declared=declared
            )
        except InvalidInput:
            error = gettext("Tick the declaration to send.")
        else:
            return _told(request, seat, trips, outcomes)
    return _drawn(request, seat, trips, error)


def _ids(texts: Sequence[str]) -> list[UUID]:
    try:
        found = [UUID(text) for text in texts[:MOST_AT_ONCE]]
    except ValueError:
        raise NotAllowed("not_allowed") from None
    return found


def _drawn(request: HttpRequest, seat: Seat, trips: Sequence[Assignment], error: str) -> HttpResponse:
    issuers: dict[str, int] = {}
    for trip in trips:
        issuers[trip.issuer] = issuers.get(trip.issuer, 0) + 1
    unknown = gettext("Not known yet")
    context = {
        "acting": shown_acting(seat),
        "count": len(trips),
        "trips": trips,
        "columns": trip_columns(),
        "rows": [trip_row(trip) for trip in trips],
        "issuers": [
            {"key": institution_name(issuer, language()) if issuer else unknown, "value": str(count)}
            for issuer, count in issuers.items()
        ],
        "may_send": seat.acting is not None and seat.acting.may_hand_in("first"),
        "declared_error": error,
        "errors": [{"text": error, "target": "declared"}] if error else [],
    }
    return render(request, "register/ask.html", context, status=400 if error else 200)


def _told(
    request: HttpRequest, seat: Seat, trips: Sequence[Assignment], outcomes: Sequence[Outcome]
) -> HttpResponse:
    by_trip = {trip.pk: trip for trip in trips}
    sent = [each for each in outcomes if each.sent]
    rest = [each for each in outcomes if not each.sent]
    context = {
        "acting": shown_acting(seat),
        "sent_count": len(sent),
        "draft_count": len(rest),
        "columns": [
            {"label": gettext("Trip")},
            {"label": gettext("Request")},
            {"label": gettext("Still open")},
        ],
        "sent": [_row(by_trip[each.trip_id], each) for each in sent],
        "rest": [_row(by_trip[each.trip_id], each) for each in rest],
    }
    return render(request, "register/asked.html", context)


def _row(trip: Assignment, outcome: Outcome) -> dict[str, Any]:
    where = gettext("%(name)s, %(country)s") % {
        "name": trip.traveller.name,
        "country": host_words(trip.host),
    }
    open_ones = " ".join(dict.fromkeys(told(problem) for problem in outcome.problems))
    return {
        "cells": [
            {"text": f"{where}, {period_words(trip.start, trip.end)}"},
            {
                "text": outcome.reference or gettext("Draft"),
                "url": reverse("request", args=[outcome.reference or outcome.request_id]),
            },
            {"text": open_ones},
        ]
    }
