"""What is listed about employers, firms, their people and their mandates, for those who may see it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sojourn.core import clock
from sojourn.core.actors import Capacity, Subject
from sojourn.core.errors import NotAllowed
from sojourn.journal.access import lines_about
from sojourn.parties.access import NOT_ALLOWED, confirm
from sojourn.parties.acting import REQUEST_KINDS, ActingAs
from sojourn.parties.models import Firm, FirmMembership, Invitation, JoinRequest, Mandate, Membership, Person
from sojourn.parties.particulars import normal_firm_code

# A mandate that ends within this time is named among those to be renewed.
ENDS_SOON: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Member:
    """A person at an employer, or at a firm."""

    person_id: UUID
    role: str
    since: datetime
    is_self: bool
    name: str = field(repr=False)
    email: str = field(repr=False)


def people_of(acting: ActingAs) -> list[Member]:
    """The people of the employer, by address. Representatives do not see them: NotAllowed."""
    _members_only(acting)
    members = Membership.objects.filter(employer_id=acting.actor.party_id or "").select_related("person")
    return [
        Member(
            person_id=member.person_id,
            role=member.role,
            since=member.created_at,
            is_self=str(member.person_id) == acting.actor.person_id,
            name=member.person.name,
            email=member.person.email,
        )
        for member in members.order_by("person__email")
    ]


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation that can still be taken up."""

    id: UUID
    role: str
    expires_at: datetime
    email: str = field(repr=False)


def invitations_of(acting: ActingAs) -> list[OpenInvitation]:
    """The employer's open invitations. Raises NotAllowed except for its administrators."""
    _administrators_only(acting)
    invitations = Invitation.objects.for_actor(acting.actor).open(clock.now()).order_by("created_at")
    return [OpenInvitation(each.pk, each.role, each.expires_at, each.email) for each in invitations]


@dataclass(frozen=True, slots=True)
class OpenJoinRequest:
    """Somebody who asks to join."""

    id: UUID
    asked_at: datetime
    name: str = field(repr=False)
    email: str = field(repr=False)


def join_requests_of(acting: ActingAs) -> list[OpenJoinRequest]:
    """Who asks to join the employer. Raises NotAllowed except for its administrators."""
    _administrators_only(acting)
    asks = JoinRequest.objects.for_actor(acting.actor).open().select_related("person").order_by("asked_at")
    return [OpenJoinRequest(ask.pk, ask.asked_at, ask.person.name, ask.person.email) for ask in asks]


@dataclass(frozen=True, slots=True)
class MandateView:
    """A mandate as either side sees it. `countries` of work and `people` of the firm: empty for all.

    `state`: "in_force", "ends_soon", "not_begun", "ended" or "revoked"; `ended_on` for the last two.
    """

    id: UUID
    firm_id: UUID
    employer_id: UUID
    kinds: tuple[str, ...]
    countries: tuple[str, ...]
    may_send: bool
    valid_from: date
    valid_until: date | None
    ended_on: date | None
    state: str
    people: tuple[str, ...] = field(repr=False)
    firm_name: str = field(repr=False)
    employer_name: str = field(repr=False)


def mandates_of(acting: ActingAs) -> list[MandateView]:
    """Mandates that the employer has given, newest first; a representative sees those of the own firm."""
    if acting.employer_id is None:
        raise NotAllowed(NOT_ALLOWED)
    mandates = (
        Mandate.objects.for_actor(acting.actor).select_related("firm", "employer").order_by("-granted_at")
    )
    return [_mandate_view(mandate) for mandate in mandates]


@dataclass(frozen=True, slots=True)
class FirmView:
    """A firm as its own people see it; `code` is what they give to employers."""

    id: UUID
    code: str
    role: str
    mandates: tuple[MandateView, ...]
    name: str = field(repr=False)


def firms_of(person: Person) -> list[FirmView]:
    """The firms to which the person belongs, with the mandates they hold."""
    memberships = FirmMembership.objects.filter(person=person).select_related("firm").order_by("created_at")
    return [
        FirmView(
            id=membership.firm_id,
            code=membership.firm.code,
            role=membership.role,
            mandates=tuple(
                sorted(
                    map(
                        _mandate_view,
                        Mandate.objects.filter(firm_id=membership.firm_id).select_related("firm", "employer"),
                    ),
                    key=_most_urgent_first,
                )
            ),
            name=membership.firm.particulars["name"],
        )
        for membership in memberships
    ]


def firm_by_code(acting: ActingAs, code: str) -> tuple[UUID, str] | None:
    """The firm that an administrator names by its code: (id, name), or None where there is no such firm.

    Raises NotAllowed except for the employer's administrators.
    """
    _administrators_only(acting)
    firm = Firm.objects.filter(code=normal_firm_code(code)).first()
    return (firm.pk, firm.particulars["name"]) if firm else None


def sign_ins_of(person: Person, limit: int = 5) -> list[datetime]:
    """When the person signed in last, newest first, as the journal has it."""
    lines = lines_about(Subject("person", str(person.pk)))
    return [line.at for line in lines if line.event == "signed_in"][-limit:][::-1]


def colleague(acting: ActingAs, person_id: UUID | None) -> str:
    """How somebody who works on the same requests is called: a colleague by name, a representative by the firm.

    An empty text for anybody else.
    """
    employer = confirm(acting).employer_id
    if person_id is None or employer is None:
        return ""
    members = Membership.objects.filter(employer_id=employer, person_id=person_id).select_related("person")
    if member := members.first():
        return member.person.name
    places = FirmMembership.objects.filter(person_id=person_id, firm__mandates__employer_id=employer)
    place = places.select_related("firm").first()
    return place.firm.particulars["name"] if place else ""


def _members_only(acting: ActingAs) -> None:
    if confirm(acting).actor.capacity is not Capacity.EMPLOYER:
        raise NotAllowed(NOT_ALLOWED)


def _administrators_only(acting: ActingAs) -> None:
    if not confirm(acting).may_administer:
        raise NotAllowed(NOT_ALLOWED)


def _mandate_view(mandate: Mandate) -> MandateView:
    state = _mandate_state(mandate, clock.today())
    revoked_on = mandate.revoked_at.date() if mandate.revoked_at else None
    return MandateView(
        id=mandate.pk,
        firm_id=mandate.firm_id,
        employer_id=mandate.employer_id,
        countries=tuple(mandate.countries),
        people=tuple(mandate.people or ()),
        ended_on=revoked_on or (mandate.valid_until if state == "ended" else None),
        kinds=tuple(kind for kind in REQUEST_KINDS if kind in mandate.kinds),
        may_send=mandate.may_send,
        valid_from=mandate.valid_from,
        valid_until=mandate.valid_until,
        state=state,
        firm_name=mandate.firm.particulars["name"],
        employer_name=mandate.employer.particulars["name"],
    )


def _most_urgent_first(mandate: MandateView) -> tuple[int, str, date]:
    """Ending soon, then standing, then over; by the employer's name."""
    order = ("ends_soon", "in_force", "not_begun", "ended", "revoked")
    return order.index(mandate.state), mandate.employer_name.casefold(), mandate.valid_from


def _mandate_state(mandate: Mandate, on: date) -> str:
    if mandate.revoked_at is not None:
        return "revoked"
    if mandate.valid_from > on:
        return "not_begun"
    if mandate.valid_until is not None and mandate.valid_until < on:
        return "ended"
    if mandate.valid_until is not None and mandate.valid_until <= on + ENDS_SOON:
        return "ends_soon"
    return "in_force"
