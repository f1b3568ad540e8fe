"""Finding a certificate for whoever is signed in, in whichever of their capacities they have it."""

from typing import Any

from django.http import HttpRequest

from sojourn.casework.afterwards import HeldCertificate, held_certificate
from sojourn.core.actors import Capacity
from sojourn.core.errors import NotAllowed
from sojourn.parties.access import capacities_of
from sojourn.parties.acting import ActingAs
from sojourn.web.applicant import present_acting


def opened_certificate(request: HttpRequest, number: str) -> tuple[ActingAs, HeldCertificate]:
    """A certificate by its number, with the capacity in which this person has it. Raises NotAllowed."""
    person: Any = request.user
    chosen = present_acting(request)
    others = [each for each in capacities_of(person) if each.actor.capacity is not Capacity.STAFF]
    tried = [chosen, *(each for each in others if each.token != chosen.token)] if chosen else others
    for acting in tried:
        try:
            return acting, held_certificate(acting, number)
        except NotAllowed:
            continue
    raise NotAllowed("not_allowed")
