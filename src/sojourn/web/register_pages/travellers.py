"""Travellers: the list, one of them with everything that the register has, entering and correcting."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed
from sojourn.parties.for_register import employer_view
from sojourn.register import traveller_events as events
from sojourn.register.access import Traveller
from sojourn.register.facts import EMAIL, EMPLOYEE_NUMBER
from sojourn.register.reading import History, TravellerRow, history_of, travellers_page
from sojourn.register.seats import Seat
from sojourn.web.employers import form_key
from sojourn.web.form_field import error_rows
from sojourn.web.register_pages.drawing import draw_timeline
from sojourn.web.register_pages.fields import (
    NUMBERS,
    TRAVELLER_QUESTIONS,
    answers_typed,
    countries,
    day_field,
    day_of,
    parts_of,
    posted,
    question_fields,
    text_field,
    typed_of,
)
from sojourn.web.register_pages.opening import opened_traveller, register_page, seat_here, shown_acting
from sojourn.web.register_pages.words import (
    KINDS,
    STATES,
    cover_words,
    host_words,
    period_words,
    told_by_field,
)

_NEEDED = ("worker.given_names", "worker.family_name")


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def travellers_list(request: HttpRequest) -> HttpResponse:
    """The travellers in sight. What is searched for travels in the body, and never into an address."""
    seat = seat_here(request)
    search = request.POST.get("search", "").strip()[:200]
    page = travellers_page(seat, search, _number(request.GET.get("page", "")))
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "columns": [
            {"label": label}
            for label in (
                gettext("Traveller"),
                gettext("Employee number"),
                gettext("Next trip"),
                gettext("Cover"),
            )
        ],
        "rows": [_row(each) for each in page.rows],
        "searched": bool(search),
        "field": text_field(
            "search",
            gettext("Employee number or family name"),
            search,
            {},
            hint=gettext("Whole, in any case"),
        ),
        "later": f"?page={page.number + 1}" if page.more and not search else "",
        "earlier": f"?page={page.number - 1}" if page.number > 1 and not search else "",
    }
    return render(request, "register/travellers.html", context)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 1


def _row(each: TravellerRow) -> dict[str, Any]:
    trip = each.next_trip
    where = ""
    if trip is not None:
        where = gettext("%(country)s, %(days)s") % {
            "country": host_words(trip.host),
            "days": period_words(trip.start, trip.end),
        }
    return {
        "cells": [
            {"text": each.traveller.name, "url": reverse("register_traveller", args=[each.traveller.pk])},
            {"text": each.traveller.own.get(EMPLOYEE_NUMBER, "")},
            {"text": where or gettext("None planned")},
            {"status": cover_words(trip)} if trip else {"text": ""},
        ]
    }


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def traveller_new(request: HttpRequest) -> HttpResponse:
    """Enter somebody. Pressing twice enters them once."""
    seat = seat_here(request)
    if not seat.may_manage:
        raise NotAllowed("not_allowed")
    refused = None
    if request.method == "POST":
        try:
            made = events.add_traveller(
                seat=seat,
                typed=typed_of(request.POST, _questions(seat)),
                employee_number=request.POST.get(EMPLOYEE_NUMBER, ""),
                email=request.POST.get(EMAIL, ""),
                key=form_key(request.POST),
            )
        except InvalidInput as wrong:
            refused = wrong
        else:
            return redirect("register_traveller", traveller_id=made.pk)
    return _form(request, seat, None, refused)


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def traveller_change(request: HttpRequest, traveller_id: UUID) -> HttpResponse:
    """Correct what is known of somebody."""
    seat, traveller = opened_traveller(request, traveller_id)
    if not seat.may_change:
        raise NotAllowed("not_allowed")
    refused = None
    if request.method == "POST":
        try:
            events.change_traveller(
                seat=seat,
                traveller_id=traveller.pk,
                typed=typed_of(request.POST, _questions(seat)),
                employee_number=request.POST.get(EMPLOYEE_NUMBER, ""),
                email=request.POST.get(EMAIL, ""),
            )
        except InvalidInput as wrong:
            refused = wrong
        else:
            messages.success(request, gettext("Saved. The cover of all trips was worked out anew."))
            return redirect("register_traveller", traveller_id=traveller.pk)
    return _form(request, seat, traveller, refused)


def _questions(seat: Seat) -> tuple[str, ...]:
    """The questions about a person, with the number that the employer's country has."""
    home = employer_view(seat.employer_id).seat
    return (*TRAVELLER_QUESTIONS, NUMBERS[0] if home == "US" else NUMBERS[1])


