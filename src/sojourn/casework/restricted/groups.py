"""Who is in which group, and which group alone sees a person's cases. Asked at every door, so kept short."""

from uuid import UUID

from django.db.models import Q

from sojourn.casework.restricted.models import GroupMember, Restriction
from sojourn.parties.reading import seen_once


def groups_of(person_id: UUID, institution_id: str) -> tuple[UUID, ...]:
    """The groups of the institution of which somebody is a member."""
    members = GroupMember.objects.filter(person_id=person_id, group__institution_id=institution_id)
    return seen_once(
        ("restricted.groups", person_id, institution_id),
        lambda: tuple(members.values_list("group_id", flat=True)),
    )


def group_for(institution_id: str, number_index: str, identity_index: str) -> UUID | None:
    """The group that alone sees every case of this worker; None where there is none."""
    same = Q(pk__in=[])
    if number_index:
        same |= Q(number_index=number_index)
    if identity_index:
        same |= Q(identity_index=identity_index)
    standing = Restriction.objects.in_force().filter(same, institution_id=institution_id, whole_person=True)
    return standing.order_by("set_at").values_list("group_id", flat=True).first()


def members_of(group_id: UUID) -> frozenset[UUID]:
    """Who is in the group."""
    return frozenset(GroupMember.objects.filter(group_id=group_id).values_list("person_id", flat=True))
