"""What has to be done, by date: the list, one thing with putting off and doing, and the calendar of them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.register.access import confirm_seat
from sojourn.register.seats import Seat
from sojourn.register.to_do import events
from sojourn.register.to_do.calendar import calendar_of
from sojourn.register.to_do.events import ToDo, to_dos_in_sight
from sojourn.web.day_words import day_in_words
from sojourn.web.form_field import error_rows
from sojourn.web.register_pages.fields import day_field, day_of, parts_of, text_field
from sojourn.web.register_pages.opening import opened_trip, register_page, seat_here, shown_acting
from sojourn.web.register_pages.today import number, to_do_columns, to_do_row
from sojourn.web.register_pages.words import ACTS, due_why, host_words, period_words, told_by_field

_PAGE = 25


@register_page
@require_safe
def to_do_list(request: HttpRequest) -> HttpResponse:
    """By date; what rests until a later day stands below."""
    seat = confirm_seat(seat_here(request))
    today = clock.today()
    rows = to_dos_in_sight(seat)
    awake = rows.awake(today).order_by("due_on", "id").select_related("trip__traveller")
    page = _page(request.GET.get("page", ""))
    found = list(awake[(page - 1) * _PAGE : page * _PAGE + 1])
    resting = rows.open().filter(put_off_until__gt=today).order_by("put_off_until", "id")
    late = [each for each in found[:_PAGE] if each.due_on < today]
    coming = [each for each in found[:_PAGE] if each.due_on >= today]
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "count": number(awake.order_by().count()),
        "columns": to_do_columns(),
        "late": [to_do_row(each) for each in late],
        "coming": [to_do_row(each) for each in coming],
        "resting": [_resting(each) for each in resting.select_related("trip__traveller")[:_PAGE]],
        "resting_columns": [*to_do_columns()[:3], {"label": gettext("Rests until")}],
        "later": f"?page={page + 1}" if len(found) > _PAGE else "",
        "earlier": f"?page={page - 1}" if page > 1 else "",
        "calendar": request.session.pop("register_calendar", ""),
    }
    return render(request, "register/to_do.html", context)


def _page(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1


def _resting(each: ToDo) -> dict[str, Any]:
    row = to_do_row(each)
    return {"cells": [*row["cells"][:3], {"text": day_in_words(each.put_off_until or each.due_on)}]}


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def to_do_one(request: HttpRequest, to_do_id: UUID) -> HttpResponse:
    """What, why and by when; put off with a reason, or marked as done."""
    seat, item = _opened(request, to_do_id)
    errors: Any = {}
    if request.method == "POST":
        try:
            return _done(request, seat, item)
        except InvalidInput as refused:
            errors = told_by_field(refused)
    fields = [
        day_field(
            "until",
            gettext("Until when can it wait?"),
            parts_of(request.POST, "until") if request.POST else None,
            errors,
        ),
        text_field("because", gettext("Why"), request.POST.get("because", item.put_off_because), errors),
    ]
    trip = item.trip
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "item": item,
        "what": str(ACTS[item.act]),
        "why": due_why(item.act, item.rule),
        "rows": [
            {"key": gettext("By when"), "value": day_in_words(item.due_on)},
            {"key": gettext("For"), "value": trip.traveller.name},
            {
                "key": gettext("Trip"),
                "value": f"{host_words(trip.host)}, {period_words(trip.start, trip.end)}",
            },
        ],
        "trip_url": reverse("register_trip", args=[trip.pk]),
        "rests": day_in_words(item.put_off_until)
        if item.put_off_until and item.put_off_until > clock.today()
        else "",
        "fields": fields,
        "errors": error_rows(fields),
    }
    return render(request, "register/to_do_one.html", context, status=400 if errors else 200)


def _opened(request: HttpRequest, to_do_id: UUID) -> tuple[Seat, ToDo]:
    seat, _ = opened_trip(request, events.trip_of(to_do_id))
    return seat, to_dos_in_sight(seat).select_related("trip__traveller").get(pk=to_do_id)


def _done(request: HttpRequest, seat: Seat, item: ToDo) -> HttpResponse:
    if request.POST.get("act") == "done":
        events.mark_done(seat=seat, to_do_id=item.pk)
        messages.success(request, gettext("Marked as done. If its day changes, it comes back."))
    else:
        until = day_of(request.POST, "until")
        if until is None:
            raise InvalidInput([Problem("until", "rest_range")])
        events.put_off(seat=seat, to_do_id=item.pk, until=until, because=request.POST.get("because", ""))
        messages.success(request, gettext("It rests until that day."))
    return redirect("register_to_do")


@register_page
@require_POST
def calendar_new(request: HttpRequest) -> HttpResponse:
    """A new address for one's calendar program; an earlier one stops working. Or the end of it."""
    seat = seat_here(request)
    if request.POST.get("act") == "end":
        events.end_calendar(seat=seat)
        messages.success(request, gettext("The calendar’s address stopped working."))
        return redirect("register_to_do")
    secret = events.make_calendar(seat=seat)
    address = reverse("register_calendar", args=[secret])
    request.session["register_calendar"] = f"{settings.SOJOURN_BASE_URL}{address}"
    return redirect("register_to_do")


@never_cache
@require_safe
def calendar_file(request: HttpRequest, secret: str) -> HttpResponse:
    """What has to be done as a calendar. Whoever has the address may read it: it names countries, and nobody."""
    try:
        seat = events.seat_of_calendar(secret[:100])
    except NotAllowed:
        raise Http404 from None
    until = clock.today() + timedelta(days=366)
    rows = to_dos_in_sight(seat).awake(clock.today()).filter(due_on__lte=until)
    items = rows.order_by("due_on", "id").select_related("trip")[:1000]
    made = calendar_of(
        items,
        name=gettext("Sojourn: to do"),
        words=lambda each: f"{ACTS[each.act]} ({host_words(each.trip.host)})",
        why=lambda each: due_why(each.act, each.rule),
        address=lambda each: f"{settings.SOJOURN_BASE_URL}{reverse('register_to_do_one', args=[each.pk])}",
    )
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="sojourn.ics"'
    return response
