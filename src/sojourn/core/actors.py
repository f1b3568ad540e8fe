"""Who does something, in which capacity; and the thing it is done to.

Both are references, never names: they go into the journal as they are.
"""

from dataclasses import dataclass
from enum import StrEnum


class Capacity(StrEnum):
    """In which capacity an actor acts."""

    EMPLOYER = "employer"
    REPRESENTATIVE = "representative"
    PAST_REPRESENTATIVE = "past_representative"
    """Whose mandate is over: reads what the own firm has begun or sent, and changes nothing."""
    SELF = "self"
    REGISTER = "register"
    """With a post in an employer's register alone (assistant, auditor, the traveller): sees nothing else of it."""
    WORKER = "worker"
    STAFF = "staff"
    SYSTEM = "system"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts.

    `person_id`: the signed-in person, or None for the service itself and the public.
    `party_id`: the employer for whom (employer, representative, past or not) or the institution at which (staff)
    they act.
    `firm_id`: the representative's own firm, where the capacity is representative.
    """

    capacity: Capacity
    person_id: str | None = None
    party_id: str | None = None
    firm_id: str | None = None


SYSTEM = Actor(Capacity.SYSTEM)
PUBLIC = Actor(Capacity.PUBLIC)


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing acted upon, e.g. Subject("request", "3f2c…")."""

    kind: str
    id: str
