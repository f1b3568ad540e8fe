"""In which capacity somebody acts, as one value that travels from the page to the journal."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sojourn.core.actors import Actor, Capacity
from sojourn.core.countries import state_of

REQUEST_KINDS = ("first", "extension", "correction", "early_end", "exception", "replacement")


@dataclass(frozen=True, slots=True)
class ActingAs:
    """One capacity of one person, as it stood when it was read.

    `token` names it in the session and in forms; `role` is that of the membership or post ("" for one who
    acts for themselves); `label` is what the header shows and may name the employer: never log it. For
    representatives `kinds`, `countries` (of work; none: all) and `may_send` say what the mandate covers, and
    `until` its last day. `ended_on`: the mandate is over since that day; what the firm had begun can be read.
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
    countries: tuple[str, ...] = ()
    may_send: bool = False
    until: date | None = None
    ended_on: date | None = None
    firm_name: str = field(default="", repr=False)

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

    def covers(self, host: str) -> bool:
        """Whether the mandate, if there is one, is for work in this country. "" for one not chosen yet: yes."""
        return not host or not self.countries or bool({host, state_of(host)} & set(self.countries))

    def may_hand_in(self, kind: str, host: str = "") -> bool:
        """May send a request of this kind, for work in that country, to the institution."""
        return self.may_send and self.may_request(kind) and self.covers(host)
