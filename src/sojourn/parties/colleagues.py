"""Who works at an institution: for handing over, and for naming who did what. For the institution's own staff."""

from dataclasses import dataclass, field
from uuid import UUID

from sojourn.core.errors import NotAllowed
from sojourn.parties.access import NOT_ALLOWED, staff_of
from sojourn.parties.acting import ActingAs
from sojourn.parties.models import Person, Staff


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with an active post."""

    id: UUID
    role: str
    name: str = field(repr=False)


def colleagues_at(institution_id: str) -> list[Colleague]:
    """Those with an active post at the institution, by name. Whether the asker may know is for the caller to say."""
    posts = Staff.objects.filter(institution_id=institution_id, active=True, person__is_active=True)
    found = [
        Colleague(post.person_id, post.role, post.person.name or post.person.email)
        for post in posts.select_related("person")
    ]
    return sorted(found, key=lambda each: each.name.casefold())


def post_of(person_id: UUID, institution_id: str) -> ActingAs:
    """The post of somebody at that institution. Raises NotAllowed where there is none that is active."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        raise NotAllowed(NOT_ALLOWED)
    return staff_of(person, institution_id)
