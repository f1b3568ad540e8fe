"""An upload by its id, with the capacity in which this person has it: the upload says for whom one acts."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from sojourn.core.actors import Capacity
from sojourn.core.errors import NotAllowed
from sojourn.parties.access import NOT_ALLOWED, capacities_of
from sojourn.parties.acting import ActingAs
from sojourn.requests.bulk.access import Upload, upload_for
from sojourn.web.applicant import present_acting

FOR_MANY = frozenset({Capacity.EMPLOYER, Capacity.REPRESENTATIVE})


def opened_upload(request: HttpRequest, upload_id: UUID) -> tuple[ActingAs, Upload]:
    """The upload. Raises NotAllowed where no capacity of the person has it."""
    person: Any = request.user
    chosen = present_acting(request)
    tried = set()
    for acting in [*([chosen] if chosen else []), *capacities_of(person)]:
        if acting.token in tried or acting.actor.capacity not in FOR_MANY:
            continue
        tried.add(acting.token)
        try:
            return acting, upload_for(acting, upload_id)
        except NotAllowed:
            continue
    raise NotAllowed(NOT_ALLOWED)


def acting_for_many(request: HttpRequest) -> ActingAs:
    """The capacity in which the person may bring files: the one chosen, if it is for an employer; else the only one.

    Raises NotAllowed where there is none.
    """
    person: Any = request.user
    chosen = present_acting(request)
    if chosen is not None and chosen.actor.capacity in FOR_MANY:
        return chosen
    fitting = [acting for acting in capacities_of(person) if acting.actor.capacity in FOR_MANY]
    if len(fitting) != 1:
        raise NotAllowed(NOT_ALLOWED)
    return fitting[0]
