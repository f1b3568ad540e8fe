"""Who may act for whom, and who may see what: gives the thing or raises NotAllowed, which tells nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from sojourn.core import clock
from sojourn.core.actors import Actor, Capacity
from sojourn.core.errors import NotAllowed, WrongState
from sojourn.parties import texts
from sojourn.parties.acting import REQUEST_KINDS, ActingAs
from sojourn.parties.models import (
    Employer,
    Mandate,
    Membership,
    Person,
    Staff,
)
from sojourn.parties.reading import seen_once

__all__ = [
    "ActingAs",
    "Person",
    "acting_as",
    "acting_for_employer",
    "acting_for_self",
    "capacities_of",
    "confirm",
    "employer_of",
    "employer_particulars",
    "is_staff",
    "locked_employer",
    "past_capacities_of",
    "require_acting",
    "staff_of",
]

NOT_ALLOWED = "not_allowed"
SELF = "self"
# How long a firm still reads what it began, after its mandate is over.
READABLE_AFTERWARDS: Final = timedelta(days=90)


def capacities_of(person: Person) -> list[ActingAs]:
    """Every capacity of the person today: own employers, mandates, posts, and for themselves (last)."""
    own = [_for_membership(membership) for membership in _memberships(person)]
    mandated = [_for_mandate(person, mandate) for mandate in _mandates_held(person)]
    posts = Staff.objects.filter(person=person, active=True).order_by("institution_id")
    by_label = sorted(own + mandated, key=lambda acting: (acting.label.casefold(), acting.token))
    return [*by_label, *map(_for_post, posts), acting_for_self(person)]


def acting_for_self(person: Person) -> ActingAs:
    """Somebody who asks for their own certificate."""
    actor = Actor(Capacity.SELF, person_id=str(person.pk))
    return ActingAs(actor=actor, token=SELF, label=str(texts.YOURSELF), may_send=True)


def acting_for_employer(person: Person, employer_id: UUID, firm_id: UUID | None = None) -> ActingAs:
    """The person's capacity for that employer: as its member, else under a mandate in force.

    With `firm_id` only a mandate of that firm counts. Raises NotAllowed otherwise.
    """
    if firm_id is None:
        membership = _memberships(person).filter(employer_id=employer_id).first()
        if membership:
            return _for_membership(membership)
    for mandate in _mandates_held(person, employer_id=employer_id):
        if firm_id in (None, mandate.firm_id):
            return _for_mandate(person, mandate)
    raise NotAllowed(NOT_ALLOWED)


def past_capacities_of(person: Person) -> list[ActingAs]:
    """The mandates of the person's firms that are over, for READABLE_AFTERWARDS: one for each employer.

    Nothing can be changed or sent in them. An employer that has given the firm a new mandate is not among them.
    """
    today = clock.today()
    over = Mandate.objects.over(today, today - READABLE_AFTERWARDS).filter(firm__memberships__person=person)
    again = {(mandate.firm_id, mandate.employer_id) for mandate in _mandates_held(person)}
    found: dict[str, ActingAs] = {}
    for mandate in over.select_related("employer", "firm").order_by("-granted_at"):
        if (mandate.firm_id, mandate.employer_id) not in again and mandate.lets_act(person):
            past = _for_past_mandate(person, mandate)
            found.setdefault(past.token, past)
    return sorted(found.values(), key=lambda past: (past.label.casefold(), past.token))


def staff_of(person: Person, institution_id: str) -> ActingAs:
    """The person's active post at that institution. Raises NotAllowed if there is none."""
    post = Staff.objects.filter(person=person, institution_id=institution_id, active=True).first()
    if post is None:
        raise NotAllowed(NOT_ALLOWED)
    return _for_post(post)


def is_staff(person: Person) -> bool:
    """Whether the person has an active post anywhere."""
    return Staff.objects.filter(person=person, active=True).exists()


def employs_staff_of(institution_id: str, employer_id: UUID) -> bool:
    """Whether somebody who works at that institution now belongs to that employer as well."""
    return Staff.objects.filter(
        institution_id=institution_id, active=True, person__memberships__employer_id=employer_id
    ).exists()


def acting_as(person: Person, token: str) -> ActingAs:
    """The capacity that `token` names, as it stands now. Raises NotAllowed when the person has it not."""
    return seen_once(("acting", person.pk, token), lambda: _acting_as(person, token))


def _acting_as(person: Person, token: str) -> ActingAs:
    kind, _, rest = token.partition(":")
    match kind:
        case "self" if token == SELF:
            return acting_for_self(person)
        case "employer":
            acting = acting_for_employer(person, _uuid(rest))
            if acting.actor.capacity is not Capacity.EMPLOYER:
                raise NotAllowed(NOT_ALLOWED)
            return acting
        case "mandate":
            firm, _, employer = rest.partition(":")
            return acting_for_employer(person, _uuid(employer), firm_id=_uuid(firm))
        case "past":
            past = next((each for each in past_capacities_of(person) if each.token == token), None)
            if past is None:
                raise NotAllowed(NOT_ALLOWED)
            return past
        case "staff":
            return staff_of(person, rest)
        case _:
            raise NotAllowed(NOT_ALLOWED)


