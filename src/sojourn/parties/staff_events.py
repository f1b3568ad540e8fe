"""What happens among the staff of an institution: invited by a link, taken up. Posts themselves: `events`."""

from uuid import UUID

from django.db import transaction

from sojourn.core import clock
from sojourn.core.actors import Actor, Capacity, Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.journal.events import record
from sojourn.parties import letters
from sojourn.parties.access import NOT_ALLOWED, confirm, staff_of
from sojourn.parties.acting import ActingAs
from sojourn.parties.inviting import invite
from sojourn.parties.models import Invitation, Person, Staff
from sojourn.parties.particulars import checked_email


def invite_staff(*, acting: ActingAs, email: str, role: str, key: UUID, language: str = "en") -> UUID:
    """Send a link by which the holder of this address, and nobody else, gets a post at one's institution once.

    As `people_events.invite_member`. Raises NotAllowed except for its administrators; InvalidInput for the address,
    the role, or somebody who works there already.
    """
    address = checked_email(email)
    if role not in Staff.Role.values:
        raise InvalidInput([Problem("role", "role_unknown")])
    with transaction.atomic():
        institution_id = _locked_institution(acting)
        invitation, secret = invite(
            inviter=acting.person_id, address=address, role=role, key=key, institution_id=institution_id
        )
        if secret:
            letters.invite(invitation, secret=secret, language=language)
            record(
                event="staff_invited",
                actor=acting.actor,
                subject=Subject("invitation", str(invitation.pk)),
                details={"institution": institution_id, "role": role},
            )
    return invitation.pk


def withdraw_staff_invitation(*, acting: ActingAs, invitation_id: UUID) -> None:
    """Make an invitation's link worthless. Again changes nothing. Raises NotAllowed except for administrators."""
    with transaction.atomic():
        institution_id = _locked_institution(acting)
        found = Invitation.objects.select_for_update()
        invitation = found.filter(institution_id=institution_id, pk=invitation_id).first()
        if invitation is None:
            raise NotAllowed(NOT_ALLOWED)
        if invitation.accepted_at or invitation.withdrawn_at:
            return
        invitation.withdrawn_at = clock.now()
        invitation.save(update_fields=["withdrawn_at"])
        record(
            event="invitation_withdrawn",
            actor=acting.actor,
            subject=Subject("invitation", str(invitation.pk)),
        )


def take_up_post(person: Person, invitation: Invitation) -> ActingAs:
    """Give the person the post to which they were invited. Runs in the transaction that uses the link up.

    Somebody who got a post there in the meantime keeps it as it is.
    """
    institution_id = str(invitation.institution_id)
    post, made = Staff.objects.get_or_create(
        person=person, institution_id=institution_id, defaults={"role": invitation.role}
    )
    if not made and not post.active:
        post.role, post.active = invitation.role, True
        post.save(update_fields=["role", "active"])
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    record(
        event="staff_joined",
        actor=Actor(Capacity.STAFF, person_id=str(person.pk), party_id=institution_id),
        subject=Subject("staff", str(post.pk)),
        details={"institution": institution_id, "role": post.role, "invitation": str(invitation.pk)},
    )
    return staff_of(person, institution_id)


def _locked_institution(acting: ActingAs) -> str:
    """The institution that somebody administers, its posts locked until commit. Raises NotAllowed."""
    acting = confirm(acting)
    if acting.actor.capacity is not Capacity.STAFF or acting.role != Staff.Role.ADMINISTRATOR:
        raise NotAllowed(NOT_ALLOWED)
    list(Staff.objects.select_for_update().filter(institution_id=acting.institution_id).values_list("pk"))
    return str(acting.institution_id)
