"""The people of a firm and who is invited there, for the firm's own people."""

from dataclasses import dataclass, field
from uuid import UUID

from sojourn.core import clock
from sojourn.core.errors import NotAllowed
from sojourn.parties.access import NOT_ALLOWED
from sojourn.parties.directory import Member, OpenInvitation
from sojourn.parties.models import FirmMembership, Invitation, Person


@dataclass(frozen=True, slots=True)
class FirmPlace:
    """One's own place at a firm."""

    firm_id: UUID
    code: str
    role: str
    name: str = field(repr=False)

    @property
    def administers(self) -> bool:
        """Whether one may invite and change roles."""
        return self.role == FirmMembership.Role.ADMINISTRATOR


def place_at_firm(person: Person, firm_id: UUID) -> FirmPlace:
    """The person's place at that firm. Raises NotAllowed for those who have none."""
    place = FirmMembership.objects.filter(person=person, firm_id=firm_id).select_related("firm").first()
    if place is None:
        raise NotAllowed(NOT_ALLOWED)
    return FirmPlace(place.firm_id, place.firm.code, place.role, place.firm.particulars["name"])


def people_of_firm(person: Person, firm_id: UUID) -> list[Member]:
    """The people of one's firm, by address. Raises NotAllowed for those of no or another firm."""
    place_at_firm(person, firm_id)
    places = FirmMembership.objects.filter(firm_id=firm_id).select_related("person").order_by("person__email")
    return [
        Member(
            person_id=place.person_id,
            role=place.role,
            since=place.created_at,
            is_self=place.person_id == person.pk,
            name=place.person.name,
            email=place.person.email,
        )
        for place in places
    ]


def firm_invitations(person: Person, firm_id: UUID) -> list[OpenInvitation]:
    """The firm's open invitations. Raises NotAllowed except for its administrators."""
    if not place_at_firm(person, firm_id).administers:
        raise NotAllowed(NOT_ALLOWED)
    invitations = Invitation.objects.filter(firm_id=firm_id).open(clock.now()).order_by("created_at")
    return [OpenInvitation(each.pk, each.role, each.expires_at, each.email) for each in invitations]
