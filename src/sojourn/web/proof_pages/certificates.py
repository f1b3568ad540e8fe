"""Certificates that are kept: those of this service and those from elsewhere, found by number, name and country."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.files.media import LARGEST_BYTES
from sojourn.files.upload import UploadInMemory
from sojourn.register.access import Assignment, trips_for
from sojourn.register.dossier import kept_events as events
from sojourn.register.dossier.finding import CertificatePage, certificates_page
from sojourn.register.dossier.kept_events import Confirmed, KeptCertificate, KeptState
from sojourn.register.seats import Role, Seat
from sojourn.web.day_words import day_in_words
from sojourn.web.employers import form_key
from sojourn.web.form_field import error_rows
from sojourn.web.limits import limited
from sojourn.web.proof_pages.papers import as_file, title_of
from sojourn.web.proof_pages.words import KEPT, file_words, told_by
from sojourn.web.register_pages.fields import countries, day_field, day_of, parts_of, text_field
from sojourn.web.register_pages.opening import (
    opened_traveller,
    register_page,
    seat_here,
    shown_acting,
)
from sojourn.web.register_pages.words import host_words, period_words


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def certificates_list(request: HttpRequest) -> HttpResponse:
    """All certificates in sight, newest first. What is searched for is posted: it names people, and no address does."""
    seat = _seat(request)
    search = request.POST.get("search", "")[:120]
    country = request.POST.get("country", "") or request.GET.get("country", "")
    number = request.GET.get("page", "1")
    found = certificates_page(
        seat, search, country[:8], int(number) if number.isdecimal() and len(number) < 6 else 1
    )
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "fields": [
            text_field("search", gettext("Certificate number or family name"), search, {}, optional=True),
            {
                "name": "country",
                "kind": "select",
                "label": gettext("Country"),
                "placeholder_option": gettext("All"),
                "options": countries(),
                "value": country,
            },
        ],
        "searched": bool(search or country),
        **_tables(found),
        "later": f"?page={found.number + 1}" if found.more and not search else "",
        "earlier": f"?page={found.number - 1}" if found.number > 1 and not search else "",
    }
    return render(request, "register/proof/certificates.html", context)


def _seat(request: HttpRequest) -> Seat:
    seat = seat_here(request)
    if seat.role is Role.TRAVELLER:
        raise NotAllowed("not_allowed")
    return seat


def _tables(found: CertificatePage) -> dict[str, Any]:
    columns = [
        gettext("Number"),
        gettext("Traveller"),
        gettext("Country"),
        gettext("Days"),
        gettext("State"),
    ]
    return {
        "columns": [{"label": label} for label in columns],
        "ours": [_ours(trip) for trip in found.trips],
        "kept": [_kept(row) for row in found.kept],
        "waiting": found.waiting,
    }


def _ours(trip: Assignment) -> dict[str, Any]:
    start = trip.covered_from or trip.start
    return {
        "cells": [
            {"text": trip.certificate_number, "url": reverse("register_trip", args=[trip.pk])},
            {"text": trip.traveller.name},
            {"text": host_words(trip.host)},
            {"text": period_words(start, trip.covered_until)},
            {"text": gettext("Counts for the trip")},
        ]
    }


def _kept(row: KeptCertificate) -> dict[str, Any]:
    number = str(row.fields.get("number") or row.read.get("number") or "")
    return {
        "cells": [
            {"text": number or file_words(row.media), "url": reverse("register_kept", args=[row.pk])},
            {"text": row.traveller.name},
            {"text": host_words(row.host) if row.host else ""},
            {"text": period_words(row.start, row.end) if row.start else ""},
            {"text": str(KEPT[row.stands])},
        ]
    }


@csrf_exempt
def certificate_bring(request: HttpRequest, traveller_id: UUID) -> HttpResponse:
    """Bring a certificate from elsewhere. Sets the limit of the upload before anything of it is read."""
    request.upload_handlers = [UploadInMemory(request, LARGEST_BYTES + 1)]
    return _bring(request, traveller_id)


@csrf_protect
@register_page
@limited("bulk")
@require_http_methods(["GET", "HEAD", "POST"])
def _bring(request: HttpRequest, traveller_id: UUID) -> HttpResponse:
    seat, traveller = opened_traveller(request, traveller_id)
    if not seat.may_change:
        raise NotAllowed("not_allowed")
    errors: dict[str, str] = {}
    if request.method == "POST":
        given: Any = request.FILES.get("file")
        try:
            if given is None:
                raise InvalidInput([Problem("file", "file_missing")])
            if given.size > LARGEST_BYTES:
                raise InvalidInput([Problem("file", "file_too_large")])
            row = events.bring_certificate(
                seat=seat, traveller_id=traveller.pk, data=given.read(), key=form_key(request.POST)
            )
        except InvalidInput as refused:
            errors = told_by(refused)
        except WrongState:
            return redirect("register_certificates")
        else:
            return redirect("register_kept", kept_id=row.pk)
    field = {
        "name": "file",
        "kind": "file",
        "label": gettext("The certificate"),
        "hint": gettext("PDF, JPEG or PNG up to 10 MB, or a text file with a credential or an offline code"),
        "accept": ".pdf,.jpg,.jpeg,.png,.txt",
        "error": errors.get("file", ""),
    }
    context = {
        "acting": shown_acting(seat),
        "traveller": traveller,
        "field": field,
        "errors": error_rows([field]),
        "key": form_key(request.POST),
    }
    return render(request, "register/proof/certificate_bring.html", context, status=400 if errors else 200)


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def kept_page(request: HttpRequest, kept_id: UUID) -> HttpResponse:
    """One certificate from elsewhere: what was read, and for which trip somebody confirms it."""
    seat = _seat(request)
    row = events.kept_for(seat, kept_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            trip_id, told = _confirmed(request, row)
            events.confirm_certificate(seat=seat, kept_id=row.pk, trip_id=trip_id, told=told)
        except InvalidInput as refused:
            errors = told_by(refused)
        except WrongState:
            return redirect("register_kept", kept_id=row.pk)
        else:
            return redirect("register_trip", trip_id=trip_id)
    trips = list(trips_for(seat).filter(traveller=row.traveller).counting())
    fields = _fields(request, row, trips, errors) if row.stands is KeptState.READ and seat.may_change else []
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "row": row,
        "state": str(KEPT[row.stands]),
        "read": [{"key": key, "value": value} for key, value in _read(row) if value],
        "fields": fields,
        "trips": trips,
        "errors": error_rows(fields),
        "may_set_aside": seat.may_change and row.stands is not KeptState.SET_ASIDE,
    }
    return render(request, "register/proof/kept.html", context, status=400 if errors else 200)


def _confirmed(request: HttpRequest, row: KeptCertificate) -> tuple[UUID, Confirmed]:
    post, problems = request.POST, list[Problem]()
    try:
        trip_id = UUID(post.get("trip", ""))
    except ValueError:
        raise InvalidInput([Problem("trip", "trip_missing")]) from None
    days: dict[str, Any] = {}
    for name in ("start", "end"):
        try:
            days[name] = day_of(post, name)
        except InvalidInput as refused:
            problems += refused.problems
    if not row.sealed and "start" in days and days["start"] is None:
        problems.append(Problem("start", "day_missing"))
    if problems:
        raise InvalidInput(problems)
    return trip_id, Confirmed(
        number=post.get("number", ""),
        issuer_name=post.get("issuer_name", ""),
        legislation=post.get("legislation", "").upper()[:8],
        host=post.get("host", "").upper()[:8],
        start=days["start"] or row.added_at.date(),
        end=days["end"],
    )


def _fields(
    request: HttpRequest, row: KeptCertificate, trips: list[Assignment], errors: dict[str, str]
) -> list[Any]:
    post = request.POST
    choice = {
        "name": "trip",
        "kind": "radios",
        "label": gettext("For which trip?"),
        "options": [{"value": str(trip.pk), "label": title_of(trip)} for trip in trips],
        "value": post.get("trip", ""),
        "error": errors.get("trip", ""),
    }
    if row.sealed:
        return [choice]

    def value(name: str) -> str:
        return post.get(name, "") if post else str(row.read.get(name, ""))

    def country(name: str, label: str) -> Any:
        return {
            "name": name,
            "kind": "select",
            "label": label,
            "placeholder_option": gettext("Choose"),
            "options": countries(),
            "value": value(name),
            "error": errors.get(name, ""),
        }

    def day(name: str, label: str, **more: Any) -> Any:
        shown = parts_of(post, name) if post else row.read.get(name, "")
        return day_field(name, label, shown, errors, **more)

    return [
        choice,
        text_field(
            "number", gettext("Number on the certificate"), value("number"), errors, optional=True, width=20
        ),
        text_field("issuer_name", gettext("Who issued it"), value("issuer_name"), errors),
        country("legislation", gettext("Whose law applies by it")),
        country("host", gettext("Country of the work")),
        day("start", gettext("First day")),
        day("end", gettext("Last day"), optional=True),
    ]


def _read(row: KeptCertificate) -> list[tuple[str, str]]:
    """What stands on it, as it was confirmed, else as rules have read it."""
    said = row.fields or row.read
    start, end = said.get("start", ""), said.get("end", "")
    return [
        (gettext("Number"), str(said.get("number", ""))),
        (gettext("Who issued it"), str(said.get("issuer_name", ""))),
        (
            gettext("Whose law applies by it"),
            host_words(said["legislation"]) if said.get("legislation") else "",
        ),
        (gettext("Country"), host_words(said["host"]) if said.get("host") else ""),
        (gettext("First day"), _day(start)),
        (gettext("Last day"), _day(end)),
        (gettext("File"), file_words(row.media)),
    ]


def _day(text: str) -> str:
    return day_in_words(date.fromisoformat(text)) if text else ""


@register_page
@require_POST
def kept_aside(request: HttpRequest, kept_id: UUID) -> HttpResponse:
    """The certificate counts no more."""
    events.set_aside(seat=_seat(request), kept_id=kept_id)
    return redirect("register_kept", kept_id=kept_id)


@register_page
@require_safe
def kept_file(request: HttpRequest, kept_id: UUID) -> HttpResponse:
    """The file as it was brought, to be saved."""
    media, data = events.file_of(_seat(request), kept_id)
    return as_file(data, media, f"certificate-{str(kept_id)[:8]}")
