"""One trip: its cover and why, the law, what has to be done; planning, changing, ending and cancelling it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.register import trip_events as events
from sojourn.register.access import Assignment
from sojourn.register.asking import may_be_asked_for
from sojourn.register.cover.showing import Shown, shown
from sojourn.register.seats import Seat
from sojourn.register.states import Cover
from sojourn.register.trip_events import PURPOSE, TRIP_KEY, Changed, Standing
from sojourn.requests.access import request_for
from sojourn.requests.law import explanation_of
from sojourn.requests.texts import state_words
from sojourn.web.day_words import day_in_words
from sojourn.web.employers import form_key
from sojourn.web.form_field import error_rows
from sojourn.web.institution_words import institution_name
from sojourn.web.language import language
from sojourn.web.law_lines import told_panels
from sojourn.web.register_pages.fields import day_field, day_of, parts_of, plan_of, posted, trip_fields
from sojourn.web.register_pages.notes import tell_notes
from sojourn.web.register_pages.opening import opened_traveller, opened_trip, register_page, shown_acting
from sojourn.web.register_pages.words import (
    ACTS,
    COVERS,
    KINDS,
    REASONS,
    STATES,
    cover_words,
    due_why,
    host_words,
    period_words,
    reasons_told,
    told_by_field,
)
from sojourn.web.stay_length import stay_length


@register_page
@require_safe
def trip_page(request: HttpRequest, trip_id: UUID) -> HttpResponse:
    """The cover word and its reasons, what has to be done, what the law says."""
    seat, trip = opened_trip(request, trip_id)
    found = shown(trip)
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "trip": trip,
        "title": _title(trip),
        "cover": cover_words(trip),
        "reasons": reasons_told(trip),
        "rows": _rows(seat, trip, found),
        "bar": period_bar_arguments(trip),
        "panels": _panels(found),
        "to_dos": [
            {
                "id": each.pk,
                "what": str(ACTS[each.act]),
                "by": day_in_words(each.due_on),
                "why": due_why(each.act, each.rule),
                "rests": day_in_words(each.put_off_until)
                if each.put_off_until and each.put_off_until > clock.today()
                else "",
            }
            for each in trip.to_dos.open().order_by("due_on")
        ],
        "may_ask": seat.may_ask and may_be_asked_for(trip),
        "may_change": seat.may_change,
        "takes_place": trip.stands.counts,
        "may_end": trip.stands.value in {"planned", "changed"} and trip.start < trip.last,
    }
    return render(request, "register/trip.html", context)


def _title(trip: Assignment) -> str:
    return gettext("%(country)s, %(days)s") % {
        "country": host_words(trip.host),
        "days": period_words(trip.start, trip.end),
    }


def _rows(seat: Seat, trip: Assignment, found: Shown) -> list[dict[str, str]]:
    rows = [
        (gettext("Sent from"), host_words(trip.home)),
        (gettext("Kind"), str(KINDS[trip.kind])),
        (gettext("Length"), stay_length(trip.start, trip.end)),
        (gettext("State"), str(STATES[trip.stands])),
        (gettext("Purpose"), trip.own.get(PURPOSE, "")),
        (gettext("Trip number in your own system"), trip.own.get(TRIP_KEY, "")),
        (gettext("Who issues"), institution_name(trip.issuer, language()) if trip.issuer else ""),
        (gettext("Certificate"), trip.certificate_number),
    ]
    if found.lead_days and trip.cover == Cover.NEEDED:
        rows.append(
            (
                gettext("Time it takes"),
                gettext("about %(days)s days before the first day") % {"days": found.lead_days},
            )
        )
    if trip.request_id and seat.acting is not None:
        rows.append((gettext("Request"), _request_words(seat, trip)))
    return [{"key": key, "value": value} for key, value in rows if value]


def _request_words(seat: Seat, trip: Assignment) -> str:
    try:
        request = request_for(seat.acting, trip.request_id)  # type: ignore[arg-type]
    except NotAllowed:
        return ""
    return f"{request.reference or ''} {state_words(request.state, language())}".strip()


def period_bar_arguments(trip: Assignment) -> dict[str, Any] | None:
    """The period bar: solid where a certificate covers, hatched where one is asked for, open elsewhere."""
    if trip.end is None or not trip.stands.counts:
        return None
    parts: list[dict[str, Any]] = []
    if trip.cover == Cover.COVERED and trip.covered_from and trip.covered_until:
        parts.append({"kind": "certificate", "start": trip.covered_from, "end": trip.covered_until})
        if trip.covered_until < trip.end:
            parts.append({"kind": "uncovered", "start": trip.covered_until, "end": trip.end})
    else:
        kind = "requested" if trip.cover == Cover.REQUESTED else "uncovered"
        parts.append({"kind": kind, "start": trip.start, "end": trip.end})
    return {
        "home": host_words(trip.home),
        "host": host_words(trip.host),
        "parts": parts,
        "today": clock.today(),
        "length": stay_length(trip.start, trip.end),
    }


def _panels(found: Shown) -> list[dict[str, Any]]:
    if found.determination is None:
        return []
    return told_panels(explanation_of(found.determination, language()), language())


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def trip_new(request: HttpRequest, traveller_id: UUID) -> HttpResponse:
    """Plan a trip of somebody. Pressing twice plans it once."""
    seat, traveller = opened_traveller(request, traveller_id)
    if not seat.may_change:
        raise NotAllowed("not_allowed")
    refused = None
    if request.method == "POST":
        try:
            plan = plan_of(request.POST)
            trip = events.plan_trip(
                seat=seat, traveller_id=traveller.pk, plan=plan, key=form_key(request.POST)
            )
        except InvalidInput as wrong:
            refused = wrong
        else:
            tell_notes(request, seat, trip)
            return redirect("register_trip", trip_id=trip.pk)
    back = reverse("register_traveller", args=[traveller.pk])
    return _form(request, seat, None, refused, {"name": traveller.name, "back": back})


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def trip_change(request: HttpRequest, trip_id: UUID) -> HttpResponse:
    """Change a trip; the answer says what is different and what follows."""
    seat, trip = opened_trip(request, trip_id)
    if not seat.may_change or not trip.stands.counts:
        raise NotAllowed("not_allowed")
    refused = None
    if request.method == "POST":
        try:
            changed = events.change_trip(seat=seat, trip_id=trip.pk, plan=plan_of(request.POST))
        except InvalidInput as wrong:
            refused = wrong
        else:
            return _told_change(request, seat, changed)
    back = reverse("register_trip", args=[trip.pk])
    return _form(request, seat, trip, refused, {"name": trip.traveller.name, "back": back})


def _form(
    request: HttpRequest,
    seat: Seat,
    trip: Assignment | None,
    refused: InvalidInput | None,
    more: dict[str, str],
) -> HttpResponse:
    fields = trip_fields(trip, posted(request), refused)
    context = {
        "acting": shown_acting(seat),
        "trip": trip,
        "fields": fields,
        "errors": error_rows(fields),
        "key": form_key(request.POST),
        **more,
    }
    return render(request, "register/trip_form.html", context, status=400 if refused else 200)


def _told_change(request: HttpRequest, seat: Seat, changed: Changed) -> HttpResponse:
    """Before and after, and what has to be done because of it."""
    context = {
        "acting": shown_acting(seat),
        "trip": changed.trip,
        "title": _title(changed.trip),
        "answer_changed": changed.answer_changed,
        "columns": [{"label": ""}, {"label": gettext("Before")}, {"label": gettext("Now")}],
        "rows": _compared(changed.before, changed.after),
        "follows": [str(ACTS[act]) for act in changed.follows],
    }
    return render(request, "register/trip_changed.html", context)


def _compared(before: Standing, after: Standing) -> list[dict[str, Any]]:
    pairs = [
        (gettext("Country"), host_words(before.host), host_words(after.host)),
        (gettext("Days"), period_words(before.start, before.end), period_words(after.start, after.end)),
        (gettext("Cover"), str(COVERS[before.cover]), str(COVERS[after.cover])),
        (gettext("Why"), _why(before), _why(after)),
        (gettext("Article"), before.article, after.article),
    ]
    return [{"cells": [{"text": text} for text in pair]} for pair in pairs if any(pair[1:])]


def _why(standing: Standing) -> str:
    return " ".join(str(REASONS[code]) for code in standing.reasons if code in REASONS)


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def trip_end(request: HttpRequest, trip_id: UUID) -> HttpResponse:
    """The trip ends before its planned day."""
    seat, trip = opened_trip(request, trip_id)
    if not seat.may_change:
        raise NotAllowed("not_allowed")
    errors: Any = {}
    if request.method == "POST":
        try:
            day = day_of(request.POST, "last_day")
            if day is None:
                errors = {"last_day": gettext("Enter the day.")}
            else:
                changed = events.end_trip_early(seat=seat, trip_id=trip.pk, last_day=day)
                return _told_change(request, seat, changed)
        except InvalidInput as refused:
            errors = told_by_field(refused)
        except WrongState:
            return redirect("register_trip", trip_id=trip.pk)
    field = day_field(
        "last_day",
        gettext("Last day of work there"),
        parts_of(request.POST, "last_day"),
        errors,
        page_heading=True,
    )
    context = {"acting": shown_acting(seat), "trip": trip, "field": field, "errors": error_rows([field])}
    return render(request, "register/trip_end.html", context, status=400 if errors else 200)


@register_page
@require_POST
def trip_cancel(request: HttpRequest, trip_id: UUID) -> HttpResponse:
    """The trip does not take place; or it does after all."""
    seat, trip = opened_trip(request, trip_id)
    step = events.cancel_trip if trip.stands.counts else events.plan_trip_again
    try:
        return _told_change(request, seat, step(seat=seat, trip_id=trip.pk))
    except WrongState:
        messages.error(request, gettext("Somebody else has changed this trip meanwhile."))
        return redirect("register_trip", trip_id=trip.pk)
