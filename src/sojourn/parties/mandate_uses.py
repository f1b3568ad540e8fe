"""What a firm has done under a mandate, act by act, for the employer that gave it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sojourn.core.actors import Capacity
from sojourn.core.errors import NotAllowed
from sojourn.journal.access import Line, lines_of_firm
from sojourn.parties.access import NOT_ALLOWED, confirm
from sojourn.parties.acting import ActingAs
from sojourn.parties.models import Mandate, Person

ON_A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Use:
    """One act: when, what (the journal's code), on which thing, by whom of the firm ("" for an account that is
    closed). `number`: its place in the journal."""

    number: int
    at: datetime
    event: str
    subject_kind: str
    subject_id: str
    who: str = field(repr=False)


def uses_of(acting: ActingAs, mandate_id: UUID, before: int | None = None) -> list[Use]:
    """What was done under one of the employer's mandates, newest first, a page at a time, one more than
    ON_A_PAGE where there are more.

    Raises NotAllowed for everybody but the people of that employer.
    """
    now = confirm(acting)
    mandate = Mandate.objects.for_actor(now.actor).filter(pk=mandate_id).first()
    if mandate is None or now.actor.capacity is not Capacity.EMPLOYER:
        raise NotAllowed(NOT_ALLOWED)
    lines = lines_of_firm(
        str(mandate.firm_id),
        str(mandate.employer_id),
        since=mandate.granted_at,
        until=mandate.revoked_at,
        limit=ON_A_PAGE + 1,
        before=before,
    )
    people = Person.objects.in_bulk({UUID(line.actor.person_id) for line in lines if line.actor.person_id})
    return [_use(line, people) for line in lines]


def _use(line: Line, people: dict[UUID, Person]) -> Use:
    person = people.get(UUID(line.actor.person_id)) if line.actor.person_id else None
    who = (person.name or person.email) if person and person.left_at is None else ""
    return Use(line.number, line.at, line.event, line.subject.kind, line.subject.id, who)
