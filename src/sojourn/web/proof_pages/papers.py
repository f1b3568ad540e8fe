"""What stands beside a trip: why it is temporary, evidence, and the decision where no agreement binds."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.engine.telling.explain import Explanation
from sojourn.files.media import LARGEST_BYTES
from sojourn.files.upload import UploadInMemory
from sojourn.register.access import Assignment
from sojourn.register.cover.showing import shown
from sojourn.register.dossier import events
from sojourn.register.dossier.events import Choice, Point
from sojourn.register.dossier.reading import Dossier, countries_visited, dossier_of, wish_of
from sojourn.register.seats import Role
from sojourn.requests.law import explanation_of
from sojourn.web.day_words import day_in_words
from sojourn.web.employers import form_key
from sojourn.web.form_field import error_rows
from sojourn.web.language import language
from sojourn.web.limits import limited
from sojourn.web.proof_pages.words import CHOICE_HINTS, CHOICES, POINTS, file_words, told_by
from sojourn.web.register_pages.fields import text_field
from sojourn.web.register_pages.opening import opened_trip, register_page, seat_here, shown_acting
from sojourn.web.register_pages.words import host_words, period_words


def title_of(trip: Assignment) -> str:
    """A trip as the heading of its page."""
    return gettext("%(country)s, %(days)s") % {
        "country": host_words(trip.host),
        "days": period_words(trip.start, trip.end),
    }


@csrf_exempt
def temporary_page(request: HttpRequest, trip_id: UUID) -> HttpResponse:
    """Why a trip is temporary. Sets the limit of the upload before anything of it is read."""
    request.upload_handlers = [UploadInMemory(request, LARGEST_BYTES + 1)]
    return _temporary(request, trip_id)


@csrf_protect
@register_page
@limited("bulk")
@require_http_methods(["GET", "HEAD", "POST"])
def _temporary(request: HttpRequest, trip_id: UUID) -> HttpResponse:
    seat, trip = opened_trip(request, trip_id)
    if seat.role is Role.TRAVELLER:
        raise NotAllowed("not_allowed")
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            _said(request, seat, trip)
        except InvalidInput as refused:
            errors = told_by(refused)
        except WrongState:
            pass
        if not errors:
            return redirect("register_trip_temporary", trip_id=trip.pk)
    found = dossier_of(trip)
    fields = _temporary_fields(request, found, errors)
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "trip": trip,
        "title": title_of(trip),
        "fields": fields,
        "errors": error_rows(fields),
        "key": form_key(request.POST),
        **dossier_words(trip, found),
    }
    return render(request, "register/proof/temporary.html", context, status=400 if errors else 200)


def _said(request: HttpRequest, seat: Any, trip: Assignment) -> None:
    post, given = request.POST, request.FILES.get("file")
    points = {point.value: post.get(point.value) == "yes" for point in Point if post.get(point.value)}
    events.say_temporary(seat=seat, trip_id=trip.pk, points=points, words=post.get("words", ""))
    if given is None:
        return
    if (given.size or 0) > LARGEST_BYTES:
        raise InvalidInput([Problem("file", "file_too_large")])
    events.add_evidence(
        seat=seat, trip_id=trip.pk, data=given.read(), name=given.name or "", key=form_key(post)
    )


def _temporary_fields(request: HttpRequest, found: Dossier, errors: dict[str, str]) -> list[Any]:
    kept = found.temporariness.points if found.temporariness else {}
    fields: list[Any] = []
    for point in Point:
        value = request.POST.get(point.value, "")
        if not request.POST and point.value in kept:
            value = "yes" if kept[point.value] else "no"
        fields.append(
            {
                "name": point.value,
                "kind": "radios",
                "label": str(POINTS[point]),
                "options": [
                    {"value": "yes", "label": gettext("Yes")},
                    {"value": "no", "label": gettext("No")},
                ],
                "value": value,
                "optional": True,
                "error": "",
            }
        )
    words = found.temporariness.words if found.temporariness else ""
    fields.append(
        text_field(
            "words",
            gettext("What else shows it"),
            request.POST.get("words", "") if request.POST else words,
            errors,
            kind="textarea",
            optional=True,
        )
    )
    fields.append(
        {
            "name": "file",
            "kind": "file",
            "label": gettext("A paper that shows it"),
            "hint": gettext("PDF, JPEG or PNG, up to 10 MB: the letter of assignment, say"),
            "accept": ".pdf,.jpg,.jpeg,.png",
            "optional": True,
            "error": errors.get("file", ""),
        }
    )
    return fields


def dossier_words(trip: Assignment, found: Dossier) -> dict[str, Any]:
    """What is kept beside a trip, in words."""
    said = found.temporariness
    return {
        "points": [
            {
                "key": str(POINTS[point]),
                "value": gettext("Yes") if said.points[point.value] else gettext("No"),
            }
            for point in Point
            if said is not None and point.value in said.points
        ],
        "words": said.words if said else "",
        "said_on": day_in_words(said.said_at.date()) if said else "",
        "evidence": [
            {
                "url": reverse("register_evidence", args=[trip.pk, each.pk]),
                "name": each.name or file_words(each.media),
                "on": day_in_words(each.added_at.date()),
            }
            for each in found.evidence
        ],
        "decisions": [
            {
                "what": str(CHOICES[Choice(each.choice)]),
                "because": each.because,
                "on": day_in_words(each.decided_at.date()),
            }
            for each in found.decisions
        ],
        "unbound": events.is_unbound(trip),
    }


@register_page
@require_safe
def evidence(request: HttpRequest, trip_id: UUID, evidence_id: UUID) -> HttpResponse:
    """A file of a trip, to be saved and never shown in place."""
    seat, trip = opened_trip(request, trip_id)
    if seat.role is Role.TRAVELLER:
        raise NotAllowed("not_allowed")
    row, data = events.evidence_file(seat, trip.pk, evidence_id)
    return as_file(data, row.media, f"evidence-{str(row.pk)[:8]}")


def as_file(data: bytes, media: str, name: str) -> HttpResponse:
    """A file that somebody brought: saved, not opened here."""
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}.get(media, "txt")
    plain = media if ending != "txt" else "text/plain; charset=utf-8"
    response = HttpResponse(data, content_type=plain)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def decision_page(request: HttpRequest, trip_id: UUID) -> HttpResponse:
    """No agreement binds: what each country's own law says, and what was decided."""
    seat, trip = opened_trip(request, trip_id)
    if seat.role is Role.TRAVELLER:
        raise NotAllowed("not_allowed")
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            events.decide_unbound(
                seat=seat,
                trip_id=trip.pk,
                choice=request.POST.get("choice", ""),
                because=request.POST.get("because", ""),
                key=form_key(request.POST),
            )
        except InvalidInput as refused:
            errors = told_by(refused)
        except WrongState:
            return redirect("register_trip", trip_id=trip.pk)
        else:
            return redirect("register_trip", trip_id=trip.pk)
    fields = [
        {
            "name": "choice",
            "kind": "radios",
            "label": gettext("What do you do?"),
            "options": [
                {"value": each.value, "label": str(CHOICES[each]), "hint": str(CHOICE_HINTS[each])}
                for each in Choice
            ],
            "value": request.POST.get("choice", ""),
            "error": errors.get("choice", ""),
        },
        text_field("because", gettext("Why"), request.POST.get("because", ""), errors, kind="textarea"),
    ]
    determination = shown(trip).determination
    told = explanation_of(determination, language()) if determination is not None else None
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "trip": trip,
        "title": title_of(trip),
        "fields": fields,
        "errors": error_rows(fields),
        "key": form_key(request.POST),
        "claims": _claims(told),
        **dossier_words(trip, dossier_of(trip)),
    }
    return render(request, "register/proof/decision.html", context, status=400 if errors else 200)