def confirm(acting: ActingAs) -> ActingAs:
    """The same capacity read again, so that an event never trusts what a page was given earlier.

    Raises NotAllowed when it has ended meanwhile, or when the account is closed.
    """
    person_id = acting.actor.person_id
    person = seen_once(("person", person_id), lambda: _active_person(person_id))
    if person is None:
        raise NotAllowed(NOT_ALLOWED)
    return acting_as(person, acting.token)


def _active_person(person_id: str | None) -> Person | None:
    return Person.objects.filter(pk=person_id, is_active=True).first() if person_id else None


def require_acting(form_value: str | None, acting: ActingAs) -> None:
    """Refuse a form that was opened in another capacity than the present one.

    Raises WrongState("acting_switched"); the page then says in which capacity the person acts now.
    """
    if form_value != acting.token:
        raise WrongState("acting_switched")


def employer_particulars(acting: ActingAs, employer_id: UUID) -> dict[str, str]:
    """Name, address and number of the employer for which one acts. Raises NotAllowed for any other."""
    return dict(_employer(acting, employer_id).particulars)


def locked_employer(acting: ActingAs, *, administrator: bool = True) -> Employer:
    """The actor's employer, locked until commit, so that two changes of its people cannot cross.

    Raises NotAllowed for those who are not its members, or (by default) not its administrators.
    """
    employer = Employer.objects.select_for_update().for_actor(acting.actor).first()
    now = confirm(acting)
    member = now.token == f"employer:{now.employer_id}"
    if employer is None or not member or (administrator and not now.may_administer):
        raise NotAllowed(NOT_ALLOWED)
    return employer


@dataclass(frozen=True, slots=True)
class EmployerView:
    """An employer as its own people see it."""

    id: UUID
    seat: str
    kind: str
    particulars: Mapping[str, str] = field(repr=False)


def employer_of(acting: ActingAs) -> EmployerView:
    """The employer for which one acts. Raises NotAllowed for somebody who acts for none."""
    if acting.employer_id is None:
        raise NotAllowed(NOT_ALLOWED)
    employer = _employer(acting, acting.employer_id)
    return EmployerView(employer.pk, employer.seat, employer.kind, dict(employer.particulars))


def _employer(acting: ActingAs, employer_id: UUID) -> Employer:
    actor = confirm(acting).actor
    employer = seen_once(
        ("employer", actor, employer_id),
        lambda: Employer.objects.for_actor(actor).filter(pk=employer_id).first(),
    )
    if employer is None:
        raise NotAllowed(NOT_ALLOWED)
    return employer


def _memberships(person: Person) -> QuerySet[Membership]:
    return Membership.objects.filter(person=person).select_related("employer")


def _mandates_held(person: Person, **narrowed: UUID) -> Iterator[Mandate]:
    """Those under which the person may act today, oldest first; a mandate can name who of the firm may."""
    held = Mandate.objects.in_force(clock.today()).filter(firm__memberships__person=person, **narrowed)
    for mandate in held.select_related("employer", "firm").order_by("granted_at"):
        if mandate.lets_act(person):
            yield mandate


def _for_membership(membership: Membership) -> ActingAs:
    employer = membership.employer
    return ActingAs(
        actor=Actor(Capacity.EMPLOYER, person_id=str(membership.person_id), party_id=str(employer.pk)),
        token=f"employer:{employer.pk}",
        role=membership.role,
        label=employer.particulars["name"],
        employer_id=employer.pk,
        may_send=membership.role in {Membership.Role.ADMINISTRATOR, Membership.Role.REQUESTER},
    )


def _for_mandate(person: Person, mandate: Mandate) -> ActingAs:
    return ActingAs(
        actor=Actor(
            Capacity.REPRESENTATIVE,
            person_id=str(person.pk),
            party_id=str(mandate.employer_id),
            firm_id=str(mandate.firm_id),
        ),
        token=f"mandate:{mandate.firm_id}:{mandate.employer_id}",
        role="representative",
        label=mandate.employer.particulars["name"],
        employer_id=mandate.employer_id,
        firm_id=mandate.firm_id,
        mandate_id=mandate.pk,
        kinds=tuple(kind for kind in REQUEST_KINDS if kind in mandate.kinds),
        countries=tuple(mandate.countries),
        may_send=mandate.may_send,
        until=mandate.valid_until,
        firm_name=mandate.firm.particulars["name"],
    )


def _for_past_mandate(person: Person, mandate: Mandate) -> ActingAs:
    return ActingAs(
        actor=Actor(
            Capacity.PAST_REPRESENTATIVE,
            person_id=str(person.pk),
            party_id=str(mandate.employer_id),
            firm_id=str(mandate.firm_id),
        ),
        token=f"past:{mandate.firm_id}:{mandate.employer_id}",
        role="representative",
        label=mandate.employer.particulars["name"],
        employer_id=mandate.employer_id,
        firm_id=mandate.firm_id,
        mandate_id=mandate.pk,
        kinds=(),
        ended_on=mandate.revoked_at.date() if mandate.revoked_at else mandate.valid_until,
        firm_name=mandate.firm.particulars["name"],
    )


def _for_post(post: Staff) -> ActingAs:
    return ActingAs(
        actor=Actor(Capacity.STAFF, person_id=str(post.person_id), party_id=post.institution_id),
        token=f"staff:{post.institution_id}",
        role=post.role,
        label=post.institution_id,
        institution_id=post.institution_id,
        kinds=(),
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotAllowed(NOT_ALLOWED) from None
