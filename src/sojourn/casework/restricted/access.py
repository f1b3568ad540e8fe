"""What is restricted, for those who may know, and whether a restricted case stands open for somebody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.contrib.auth import get_user_model

from sojourn.casework.models import Case
from sojourn.casework.permissions import officer_id, require_lead
from sojourn.casework.restricted.groups import groups_of
from sojourn.casework.restricted.models import Opening, RestrictedGroup, Restriction
from sojourn.core import clock
from sojourn.parties.acting import ActingAs


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group: its members by id with their names, whether the asker is one, how many cases only it sees."""

    id: UUID
    name: str
    mine: bool
    cases: int
    members: Mapping[UUID, str] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class RestrictionView:
    """A restriction in force. `reference` and `reason` are told to members of its group alone."""

    id: UUID
    group: str
    whole_person: bool
    set_at: datetime
    set_by: str
    mine: bool
    reference: str = ""
    reason: str = field(repr=False, default="")


class Door(StrEnum):
    """How a case stands before somebody of its institution."""

    OPEN = "open"
    ASKS_WHY = "asks_why"
    HIDDEN = "hidden"


def door_of(acting: ActingAs, reference: str) -> Door:
    """Whether the case opens for the officer: a restricted one only for its group, once they have said today why.

    One query where the case is not restricted. Says "open" of what is no case of the officer's institution: whether
    that is seen is for others to say.
    """
    own = Case.objects.filter(institution_id=acting.institution_id, reference=reference)
    row = own.values_list("pk", "restricted_to").first()
    if row is None or row[1] is None:
        return Door.OPEN
    person = officer_id(acting)
    if row[1] not in groups_of(person, str(acting.institution_id)):
        return Door.HIDDEN
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    opened = Opening.objects.filter(case_id=row[0], person_id=person, opened_at__gte=today)
    return Door.OPEN if opened.exists() else Door.ASKS_WHY


def groups_at(acting: ActingAs) -> tuple[GroupView, ...]:
    """The groups of the institution. Raises NotAllowed for those who do not lead."""
    acting = require_lead(acting)
    institution = str(acting.institution_id)
    mine = groups_of(officer_id(acting), institution)
    groups = RestrictedGroup.objects.filter(institution_id=institution).order_by("name")
    return tuple(
        GroupView(
            id=group.pk,
            name=group.name,
            mine=group.pk in mine,
            cases=Case.objects.of_institution(institution).filter(restricted_to=group.pk).count(),
            members={
                member.person_id: member.person.name or member.person.email
                for member in group.members.select_related("person")
            },
        )
        for group in groups
    )


def restrictions_at(acting: ActingAs) -> tuple[RestrictionView, ...]:
    """The restrictions in force, newest first. Raises NotAllowed for those who do not lead."""
    acting = require_lead(acting)
    institution = str(acting.institution_id)
    mine = groups_of(officer_id(acting), institution)
    rows = list(
        Restriction.objects.in_force()
        .filter(institution_id=institution)
        .select_related("group", "case")
        .order_by("-set_at")[:200]
    )
    people = get_user_model().objects.in_bulk([row.set_by_id for row in rows])
    return tuple(
        RestrictionView(
            id=row.pk,
            group=row.group.name,
            whole_person=row.whole_person,
            set_at=row.set_at,
            set_by=people[row.set_by_id].name or people[row.set_by_id].email,
            mine=row.group_id in mine,
            reference=row.case.reference if row.group_id in mine else "",
            reason=row.reason if row.group_id in mine else "",
        )
        for row in rows
    )
