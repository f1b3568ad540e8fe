"""Who works at an institution: for its own staff, and for letters to them."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sojourn.core import clock
from sojourn.core.actors import Capacity
from sojourn.core.errors import NotAllowed
from sojourn.parties.access import NOT_ALLOWED, confirm
from sojourn.parties.acting import ActingAs
from sojourn.parties.models import Invitation, Staff

LEADING = ("lead", "administrator")


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person with a post at an institution."""

    person_id: UUID
    role: str
    active: bool
    since: datetime
    name: str = field(repr=False)
    email: str = field(repr=False)
    language: str = "en"


@dataclass(frozen=True, slots=True)
class InvitedStaff:
    """An invitation to a post that can still be taken up."""

    id: UUID
    role: str
    expires_at: datetime
    email: str = field(repr=False)


def staff_at(institution_id: str, *, leading: bool = False, former: bool = False) -> list[StaffMember]:
    """Those who work at an institution, by address; with `former` those who did as well. The caller may know."""
    posts = Staff.objects.filter(institution_id=institution_id).select_related("person")
    if not former:
        posts = posts.filter(active=True, person__is_active=True)
    if leading:
        posts = posts.filter(role__in=LEADING)
    return [
        StaffMember(
            person_id=post.person_id,
            role=post.role,
            active=post.active,
            since=post.appointed_at,
            name=post.person.name,
            email=post.person.email,
            language=post.person.language,
        )
        for post in posts.order_by("-active", "person__email")
    ]


def invited_staff(acting: ActingAs) -> list[InvitedStaff]:
    """The open invitations of the institution. Raises NotAllowed except for its administrators."""
    acting = confirm(acting)
    if acting.actor.capacity is not Capacity.STAFF or acting.role != "administrator":
        raise NotAllowed(NOT_ALLOWED)
    rows = Invitation.objects.filter(institution_id=acting.institution_id).open(clock.now())
    return [
        InvitedStaff(each.pk, each.role, each.expires_at, each.email) for each in rows.order_by("created_at")
    ]
