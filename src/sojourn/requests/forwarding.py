"""A request that an institution sends on: the same request, once more, with the institution that is competent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4, uuid5

from sojourn.core import clock
from sojourn.core.actors import Actor, Capacity
from sojourn.core.errors import NotAllowed, WrongState
from sojourn.journal.events import together
from sojourn.parties.access import NOT_ALLOWED
from sojourn.requests.models import Request
from sojourn.requests.moves import line
from sojourn.requests.references import new_reference
from sojourn.requests.states import State

_NOT_TAKEN_OVER: Final = frozenset(
    {"id", "reference", "creation_key", "hand_in_key", "state", "institution_id", "proven_at", "decided_at"}
    | {"certificate_number", "changed_at", "withdrawn_at", "worker_part"}
)


@dataclass(frozen=True, slots=True)
class SentOn:
    """The request as the other institution has it. `received_at`: when the first one received it."""

    id: UUID
    reference: str
    received_at: datetime


def forward_request(*, request_id: UUID, to: str, actor: Actor) -> SentOn:
    """Hand the request to another institution, as it was received: its content, its day. Again gives the same.

    The request itself stays with the institution that sends it on, which notes its own outcome. Called by casework,
    in its transaction. Raises NotAllowed unless the actor is staff of the institution; WrongState
    "request_step_not_open" where no decision is owed.
    """
    with together():
        request = Request.objects.locked().get(pk=request_id)
        if actor.capacity is not Capacity.STAFF or actor.party_id != request.institution_id:
            raise NotAllowed(NOT_ALLOWED)
        if (known := sent_on(request_id)) is not None:
            return known
        if not request.stands.is_with_institution or to == request.institution_id:
            raise WrongState("request_step_not_open", step="forward", state=request.state)
        taken = {
            field.attname: getattr(request, field.attname)
            for field in Request._meta.concrete_fields
            if field.name not in _NOT_TAKEN_OVER
        }
        again = Request(
            id=uuid4(),
            **taken,
            creation_key=_key(request_id),
            hand_in_key=f"forward:{request_id}",
            reference=_unused_reference(),
            institution_id=to,
            state=State.SUBMITTED.value,
            changed_at=clock.now(),
        )
        again.save(force_insert=True)
        line("request.sent_on", actor, request, {"to": to, "reference": again.reference})
        line("request.came_from", actor, again, {"from": request.institution_id})
        return _sent_on(again)


def sent_on(request_id: UUID) -> SentOn | None:
    """Where a request went on; None for one that was not sent on. The caller has asked who may know."""
    again = Request.objects.filter(creation_key=_key(request_id)).first()
    return _sent_on(again) if again else None


def _sent_on(request: Request) -> SentOn:
    if request.reference is None or request.handed_in_at is None:
        raise ValueError("a request that was sent on was handed in before")
    return SentOn(request.pk, request.reference, request.handed_in_at)


def _key(request_id: UUID) -> UUID:
    """The key under which the request is found at the other institution: one for each request."""
    return uuid5(request_id, "forward")


def _unused_reference() -> str:
    while Request.objects.filter(reference=(reference := new_reference())).exists():
        continue
    return reference
