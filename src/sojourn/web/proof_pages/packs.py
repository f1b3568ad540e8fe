"""Audit packs: what one would hold and its gaps, how far it is, and its file for who may have it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.register.access import Traveller, traveller_for
from sojourn.register.proof.events import (
    AuditPack,
    PackState,
    ask_for_pack,
    end_pack,
    fetch,
    pack_for,
    packs_for,
)
from sojourn.register.proof.scope import Contents, Scope, contents_of
from sojourn.register.seats import Seat
from sojourn.web.day_words import day_in_words
from sojourn.web.employers import form_key
from sojourn.web.form_field import error_rows
from sojourn.web.language import language
from sojourn.web.limits import limited
from sojourn.web.proof_pages.money import decimal
from sojourn.web.proof_pages.words import PACKS, told_by
from sojourn.web.register_pages.fields import countries, day_field, day_of, parts_of, text_field
from sojourn.web.register_pages.opening import register_page, seat_here, shown_acting
from sojourn.web.register_pages.today import trip_columns, trip_row
from sojourn.web.register_pages.words import host_words, period_words

_USUAL_TIME = timedelta(days=30)
_SHOWN = 50


@register_page
@require_safe
def packs_page(request: HttpRequest) -> HttpResponse:
    """The packs that may be fetched from here."""
    seat = seat_here(request)
    rows = list(packs_for(seat).select_related("traveller")[:_SHOWN])
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "columns": [
            {"label": gettext("Asked for on")},
            {"label": gettext("For which trips")},
            {"label": gettext("Trips"), "number": True},
            {"label": gettext("State")},
        ],
        "rows": [
            {
                "cells": [
                    {
                        "text": day_in_words(each.asked_at.date()),
                        "url": reverse("register_pack", args=[each.pk]),
                    },
                    {"text": _scope_words(each)},
                    {"text": decimal(each.trips)},
                    {"text": str(PACKS[each.stands])},
                ]
            }
            for each in rows
        ],
    }
    return render(request, "register/proof/packs.html", context)


@register_page
@limited("bulk")
@require_http_methods(["GET", "HEAD", "POST"])
def pack_new(request: HttpRequest) -> HttpResponse:
    """What the pack would hold first, with its gaps; pressed again, it is made. Pressing twice makes one."""
    seat = seat_here(request)
    if not seat.may_manage:
        raise NotAllowed("not_allowed")
    errors: dict[str, str] = {}
    contents: Contents | None = None
    traveller = _traveller(request, seat)
    if request.method == "POST":
        try:
            scope, until = _asked(request, traveller)
            if request.POST.get("wants") == "make":
                pack = ask_for_pack(
                    seat=seat,
                    scope=scope,
                    purpose=request.POST.get("purpose", ""),
                    explanation=request.POST.get("explanation", ""),
                    until=until,
                    language=language(),
                    key=form_key(request.POST),
                )
                return redirect("register_pack", pack_id=pack.pk)
            contents = contents_of(seat, scope)
        except InvalidInput as refused:
            errors = told_by(refused)
    fields = _fields(request, errors)
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "traveller": traveller,
        "fields": fields,
        "errors": error_rows(fields),
        "key": form_key(request.POST),
        "contents": contents,
        "counts": _counts(contents) if contents else [],
        "columns": trip_columns(),
        "gaps": [trip_row(each) for each in contents.examples] if contents else [],
    }
    return render(request, "register/proof/pack_new.html", context, status=400 if errors else 200)


def _traveller(request: HttpRequest, seat: Seat) -> Traveller | None:
    named = request.POST.get("traveller", "") or request.GET.get("traveller", "")
    if not named:
        return None
    try:
        return traveller_for(seat, UUID(named))
    except ValueError:
        raise NotAllowed("not_allowed") from None


def _asked(request: HttpRequest, traveller: Traveller | None) -> tuple[Scope, Any]:
    """What was typed. Raises InvalidInput for what is no day."""
    problems: list[Problem] = []
    days: dict[str, Any] = {}
    for name in ("start", "end", "until"):
        try:
            days[name] = day_of(request.POST, name)
        except InvalidInput as refused:
            problems += refused.problems
    if problems:
        raise InvalidInput(problems)
    scope = Scope(
        traveller.pk if traveller else None,
        request.POST.get("country", "").upper()[:8],
        days["start"],
        days["end"],
    )
    return scope, days["until"] or clock.today() + _USUAL_TIME


def _fields(request: HttpRequest, errors: dict[str, str]) -> list[Any]:
    post = request.POST
    until = parts_of(post, "until") if post else clock.today() + _USUAL_TIME
    return [
        {
            "name": "country",
            "kind": "select",
            "label": gettext("Country of the work"),
            "placeholder_option": gettext("All"),
            "options": countries(),
            "value": post.get("country", ""),
            "error": errors.get("country", ""),
        },
        day_field(
            "start", gettext("Trips from"), parts_of(post, "start") if post else None, errors, optional=True
        ),
        day_field(
            "end", gettext("Trips until"), parts_of(post, "end") if post else None, errors, optional=True
        ),
        text_field(
            "purpose",
            gettext("What for"),
            post.get("purpose", ""),
            errors,
            optional=True,
            hint=gettext("An inspection with its number, say. It stands in the pack."),
        ),
        text_field(
            "explanation",
            gettext("What you want to say about the gaps"),
            post.get("explanation", ""),
            errors,
            optional=True,
            kind="textarea",
            hint=gettext("Gaps are shown as gaps, with these words beside them."),
        ),
        day_field("until", gettext("May be fetched until"), until, errors),
    ]


def _counts(contents: Contents) -> list[dict[str, str]]:
    return [
        {"key": gettext("Trips"), "value": decimal(contents.trips)},
        {"key": gettext("Certificates"), "value": decimal(contents.certificates)},
        {"key": gettext("Requests"), "value": decimal(contents.requests)},
        {"key": gettext("Trips without proof of cover"), "value": decimal(contents.gaps)},
    ]


@register_page
@require_safe
def pack_page(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    """How far a pack is, and what it holds."""
    seat = seat_here(request)
    pack = pack_for(seat, pack_id)
    ready = pack.stands is PackState.READY
    rows = [
        (gettext("State"), str(PACKS[pack.stands])),
        (gettext("For which trips"), _scope_words(pack)),
        (gettext("What for"), pack.purpose),
        (gettext("Trips"), decimal(pack.trips)),
        (gettext("Trips without proof of cover"), decimal(pack.gaps) if ready else ""),
        (gettext("Files"), decimal(pack.files) if ready else ""),
        (gettext("Size"), _megabytes(pack.size) if ready else ""),
        (gettext("May be fetched until"), day_in_words(pack.until)),
        ("SHA-256", pack.sha256),
    ]
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "pack": pack,
        "ready": ready and pack.until >= clock.today(),
        "making": pack.stands is PackState.MAKING,
        "progress": gettext("%(done)s of %(all)s trips")
        % {"done": decimal(pack.work_done), "all": decimal(pack.trips)},
        "rows": [{"key": key, "value": value} for key, value in rows if value],
        "may_end": seat.may_manage and pack.stands is not PackState.GONE,
    }
    return render(request, "register/proof/pack.html", context)


def _megabytes(size: int) -> str:
    return gettext("%(size)s MB") % {"size": decimal(round(Decimal(size) / 1_000_000, 1))}


def _scope_words(pack: AuditPack) -> str:
    parts = [
        pack.traveller.name if pack.traveller else "",
        host_words(pack.country) if pack.country else "",
        period_words(pack.start, pack.end) if pack.start else "",
        gettext("until %(day)s") % {"day": day_in_words(pack.end)} if pack.end and not pack.start else "",
    ]
    return ", ".join(part for part in parts if part) or gettext("All trips")


@register_page
@limited("bulk")
@require_POST
def pack_file(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    """The pack itself. That it was fetched is written down, so it is asked for by a button."""
    seat = seat_here(request)
    try:
        parts = fetch(seat=seat, pack_id=pack_id)
    except WrongState:
        messages.error(request, gettext("This pack cannot be fetched now."))
        return redirect("register_pack", pack_id=pack_id)
    response = StreamingHttpResponse(parts, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="audit-pack-{str(pack_id)[:8]}.zip"'
    response["Cache-Control"] = "no-store"
    return cast(HttpResponse, response)


@register_page
@require_POST
def pack_end(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    """Take a pack back."""
    end_pack(seat=seat_here(request), pack_id=pack_id)
    return redirect("register_pack", pack_id=pack_id)
