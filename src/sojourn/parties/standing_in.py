"""Who may look after what somebody else began: the colleagues of a person, and to whom a letter goes."""

from uuid import UUID

from sojourn.core.errors import NotAllowed
from sojourn.parties.access import acting_for_employer, confirm
from sojourn.parties.acting import ActingAs
from sojourn.parties.models import FirmMembership, Membership, Person


def stands_in(person_id: UUID, employer_id: UUID, firm_id: UUID | None) -> bool:
    """Whether that account may ask for the employer, as one of its own people or (with `firm_id`) of that firm."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    acting = _acting(person, employer_id, firm_id) if person else None
    return acting is not None and bool(acting.kinds) and (firm_id is not None or acting.may_request("first"))


def colleagues_of(acting: ActingAs, but: UUID) -> list[tuple[UUID, str]]:
    """Those to whom what `but` looks after can be handed over: (id, name or address), by name.

    A firm's people for a representative, the employer's requesters and administrators for its people. Raises
    NotAllowed for a capacity that has ended.
    """
    now = confirm(acting)
    if now.firm_id is not None:
        people = [place.person for place in _places(now.firm_id)]
    elif now.employer_id is not None:
        people = [place.person for place in _members(now.employer_id)]
    else:
        return []
    able = [
        person
        for person in people
        if person.pk != but and now.employer_id and stands_in(person.pk, now.employer_id, now.firm_id)
    ]
    return sorted(
        ((person.pk, person.name or person.email) for person in able), key=lambda each: each[1].casefold()
    )


def readers_for(keeper: Person, employer_id: UUID | None, firm_id: UUID | None) -> list[Person]:
    """Who reads a letter about a request: its keeper; where that account is closed or may no longer act for the
    employer (a mandate revoked, a clerk gone), the employer's administrators."""
    if employer_id is None:
        return [keeper] if keeper.is_active else []
    if keeper.is_active and _acting(keeper, employer_id, firm_id) is not None:
        return [keeper]
    administrators = Membership.objects.filter(
        employer_id=employer_id, role=Membership.Role.ADMINISTRATOR, person__is_active=True
    )
    return [place.person for place in administrators.select_related("person")]


def _acting(person: Person, employer_id: UUID, firm_id: UUID | None) -> ActingAs | None:
    try:
        return acting_for_employer(person, employer_id, firm_id)
    except NotAllowed:
        return None


def _places(firm_id: UUID) -> list[FirmMembership]:
    return list(FirmMembership.objects.filter(firm_id=firm_id).select_related("person"))


def _members(employer_id: UUID) -> list[Membership]:
    return list(Membership.objects.filter(employer_id=employer_id).select_related("person"))
