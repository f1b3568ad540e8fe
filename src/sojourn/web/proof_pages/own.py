"""A traveller's own certificate on a telephone: with its code, and kept there for where there is no reception."""

from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.safestring import mark_safe
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from sojourn.certificates.access import IssuedCertificate, certificate, document
from sojourn.certificates.errors import CertificateUnknown
from sojourn.core.errors import NotAllowed
from sojourn.papers.codes import square_code
from sojourn.register.access import Assignment, seats_of, trip_for
from sojourn.register.seats import Role
from sojourn.web.register_pages.opening import register_page
from sojourn.web.register_pages.words import cover_words, host_words, period_words

_SCRIPT: Final = Path(__file__).parent / "own_worker.js"
_QUIET: Final = 4
_POLICY: Final[dict[str, Any]] = {**settings.SECURE_CSP, "worker-src": [CSP.SELF]}


def _own(request: HttpRequest, trip_id: UUID) -> Assignment:
    """One's own trip. Raises NotAllowed for anybody else's, also for who may see it from another seat."""
    person: Any = request.user
    for seat in seats_of(person):
        if seat.role is Role.TRAVELLER:
            try:
                return trip_for(seat, trip_id)
            except NotAllowed:
                continue
    raise NotAllowed("not_allowed")


def _issued(trip: Assignment) -> IssuedCertificate:
    try:
        return certificate(trip.certificate_number)
    except CertificateUnknown:
        raise NotAllowed("not_allowed") from None


@csp_override(_POLICY)
@register_page
@require_safe
def own_certificate(request: HttpRequest, trip_id: UUID) -> HttpResponse:
    """The certificate as it is shown to whoever checks: number, days, code."""
    trip = _own(request, trip_id)
    row = _issued(trip)
    page, file = (
        reverse("register_me_certificate", args=[trip.pk]),
        reverse("register_me_file", args=[trip.pk]),
    )
    context = {
        "trip": trip,
        "country": host_words(trip.host),
        "days": period_words(row.period_start, row.period_end),
        "cover": cover_words(trip),
        "number": row.number,
        "address": row.address,
        # Drawn here from our own address: nothing in it was typed by anybody.
        "code": mark_safe(_drawn(row.address)),  # noqa: S308
        "file": file,
        "keeping": {
            "worker": reverse("register_me_worker"),
            "scope": f"{reverse('register_me')}/",
            "pages": [page, file],
            "parts": [static("built/sojourn.css"), static("js/page.js"), static("js/own.js")],
        },
    }
    response = render(request, "register/proof/own_certificate.html", context)
    response["Cache-Control"] = "private, no-cache"
    return response


def _drawn(address: str) -> str:
    """The code on white with its quiet zone, large enough for another telephone."""
    code = square_code(address)
    side = code.modules + 2 * _QUIET
    paper = f'<rect x="-{_QUIET}" y="-{_QUIET}" width="{side}" height="{side}" fill="#fff"/>'
    frame = f'viewBox="-{_QUIET} -{_QUIET} {side} {side}" width="280" height="280">{paper}'
    return code.svg.replace(f'viewBox="0 0 {code.modules} {code.modules}">', frame)


@register_page
@require_safe
def own_file(request: HttpRequest, trip_id: UUID) -> HttpResponse:
    """The sealed PDF of one's own certificate."""
    trip = _own(request, trip_id)
    row = _issued(trip)
    try:
        data = document(row.number)
    except CertificateUnknown:
        raise NotAllowed("not_allowed") from None
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{row.number}.pdf"'
    response["Cache-Control"] = "private, no-cache"
    return response


@register_page
@require_safe
def own_worker(request: HttpRequest) -> HttpResponse:
    """The service worker that shows what somebody chose to keep on the telephone. The same for everybody."""
    response = HttpResponse(
        _SCRIPT.read_text(encoding="utf-8"), content_type="text/javascript; charset=utf-8"
    )
    response["Cache-Control"] = "no-cache"
    return response
