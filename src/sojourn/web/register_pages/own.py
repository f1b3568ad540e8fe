"""A traveller's own trips, for a phone: the next one first, with its cover word."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sojourn.certificates.for_register import is_issued_here
from sojourn.core import clock
from sojourn.core.errors import NotAllowed
from sojourn.register.access import Assignment, seats_of, trips_for
from sojourn.register.seats import Role
from sojourn.register.states import Cover
from sojourn.web.register_pages.opening import register_page
from sojourn.web.register_pages.trip import period_bar_arguments
from sojourn.web.register_pages.words import cover_words, host_words, period_words, reasons_told


@register_page
@require_safe
def own_trips(request: HttpRequest) -> HttpResponse:
    """What is under way or next, then the others. Nothing can be changed here."""
    person: Any = request.user
    seats = [seat for seat in seats_of(person) if seat.role is Role.TRAVELLER]
    if not seats:
        raise NotAllowed("not_allowed")
    today = clock.today()
    trips = [trip for seat in seats for trip in trips_for(seat).counting()]
    coming = sorted((trip for trip in trips if trip.last >= today), key=lambda trip: trip.start)
    past = sorted((trip for trip in trips if trip.last < today), key=lambda trip: trip.start, reverse=True)
    context = {
        "acting": {"label": ", ".join(dict.fromkeys(seat.label for seat in seats))},
        "employer": ", ".join(dict.fromkeys(seat.label for seat in seats)),
        "next": _next(coming[0]) if coming else None,
        "coming": [_card(trip) for trip in coming[1:]],
        "past": [_card(trip) for trip in past[:20]],
    }
    return render(request, "register/me.html", context)


def _next(trip: Assignment) -> dict[str, Any]:
    """The next trip: also whether its certificate can be shown from here."""
    number = trip.certificate_number
    return _card(trip) | {"shown": bool(number) and is_issued_here(number)}


def _card(trip: Assignment) -> dict[str, Any]:
    return {
        "where": host_words(trip.host),
        "days": period_words(trip.start, trip.end),
        "cover": cover_words(trip),
        "reasons": reasons_told(trip),
        "id": trip.pk,
        "number": trip.certificate_number,
        "bar": period_bar_arguments(trip),
        "provisional": trip.cover == Cover.REQUESTED,
    }
