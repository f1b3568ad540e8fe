"""Who may see to whom a certificate was passed on, and what a link opens."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sojourn.core import clock
from sojourn.core.actors import Capacity
from sojourn.core.errors import NotAllowed
from sojourn.messages.access import not_delivered
from sojourn.parties.access import NOT_ALLOWED, ActingAs, confirm
from sojourn.requests.access import Request, requests_for
from sojourn.requests.passing_on.models import KINDS, PassedOn

__all__ = ["KINDS", "Passed", "Told", "by_link", "may_pass_on", "told_of"]


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who was told. `state`: "sent", "not_delivered", "opened", "over" or "withdrawn"."""

    id: UUID
    kind: str
    state: str
    sent_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    email: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Passed:
    """What whoever has the link may know before it is opened. `is_over`: it works no longer."""

    id: UUID
    number: str
    kind: str
    expires_at: datetime
    is_over: bool
    sender: str = field(repr=False)


def may_pass_on(acting: ActingAs, request: Request) -> bool:
    """Whether the capacity may send links to the certificate of a request: who could have sent the request."""
    return bool(request.certificate_number) and acting.may_hand_in(request.kind, request.host)


def told_of(acting: ActingAs, request_id: UUID) -> list[Told]:
    """To whom the certificate of one's request was passed on, newest first. Raises NotAllowed for another's."""
    acting = confirm(acting)
    if acting.actor.capacity is Capacity.STAFF or not requests_for(acting).filter(pk=request_id).exists():
        raise NotAllowed(NOT_ALLOWED)
    rows = list(PassedOn.objects.filter(request_id=request_id).order_by("-sent_at"))
    lost = not_delivered(letter_key(row.pk) for row in rows)
    return [
        Told(
            row.pk,
            row.kind,
            "not_delivered" if _state(row) == "sent" and letter_key(row.pk) in lost else _state(row),
            row.sent_at,
            row.expires_at,
            row.opened_at,
            row.email,
        )
        for row in rows
    ]


def letter_key(link_id: UUID) -> str:
    """Under which key the letter with this link was posted."""
    return f"certificate_passed_on:{link_id}"


def by_link(secret: str) -> Passed:
    """What a link leads to. Raises NotAllowed where there is no such link."""
    row = PassedOn.objects.select_related("request__employer").filter(link_digest=digest(secret)).first()
    if row is None:
        raise NotAllowed(NOT_ALLOWED)
    employer = row.request.employer
    sender = employer.particulars.get("name", "") if employer else ""
    over = _state(row) in {"over", "withdrawn"} or row.expires_at <= clock.now()
    return Passed(row.pk, row.number, row.kind, row.expires_at, over, sender)


def digest(secret: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(f"passed-on:{secret}".encode()).hexdigest()


def _state(row: PassedOn) -> str:
    if row.withdrawn_at is not None:
        return "withdrawn"
    if row.opened_at is not None:
        return "opened"
    return "over" if row.expires_at <= clock.now() else "sent"
