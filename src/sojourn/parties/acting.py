"""In which capacity somebody acts, as one value that travels from the page to the journal."""

from dataclasses import dataclass, field
from uuid import UUID

from sojourn.core.actors import Actor, Capacity

REQUEST_KINDS = ("first", "extension", "correction", "early_end", "exception", "replacement")


@dataclass(frozen=True, slots=True)
class ActingAs:
    """One capacity of one person, as it stood when it was read.

    `token` names it in the session and in forms; `role` is that of the membership or post ("" for one who
    acts for themselves); `label` is what the header shows and may name the employer: never log it. For
    representatives `kinds` and `may_send` say what the mandate covers.
    """

    actor: Actor
    token: str
    role: str = ""
    label: str = field(default="", repr=False)
    employer_id: UUID | None = None
    firm_id: UUID | None = None
    institution_id: str | None = None
    mandate_id: UUID | None = None
    kinds: tuple[str, ...] = REQUEST_KINDS
    may_send: bool = False

    @property
    def person_id(self) -> UUID:
        """Who acts. Every capacity belongs to a person."""
        return UUID(self.actor.person_id)

    @property
    def may_administer(self) -> bool:
        """May change the employer, its people and its mandates."""
        return self.actor.capacity is Capacity.EMPLOYER and self.role == "administrator"

    def may_request(self, kind: str) -> bool:
        """May prepare a request of this kind."""
        match self.actor.capacity:
            case Capacity.EMPLOYER:
                return self.role in {"administrator", "requester"}
            case Capacity.REPRESENTATIVE:
                return kind in self.kinds
            case Capacity.SELF:
                return True
            case _:
                return False

    def may_hand_in(self, kind: str) -> bool:
        """May send a request of this kind to the institution."""
        return self.may_send and self.may_request(kind)
