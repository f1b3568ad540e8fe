"""What all pages of the register share: from which seat one looks, and the things in sight of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sojourn.core.errors import NotAllowed
from sojourn.parties.access import NOT_ALLOWED
from sojourn.register.access import (
    Assignment,
    Traveller,
    seat_of_acting,
    seats_of,
    traveller_for,
    trip_for,
)
from sojourn.register.seats import Seat
from sojourn.web.applicant import applicant_page, present_acting

CHOSEN: Final = "register_seat"


class SeatOpen(NotAllowed):
    """There are several registers, and the person has still to choose one."""


def register_page[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """For every page of the register: as `applicant_page`; who has still to choose a register is led there."""

    @applicant_page
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except SeatOpen:
            return redirect("register_choose")

    return guarded


def seat_here(request: HttpRequest) -> Seat:
    """The seat chosen in this session, else that of the capacity in which one acts, else the only one.

    Raises NotAllowed where there is none, SeatOpen where one has still to choose.
    """
    person: Any = request.user
    seats = seats_of(person)
    for token in (request.session.get(CHOSEN), _acting_token(request)):
        for seat in seats:
            if token and seat.token == token:
                return seat
    if not seats:
        raise NotAllowed(NOT_ALLOWED)
    if len(seats) > 1:
        raise SeatOpen(NOT_ALLOWED)
    return seats[0]


def _acting_token(request: HttpRequest) -> str:
    acting = present_acting(request)
    if acting is None:
        return ""
    try:
        return seat_of_acting(acting).token
    except NotAllowed:
        return ""


def opened_trip(request: HttpRequest, trip_id: UUID) -> tuple[Seat, Assignment]:
    """A trip with the seat from which this person has it: the trip says for whom one acts, not the session."""
    return _opened(request, lambda seat: trip_for(seat, trip_id))


def opened_traveller(request: HttpRequest, traveller_id: UUID) -> tuple[Seat, Traveller]:
    """The same for a traveller."""
    return _opened(request, lambda seat: traveller_for(seat, traveller_id))


def _opened[Thing](request: HttpRequest, find: Callable[[Seat], Thing]) -> tuple[Seat, Thing]:
    person: Any = request.user
    seats = seats_of(person)
    chosen = request.session.get(CHOSEN) or _acting_token(request)
    for seat in sorted(seats, key=lambda each: each.token != chosen):
        try:
            return seat, find(seat)
        except NotAllowed:
            continue
    raise NotAllowed(NOT_ALLOWED)


def shown_acting(seat: Seat) -> Any:
    """For whom one acts, as the bar at the top shows it."""
    return seat.acting or {"label": seat.label, "until": seat.until}
