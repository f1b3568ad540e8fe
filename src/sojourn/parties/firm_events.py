"""What happens among the people of a firm: inviting, changing roles, leaving. Joining is as at an employer."""

from uuid import UUID

from django.db import transaction

from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.journal.codes import Detail
from sojourn.journal.events import record
from sojourn.parties import letters
from sojourn.parties.access import NOT_ALLOWED, acting_for_self
from sojourn.parties.inviting import invite
from sojourn.parties.models import Firm, FirmMembership, Invitation, Person
from sojourn.parties.particulars import checked_email


def invite_to_firm(
    *, person: Person, firm_id: UUID, email: str, role: str, key: UUID, language: str = "en"
) -> UUID:
    """Send a link by which the holder of this address, and nobody else, can join one's firm once.

    As `people_events.invite_member`: the same key again changes nothing, an earlier open invitation to the address
    ends. Raises NotAllowed except for the firm's administrators; InvalidInput for the address, the role, or somebody
    who belongs to the firm already.
    """
    address = checked_email(email)
    if role not in FirmMembership.Role.values:
        raise InvalidInput([Problem("role", "role_unknown")])
    with transaction.atomic():
        firm = _locked_firm(person, firm_id)
        invitation, secret = invite(inviter=person.pk, address=address, role=role, key=key, firm=firm)
        if secret:
            letters.invite(invitation, secret=secret, language=language)
            _note("firm_member_invited", person, Subject("invitation", str(invitation.pk)), {"role": role})
    return invitation.pk


def withdraw_firm_invitation(*, person: Person, firm_id: UUID, invitation_id: UUID) -> None:
    """Make an invitation's link worthless. Again changes nothing. Raises NotAllowed except for administrators."""
    with transaction.atomic():
        firm = _locked_firm(person, firm_id)
        invitation = Invitation.objects.filter(firm=firm, pk=invitation_id).first()
        if invitation is None:
            raise NotAllowed(NOT_ALLOWED)
        if invitation.accepted_at or invitation.withdrawn_at:
            return
        invitation.withdrawn_at = clock.now()
        invitation.save(update_fields=["withdrawn_at"])
        _note("invitation_withdrawn", person, Subject("invitation", str(invitation.pk)))


def change_firm_role(*, person: Person, firm_id: UUID, member_id: UUID, role: str) -> None:
    """Make somebody of the firm its administrator, or no longer.

    Raises NotAllowed except for administrators, and for people of other firms;
    InvalidInput("last_firm_administrator") when nobody would be left to administer.
    """
    if role not in FirmMembership.Role.values:
        raise InvalidInput([Problem("role", "role_unknown")])
    with transaction.atomic():
        firm = _locked_firm(person, firm_id)
        membership = _membership(firm, member_id)
        if membership.role == role:
            return
        _keep_an_administrator(membership)
        membership.role = role
        membership.save(update_fields=["role"])
        details: dict[str, Detail] = {"member": str(member_id), "role": role}
        _note("firm_role_changed", person, Subject("firm", str(firm.pk)), details)


def remove_from_firm(*, person: Person, firm_id: UUID, member_id: UUID) -> None:
    """Take somebody out of the firm: an administrator anybody, others only themselves.

    What they had begun stays with the firm. Raises NotAllowed otherwise; InvalidInput("last_firm_administrator").
    """
    leaves = member_id == person.pk
    with transaction.atomic():
        firm = _locked_firm(person, firm_id, administrator=not leaves)
        membership = _membership(firm, member_id)
        _keep_an_administrator(membership)
        membership.delete()
        details: dict[str, Detail] = {"member": str(member_id), "left": leaves}
        _note("firm_member_removed", person, Subject("firm", str(firm.pk)), details)


def _locked_firm(person: Person, firm_id: UUID, *, administrator: bool = True) -> Firm:
    """The firm, locked until commit. Raises NotAllowed for those who are not its people, or its administrators."""
    firm = Firm.objects.select_for_update().filter(pk=firm_id).first()
    places = FirmMembership.objects.filter(firm_id=firm_id, person=person, person__is_active=True)
    place = places.first()
    if firm is None or place is None or (administrator and place.role != FirmMembership.Role.ADMINISTRATOR):
        raise NotAllowed(NOT_ALLOWED)
    return firm


def _membership(firm: Firm, person_id: UUID) -> FirmMembership:
    membership = FirmMembership.objects.filter(firm=firm, person_id=person_id).first()
    if membership is None:
        raise NotAllowed(NOT_ALLOWED)
    return membership


def _keep_an_administrator(membership: FirmMembership) -> None:
    role = FirmMembership.Role.ADMINISTRATOR
    others = FirmMembership.objects.filter(firm_id=membership.firm_id, role=role).exclude(pk=membership.pk)
    if membership.role == role and not others.exists():
        raise InvalidInput([Problem("role", "last_firm_administrator")])


def _note(event: str, person: Person, subject: Subject, details: dict[str, Detail] | None = None) -> None:
    record(event=event, actor=acting_for_self(person).actor, subject=subject, details=details)
