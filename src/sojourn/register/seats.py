"""From where somebody looks at a register: in which role, of whose, how far."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from sojourn.core.actors import Actor
from sojourn.parties.acting import ActingAs


class Role(StrEnum):
    """What somebody is to a register."""

    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    VIEWER = "viewer"
    REPRESENTATIVE = "representative"
    ASSISTANT = "assistant"
    AUDITOR = "auditor"
    TRAVELLER = "traveller"


_SEES_ALL = frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.VIEWER, Role.REPRESENTATIVE, Role.AUDITOR})
_CHANGES = frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.REPRESENTATIVE, Role.ASSISTANT})
_FOR_MANY = frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.REPRESENTATIVE})


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's place at one employer's register.

    `acting`: the capacity in which requests are asked from here; None for a post in the register alone. `post_id`: that
    post. `countries`: of work, where a mandate names some. `label` names the employer: never log it.
    """

    role: Role
    employer_id: UUID
    person_id: UUID
    actor: Actor
    token: str
    acting: ActingAs | None = None
    post_id: UUID | None = None
    until: date | None = None
    label: str = field(default="", repr=False)

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries of work to which the mandate is limited; none: all."""
        return self.acting.countries if self.acting else ()

    @property
    def sees_all(self) -> bool:
        """Whether every traveller of the employer is in sight (within the mandate)."""
        return self.role in _SEES_ALL

    @property
    def may_change(self) -> bool:
        """Whether trips and travellers in sight may be changed."""
        return self.role in _CHANGES

    @property
    def may_manage(self) -> bool:
        """Whether travellers may be added, files brought in, and usual facts said."""
        return self.role in _FOR_MANY

    @property
    def may_ask(self) -> bool:
        """Whether requests may be prepared from here."""
        return self.may_manage and self.acting is not None and self.acting.may_request("first")

    @property
    def may_give_posts(self) -> bool:
        """Whether others may be given a post in the register."""
        return self.role is Role.ADMINISTRATOR