def _form(
    request: HttpRequest, seat: Seat, traveller: Traveller | None, refused: InvalidInput | None
) -> HttpResponse:
    errors, post = told_by_field(refused) if refused else {}, posted(request)
    kept = {**traveller.plain, **traveller.particulars} if traveller else {}
    own = traveller.own if traveller else {}
    names = _questions(seat)
    answers = answers_typed(kept, typed_of(post, names) if post is not None else {})
    got = post if post is not None else own
    fields = [
        *question_fields(names, answers, errors, _NEEDED),
        text_field(
            EMPLOYEE_NUMBER,
            gettext("Employee number"),
            got.get(EMPLOYEE_NUMBER, ""),
            errors,
            optional=True,
            width=20,
        ),
        text_field(EMAIL, gettext("E-mail address"), got.get(EMAIL, ""), errors, optional=True, kind="email"),
    ]
    context = {
        "acting": shown_acting(seat),
        "traveller": traveller,
        "fields": fields,
        "errors": error_rows(fields),
        "key": form_key(request.POST),
    }
    return render(request, "register/traveller_form.html", context, status=400 if refused else 200)


@register_page
@require_http_methods(["GET", "HEAD"])
def traveller_page(request: HttpRequest, traveller_id: UUID) -> HttpResponse:
    """Everything about one traveller: stays with covers, limits, gaps, insurance."""
    seat, traveller = opened_traveller(request, traveller_id)
    found = history_of(seat, traveller)
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "traveller": traveller,
        "rows": _known(traveller),
        "trips": [_trip(trip) for trip in reversed(found.trips)],
        "drawing": draw_timeline(found.trips, clock.today()),
        "trip_columns": [
            {"label": label}
            for label in (gettext("Trip"), gettext("Days"), gettext("Kind"), gettext("Cover"))
        ],
        "count_columns": [
            {"label": gettext("Country")},
            {"label": gettext("Trips"), "number": True},
            {"label": gettext("Days in the last 24 months"), "number": True},
            {"label": gettext("Days in the last 60 months"), "number": True},
            {"label": gettext("Last day that the law allows")},
        ],
        "counts": _counts(found),
        "gaps": [
            gettext("%(country)s: %(days)s days between two stays, %(period)s")
            % {
                "country": host_words(gap.country),
                "days": gap.days,
                "period": period_words(gap.start, gap.end),
            }
            for gap in found.gaps
        ],
        "overlaps": [_overlap(one, other) for one, other in found.overlaps],
        "suggests_several": found.suggests_several,
        "policies": [_policy(each) for each in found.policies],
    }
    return render(request, "register/traveller.html", context)


def _known(traveller: Traveller) -> list[dict[str, str]]:
    own, particulars = traveller.own, traveller.particulars
    nationalities = traveller.plain.get("person.nationalities", [])
    rows = [
        (gettext("Employee number"), own.get(EMPLOYEE_NUMBER, "")),
        (gettext("E-mail address"), own.get(EMAIL, "")),
        (gettext("Nationality"), ", ".join(host_words(code) for code in nationalities)),
        (gettext("Lives in"), host_words(traveller.plain.get("person.residence", ""))),
        (gettext("Social insurance number"), _masked(particulars)),
    ]
    return [{"key": key, "value": value} for key, value in rows]


def _masked(particulars: Any) -> str:
    """Whether a number is known; only its end is shown."""
    for name in NUMBERS:
        if number := str(particulars.get(name, "")):
            return "•••" + number[-3:]
    return ""


