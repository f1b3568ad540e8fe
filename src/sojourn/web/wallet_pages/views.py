"""Who comes to the page, with which certificate. The worker and the self-employed get it into a wallet; an employer and
its representative get the file that they may keep like the paper.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sojourn.core.actors import Actor, Capacity
from sojourn.core.errors import WrongState
from sojourn.requests.worker_part.access import certificate_number_for, certificates_of
from sojourn.web.afterwards_pages.held import opened_certificate
from sojourn.web.applicant import applicant_page
from sojourn.web.wallet_pages.page import answered
from sojourn.web.worker_pages.browser import come_in, worker_page

_METHODS = ["GET", "HEAD", "POST"]


@worker_page
@require_http_methods(_METHODS)
def by_link(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """For a worker who has come in by the link of the letter."""
    came = come_in(request, part_id)
    if isinstance(came, HttpResponse):
        return came
    try:
        number = certificate_number_for(came[0])
    except WrongState:
        return redirect("worker_part", part_id=part_id)
    return answered(request, number, Actor(Capacity.WORKER), reverse("worker_done", args=[part_id]))


@applicant_page
@require_http_methods(_METHODS)
def by_account(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """For a worker with an account."""
    person: Any = request.user
    own = next((each for each in certificates_of(person) if each.part_id == part_id), None)
    if own is None:
        raise Http404
    actor = Actor(Capacity.WORKER, person_id=str(person.pk))
    return answered(request, own.number, actor, reverse("my_certificates"))


@applicant_page
@require_http_methods(_METHODS)
def by_applicant(request: HttpRequest, number: str) -> HttpResponse:
    """For whoever asked for the certificate."""
    acting, held = opened_certificate(request, number)
    own = held.certificate.number
    return answered(request, own, acting.actor, reverse("certificate", args=[own]))
