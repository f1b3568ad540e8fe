"""What an account says of its person, for the person and for the officer of their requests."""

from dataclasses import dataclass, field
from uuid import UUID

from sojourn.parties.models import Employer, Membership, Person
from sojourn.parties.telephones import shown_phone


@dataclass(frozen=True, slots=True)
class Contact:
    """How the institution reaches somebody who asked: `phone` as it is dialled from `reader_in`; "" for none."""

    name: str = field(repr=False)
    email: str = field(repr=False)
    phone: str = field(repr=False)


def contact_of(person_id: UUID, reader_in: str = "") -> Contact | None:
    """Name, address and telephone number of an account; None where it was left.

    Whether the asker may know is for the room that has the case to say. `reader_in`: the country of the reader.
    """
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return None
    return Contact(person.name, person.email, shown_phone(person.phone or "", reader_in))


def own_seat(person: Person) -> str:
    """The country of the employer to which the person has belonged longest, "" for none: where a telephone number
    without a country code is most likely from."""
    place = Membership.objects.filter(person=person).select_related("employer").order_by("created_at").first()
    employer: Employer | None = place.employer if place else None
    return employer.seat if employer else ""


def wants_notices(person_id: UUID) -> bool:
    """Whether new requests of this person begin with letters at each step."""
    return Person.objects.filter(pk=person_id, notices=True).exists()