def _trip(trip: Any) -> dict[str, Any]:
    return {
        "cells": [
            {"text": host_words(trip.host), "url": reverse("register_trip", args=[trip.pk])},
            {"text": period_words(trip.start, trip.end)},
            {
                "text": f"{KINDS[trip.kind]}"
                if trip.state == "planned"
                else f"{KINDS[trip.kind]} · {STATES[trip.stands]}"
            },
            {"status": cover_words(trip)},
        ]
    }


def _counts(found: History) -> list[dict[str, Any]]:
    return [
        {
            "cells": [
                {"text": host_words(each.country)},
                {"text": str(each.trips)},
                {"text": str(each.days_24)},
                {"text": str(each.days_60)},
                {
                    "text": period_words(each.last_allowed, each.last_allowed)
                    if each.last_allowed
                    else gettext("Not reached")
                },
            ]
        }
        for each in found.counts
    ]


def _overlap(one: Any, other: Any) -> str:
    return gettext("%(one)s (%(one_days)s) and %(other)s (%(other_days)s)") % {
        "one": host_words(one.host),
        "one_days": period_words(one.start, one.end),
        "other": host_words(other.host),
        "other_days": period_words(other.start, other.end),
    }


def _policy(each: Any) -> str:
    where = ", ".join(host_words(code) for code in each.territory) or gettext("everywhere abroad")
    return gettext("%(insurer)s, %(days)s, %(where)s") % {
        "insurer": each.insurer,
        "days": period_words(each.start, each.end),
        "where": where,
    }


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def policy_new(request: HttpRequest, traveller_id: UUID) -> HttpResponse:
    """Record travel health insurance."""
    seat, traveller = opened_traveller(request, traveller_id)
    if not seat.may_change:
        raise NotAllowed("not_allowed")
    errors: Any = {}
    if request.method == "POST":
        try:
            start, end = day_of(request.POST, "start"), day_of(request.POST, "end")
            events.add_policy(
                seat=seat,
                traveller_id=traveller.pk,
                insurer=request.POST.get("insurer", ""),
                policy_number=request.POST.get("policy_number", ""),
                territory=tuple(code for code in request.POST.getlist("territory") if code),
                start=start or clock.today(),
                end=end,
                key=form_key(request.POST),
            )
        except InvalidInput as refused:
            errors = told_by_field(refused)
        else:
            messages.success(request, gettext("Saved. The cover of all trips was worked out anew."))
            return redirect("register_traveller", traveller_id=traveller.pk)
    post = request.POST
    fields = [
        text_field("insurer", gettext("Insurer"), post.get("insurer", ""), errors),
        text_field(
            "policy_number", gettext("Policy number"), post.get("policy_number", ""), errors, optional=True
        ),
        {
            "name": "territory",
            "kind": "select",
            "label": gettext("Country where it holds"),
            "placeholder_option": gettext("Everywhere abroad"),
            "options": countries(),
            "value": post.get("territory", ""),
            "error": errors.get("territory", ""),
        },
        day_field("start", gettext("First day"), parts_of(post, "start"), errors),
        day_field("end", gettext("Last day"), parts_of(post, "end"), errors, optional=True),
    ]
    context = {
        "acting": shown_acting(seat),
        "traveller": traveller,
        "fields": fields,
        "errors": error_rows(fields),
        "key": form_key(post),
    }
    return render(request, "register/policy_form.html", context, status=400 if errors else 200)


@register_page
@require_POST
def traveller_out(request: HttpRequest, traveller_id: UUID) -> HttpResponse:
    """Take somebody out of the register."""
    seat, traveller = opened_traveller(request, traveller_id)
    try:
        events.take_out_traveller(seat=seat, traveller_id=traveller.pk)
    except InvalidInput as refused:
        messages.error(request, next(iter(told_by_field(refused).values())))
        return redirect("register_traveller", traveller_id=traveller.pk)
    messages.success(request, gettext("The person is no longer in the register."))
    return redirect("register_travellers")