def _claims(told: Explanation | None) -> list[str]:
    """What each country's own law says of the work."""
    periods = told.periods if told is not None else ()
    return list(dict.fromkeys(claim.text for period in periods for claim in period.claims))


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def insurance_page(request: HttpRequest) -> HttpResponse:
    """From when on the employer wants travel health insurance."""
    seat = seat_here(request)
    if not seat.may_manage:
        raise NotAllowed("not_allowed")
    errors: dict[str, str] = {}
    post = request.POST
    if request.method == "POST":
        days = post.get("longer_than", "").strip()
        try:
            events.say_insurance_wish(
                seat=seat,
                longer_than=int(days) if days.isascii() and days.isdecimal() and len(days) < 5 else -1,
                always_in=[code for code in post.getlist("always_in") if code],
            )
        except InvalidInput as refused:
            errors = told_by(refused)
        else:
            return redirect("register")
    return render(
        request,
        "register/proof/insurance.html",
        {"acting": shown_acting(seat), "seat": seat, **_insurance_fields(seat, post, errors)},
        status=400 if errors else 200,
    )


def _insurance_fields(seat: Any, post: Any, errors: dict[str, str]) -> dict[str, Any]:
    wish = wish_of(seat)
    always = post.getlist("always_in") if post else sorted(wish.always_in)
    fields = [
        text_field(
            "longer_than",
            gettext("On trips of more days than"),
            post.get("longer_than", "") if post else str(wish.longer_than),
            errors,
            width=4,
        ),
        {
            "name": "always_in",
            "kind": "checkboxes",
            "label": gettext("Always in these countries, from the first day"),
            "hint": gettext("Countries where care costs much for you. Which these are, no source here says."),
            "options": [{"value": code, "label": host_words(code)} for code in _visited(seat, always)],
            "value": always,
            "optional": True,
            "error": errors.get("always_in", ""),
        },
    ]
    return {"fields": fields, "errors": error_rows(fields)}


def _visited(seat: Any, always: list[str]) -> list[str]:
    return sorted({*countries_visited(seat), *always})
