"""What a worker can keep: a copy of the own answers, and the certificate."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sojourn.certificates.access import document
from sojourn.certificates.errors import CertificateUnknown
from sojourn.core.errors import WrongState
from sojourn.parties.access import acting_for_self
from sojourn.requests.access import Request, requests_for
from sojourn.requests.countries import country_name
from sojourn.requests.worker_part.access import certificate_number_for, certificates_of
from sojourn.requests.worker_part.states import State
from sojourn.web.applicant import applicant_page
from sojourn.web.day_words import day_in_words
from sojourn.web.language import language
from sojourn.web.worker_pages.browser import come_in, worker_page
from sojourn.web.worker_pages.drawing import answer_groups


@worker_page
@require_safe
def copy(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """The own answers on one page, made to be printed or kept as a PDF by the browser."""
    came = come_in(request, part_id)
    if isinstance(came, HttpResponse):
        return came
    part = came[1]
    if part.stands is not State.DONE:
        return redirect("worker_part", part_id=part_id)
    employer = part.request.employer
    context = {
        "part": part,
        "employer_name": employer.particulars["name"] if employer else "",
        "groups": answer_groups(part, change=False),
    }
    return render(request, "worker/copy.html", context)


@worker_page
@require_safe
def certificate_file(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """The sealed certificate, for the worker who did the part."""
    came = come_in(request, part_id)
    if isinstance(came, HttpResponse):
        return came
    try:
        number = certificate_number_for(came[0])
    except WrongState:
        return redirect("worker_part", part_id=part_id)
    return _file(number)


@applicant_page
@require_safe
def my_certificates(request: HttpRequest) -> HttpResponse:
    """For somebody with an account: the certificates whose worker's part was done under their address, and those that
    they asked for themselves."""
    person: Any = request.user
    rows = [
        {
            "part_id": own.part_id,
            "file": reverse("my_certificate_file", args=[own.part_id]),
            "wallet": reverse("my_certificate_wallet", args=[own.part_id]),
            "number": own.number,
            "employer": own.employer,
            "host": country_name(own.host, language()),
            "start": day_in_words(own.start) if own.start else "",
            "end": day_in_words(own.end) if own.end else "",
        }
        for own in certificates_of(person)
    ]
    rows += [_asked_for(own) for own in requests_for(acting_for_self(person)).exclude(certificate_number="")]
    return render(request, "worker/my_certificates.html", {"rows": rows})


def _asked_for(own: Request) -> dict[str, Any]:
    return {
        "number": own.certificate_number,
        "file": reverse("certificate_file", args=[own.reference]),
        "wallet": reverse("certificate_wallet", args=[own.certificate_number]),
        "employer": own.answers.text("sender.name"),
        "host": country_name(own.host, language()),
        "start": day_in_words(own.period_start) if own.period_start else "",
        "end": day_in_words(own.period_end) if own.period_end else "",
    }


@applicant_page
@require_safe
def my_certificate_file(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """One of them as the sealed file."""
    person: Any = request.user
    own = next((each for each in certificates_of(person) if each.part_id == part_id), None)
    if own is None:
        raise Http404
    return _file(own.number)


def _file(number: str) -> HttpResponse:
    try:
        data = document(number)
    except CertificateUnknown:
        # Erased since, or decided and not issued yet.
        raise Http404 from None
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{number}.pdf"'
    return response
