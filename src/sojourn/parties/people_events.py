"""What happens among the people of an employer: inviting, joining, changing what they may do, leaving."""

from uuid import UUID

from django.db import transaction

from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.engine import load_law
from sojourn.journal.events import record
from sojourn.parties import letters
from sojourn.parties.access import NOT_ALLOWED, acting_for_employer, acting_for_self, confirm, locked_employer
from sojourn.parties.acting import ActingAs
from sojourn.parties.inviting import digest, invite
from sojourn.parties.models import Employer, FirmMembership, Invitation, JoinRequest, Membership, Person
from sojourn.parties.particulars import checked_email, ein_index, read_number
from sojourn.parties.staff_events import take_up_post


def invite_member(*, acting: ActingAs, email: str, role: str, key: UUID, language: str = "en") -> UUID:
    """Send a link by which the holder of this address, and nobody else, can join one's employer once.

    `key` comes from the form: the same key again changes nothing. An earlier open invitation to the address
    ends. Gives the invitation's id. Raises NotAllowed except for administrators; InvalidInput for the
    address, the role, or somebody who belongs to the employer already.
    """
    address = checked_email(email)
    if role not in Membership.Role.values:
        raise InvalidInput([Problem("role", "role_unknown")])
    with transaction.atomic():
        employer = locked_employer(acting)
        invitation, secret = invite(
            inviter=acting.person_id, address=address, role=role, key=key, employer=employer
        )
        if secret:
            letters.invite(invitation, secret=secret, language=language)
            record(
                event="member_invited",
                actor=acting.actor,
                subject=Subject("invitation", str(invitation.pk)),
                details={"role": role},
            )
    return invitation.pk


def withdraw_invitation(*, acting: ActingAs, invitation_id: UUID) -> None:
    """Make an invitation's link worthless.

    Again changes nothing. Raises NotAllowed except for administrators.
    """
    with transaction.atomic():
        locked_employer(acting)
        invitation = Invitation.objects.for_actor(acting.actor).filter(pk=invitation_id).first()
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


def look_at_invitation(*, person: Person, secret: str) -> str:
    """The name of the employer, firm or institution to which the link invites this person.

    Opening a link uses nothing up.     Raises as `accept_invitation` does.
    """
    invitation = _invitation_for(person, secret)
    if invitation.institution_id is not None:
        known = load_law().institutions.get(invitation.institution_id)
        return known.name if known else invitation.institution_id
    party = invitation.firm or invitation.employer
    return str(party.particulars["name"]) if party else ""


def accept_invitation(*, person: Person, secret: str) -> ActingAs | None:
    """Join the employer or institution that invited this person's address: gives the capacity. Or join the firm:
    gives None, because a firm acts only under a mandate.

    Raises NotAllowed when there is no such link or it was sent to another address; WrongState("link_used")
    and WrongState("link_expired", until=...).
    """
    with transaction.atomic():
        invitation = _invitation_for(person, secret, lock=True)
        if invitation.institution_id is not None:
            return take_up_post(person, invitation)
        if invitation.employer_id is None:
            _join_firm(person, invitation)
            return None
        membership, joined = Membership.objects.get_or_create(
            person=person, employer=invitation.employer, defaults={"role": invitation.role}
        )
        invitation.accepted_at = clock.now()
        invitation.save(update_fields=["accepted_at"])
        acting = acting_for_employer(person, invitation.employer_id)
        record(
            event="member_joined",
            actor=acting.actor,
            subject=Subject("employer", str(invitation.employer_id)),
            details={"role": membership.role, "joined": joined, "invitation": str(invitation.pk)},
        )
    return acting


def _join_firm(person: Person, invitation: Invitation) -> None:
    membership, joined = FirmMembership.objects.get_or_create(
        person=person, firm=invitation.firm, defaults={"role": invitation.role}
    )
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    record(
        event="firm_member_joined",
        actor=acting_for_self(person).actor,
        subject=Subject("firm", str(invitation.firm_id)),
        details={"role": membership.role, "joined": joined, "invitation": str(invitation.pk)},
    )


