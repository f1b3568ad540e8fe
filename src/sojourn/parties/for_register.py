"""What the register asks about employers and accounts. Who may know is for the register to say, which has the post."""

from uuid import UUID

from sojourn.core.errors import NotAllowed
from sojourn.parties.access import NOT_ALLOWED, EmployerView
from sojourn.parties.models import Employer, Membership, Person
from sojourn.parties.reading import seen_once


def employer_view(employer_id: UUID) -> EmployerView:
    """The employer as its own people see it. Raises NotAllowed for one that is not there."""
    found = seen_once(("register", employer_id), lambda: Employer.objects.filter(pk=employer_id).first())
    if found is None:
        raise NotAllowed(NOT_ALLOWED)
    return EmployerView(found.pk, found.seat, found.kind, dict(found.particulars))


def active_person(person_id: UUID | str) -> Person | None:
    """The account, while it is open."""
    return Person.objects.filter(pk=person_id, is_active=True).first()


def administrators_of(employer_id: UUID) -> list[Person]:
    """The employer's administrators whose accounts are open, to whom it is written about its register."""
    members = Membership.objects.filter(
        employer_id=employer_id, role=Membership.Role.ADMINISTRATOR, person__is_active=True
    )
    return [member.person for member in members.select_related("person").order_by("pk")]