def ask_to_join(*, person: Person, seat: str, number: str) -> None:
    """Ask the administrators of the employer with this number to be let in. Asking again changes nothing.

    Raises InvalidInput when no employer here has the number, or the person belongs to it already.
    """
    normal = read_number(seat, number)
    with transaction.atomic():
        employer = Employer.objects.filter(seat=seat, ein_index=ein_index(normal)).first() if normal else None
        if employer is None:
            raise InvalidInput([Problem("ein", "employer_not_here")])
        if Membership.objects.filter(person=person, employer=employer).exists():
            raise InvalidInput([Problem("ein", "you_are_member")])
        ask, made = JoinRequest.objects.get_or_create(
            person=person, employer=employer, decided_at=None, defaults={}
        )
        if not made:
            return
        letters.tell_join_asked(ask)
        record(
            event="join_asked",
            actor=acting_for_self(person).actor,
            subject=Subject("employer", str(employer.pk)),
            details={"join_request": str(ask.pk)},
        )


def answer_join_request(
    *, acting: ActingAs, join_request_id: UUID, accepted: bool, role: str = Membership.Role.REQUESTER
) -> None:
    """Let somebody in who asked, or not. Raises NotAllowed except for administrators.

    WrongState("already_decided") when another administrator has answered differently by then.
    """
    if role not in Membership.Role.values:
        raise InvalidInput([Problem("role", "role_unknown")])
    with transaction.atomic():
        employer = locked_employer(acting)
        ask = JoinRequest.objects.for_actor(acting.actor).filter(pk=join_request_id).first()
        if ask is None:
            raise NotAllowed(NOT_ALLOWED)
        if ask.decided_at is not None:
            if ask.accepted is accepted:
                return
            raise WrongState("already_decided")
        ask.decided_at, ask.accepted = clock.now(), accepted
        ask.save(update_fields=["decided_at", "accepted"])
        if accepted:
            Membership.objects.get_or_create(person=ask.person, employer=employer, defaults={"role": role})
        record(
            event="join_answered",
            actor=acting.actor,
            subject=Subject("employer", str(employer.pk)),
            details={"join_request": str(ask.pk), "accepted": accepted, "role": role if accepted else None},
        )


def change_role(*, acting: ActingAs, person_id: UUID, role: str) -> None:
    """Change what somebody may do. Raises NotAllowed except for administrators, and for people of other
    employers; InvalidInput("last_administrator") when nobody would be left to administer.
    """
    if role not in Membership.Role.values:
        raise InvalidInput([Problem("role", "role_unknown")])
    with transaction.atomic():
        employer = locked_employer(acting)
        membership = _membership(employer, person_id)
        if membership.role == role:
            return
        _keep_an_administrator(membership)
        membership.role = role
        membership.save(update_fields=["role"])
        record(
            event="role_changed",
            actor=acting.actor,
            subject=Subject("employer", str(employer.pk)),
            details={"member": str(person_id), "role": role},
        )


def remove_member(*, acting: ActingAs, person_id: UUID) -> None:
    """Take somebody out of the employer: an administrator anybody, others only themselves.

    Raises NotAllowed otherwise; InvalidInput("last_administrator") when nobody would be left to administer.
    """
    with transaction.atomic():
        now = confirm(acting)
        leaves = str(person_id) == now.actor.person_id
        employer = locked_employer(acting, administrator=not leaves)
        membership = _membership(employer, person_id)
        _keep_an_administrator(membership)
        membership.delete()
        record(
            event="member_removed",
            actor=acting.actor,
            subject=Subject("employer", str(employer.pk)),
            details={"member": str(person_id), "left": leaves},
        )


def _membership(employer: Employer, person_id: UUID) -> Membership:
    membership = Membership.objects.filter(employer=employer, person_id=person_id).first()
    if membership is None:
        raise NotAllowed(NOT_ALLOWED)
    return membership


def _keep_an_administrator(membership: Membership) -> None:
    others = Membership.objects.filter(
        employer_id=membership.employer_id, role=Membership.Role.ADMINISTRATOR
    ).exclude(pk=membership.pk)
    if membership.role == Membership.Role.ADMINISTRATOR and not others.exists():
        raise InvalidInput([Problem("role", "last_administrator")])


def _invitation_for(person: Person, secret: str, *, lock: bool = False) -> Invitation:
    invitations = Invitation.objects.select_for_update() if lock else Invitation.objects.all()
    invitation = invitations.filter(secret_digest=digest(secret)).first()
    if invitation is None or invitation.email != person.email.lower() or invitation.withdrawn_at:
        raise NotAllowed(NOT_ALLOWED)
    if invitation.accepted_at:
        raise WrongState("link_used")
    if invitation.expires_at <= clock.now():
        raise WrongState("link_expired", until=invitation.expires_at)
    return invitation
