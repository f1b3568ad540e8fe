"""Restricting: groups and who is in them, which cases only they see, and each opening with its reason.

Nobody adds themselves to a group, so that a curious person needs a second one. Each act is in the journal.
"""

from typing import Final
from uuid import UUID

from sojourn.casework.asking.writing import written
from sojourn.casework.looks import WHYS, write_down_look
from sojourn.casework.models import Case, CaseQuerySet
from sojourn.casework.moves import locked, require_version, subject_of
from sojourn.casework.permissions import officer_id, require_in_sight, require_lead, require_officer
from sojourn.casework.restricted.groups import group_for, groups_of
from sojourn.casework.restricted.models import GroupMember, Opening, RestrictedGroup, Restriction
from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.journal.codes import Detail
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs
from sojourn.parties.colleagues import post_of

LONGEST_REASON: Final = 1000
LONGEST_NAME: Final = 60
OPENING_WHYS: Final = ("decide", *WHYS)


def make_group(*, acting: ActingAs, name: str) -> UUID:
    """Make a group of named staff, still empty; the same name again gives the one there is.

    For those who lead: NotAllowed for others. Raises InvalidInput without a name.
    """
    acting = require_lead(acting)
    said = written(name, at="name", longest=LONGEST_NAME)
    if not said:
        raise InvalidInput([Problem("name", "group_name_missing")])
    with together():
        group, made = RestrictedGroup.objects.get_or_create(
            institution_id=str(acting.institution_id),
            name=said,
            defaults={"made_by_id": officer_id(acting), "made_at": clock.now()},
        )
        if made:
            record(event="restricted.group_made", actor=acting.actor, subject=_subject(group))
        return group.pk


def add_member(*, acting: ActingAs, group_id: UUID, person_id: UUID) -> None:
    """Let a colleague see what the group sees. Twice is once.

    For those who lead. Raises NotAllowed for another institution's group; InvalidInput for oneself and for somebody
    who is no colleague.
    """
    acting = require_lead(acting)
    with together():
        group = _group(acting, group_id)
        if person_id == officer_id(acting):
            raise InvalidInput([Problem("person", "not_oneself")])
        try:
            post_of(person_id, group.institution_id)
        except NotAllowed:
            raise InvalidInput([Problem("person", "colleague_unknown")]) from None
        _, made = GroupMember.objects.get_or_create(
            group=group, person_id=person_id, defaults={"added_at": clock.now()}
        )
        if made:
            _record_member("restricted.member_added", acting, group, person_id)


def remove_member(*, acting: ActingAs, group_id: UUID, person_id: UUID) -> None:
    """Take somebody out of a group; at once. Raises NotAllowed; WrongState "last_member" where cases would be seen
    by nobody any more, "member_has_cases" while they have one in hand."""
    acting = require_lead(acting)
    with together():
        group = _group(acting, group_id)
        members = GroupMember.objects.select_for_update().filter(group=group)
        if not members.filter(person_id=person_id).exists():
            return
        if members.count() == 1 and Case.objects.undecided().filter(restricted_to=group.pk).exists():
            raise WrongState("last_member")
        held = Case.objects.undecided().filter(restricted_to=group.pk, assigned_to_id=person_id)
        if held.exists():
            raise WrongState("member_has_cases")
        members.filter(person_id=person_id).delete()
        _record_member("restricted.member_removed", acting, group, person_id)


def restrict(
    *,
    acting: ActingAs,
    case_id: UUID,
    version: int,
    group_id: UUID,
    whole_person: bool,
    reason: str,
) -> None:
    """From now on only the group sees this case, or with `whole_person` every case of its worker, also later ones.

    For those who lead. Raises NotAllowed; InvalidInput without a reason, for another institution's group and an empty
    one; WrongState where the case has changed, is restricted already, or is in the hands of somebody who is not in
    the group: hand it over first.
    """
    acting = require_lead(acting)
    with together():
        case, _ = locked(case_id)
        require_in_sight(acting, case)
        require_version(case, version)
        if case.restricted_to is not None:
            raise WrongState("restricted_already")
        group = _chosen_group(acting, group_id)
        said = written(reason, at="reason", longest=LONGEST_REASON)
        if not said:
            raise InvalidInput([Problem("reason", "restriction_reason_missing")])
        reached = _reached(case, whole_person=whole_person)
        _require_hands_in_group(reached, group)
        Restriction.objects.create(
            institution_id=case.institution_id,
            group=group,
            case=case,
            whole_person=whole_person,
            number_index=case.number_index if whole_person else "",
            identity_index=case.identity_index if whole_person else "",
            reason=said,
            set_by_id=officer_id(acting),
            set_at=clock.now(),
        )
        reached.filter(restricted_to__isnull=True).update(restricted_to=group.pk)
        details: dict[str, Detail] = {"group": str(group.pk), "person": whole_person}
        record(event="case.restricted", actor=acting.actor, subject=subject_of(case), details=details)


def lift(*, acting: ActingAs, restriction_id: UUID, reason: str) -> None:
    """End a restriction: the cases are as others again. Twice is once.

    For those who lead and are in the group: NotAllowed for others. Raises InvalidInput without a reason.
    """
    acting = require_lead(acting)
    with together():
        restriction = (
            Restriction.objects.select_for_update(of=("self",))
            .select_related("case")
            .filter(pk=restriction_id, group_id__in=groups_of(officer_id(acting), str(acting.institution_id)))
            .first()
        )
        if restriction is None:
            raise NotAllowed("not_allowed")
        if restriction.lifted_at is not None:
            return
        said = written(reason, at="reason", longest=LONGEST_REASON)
        if not said:
            raise InvalidInput([Problem("reason", "restriction_reason_missing")])
        restriction.lift_reason, restriction.lifted_at = said, clock.now()
        restriction.lifted_by_id = officer_id(acting)
        restriction.save()
        _open_up(restriction)
        record(event="case.restriction_lifted", actor=acting.actor, subject=subject_of(restriction.case))


def open_restricted(*, acting: ActingAs, case_id: UUID, why: str, words: str = "") -> None:
    """Say why one opens a restricted case; it then opens for the rest of the day. Raises NotAllowed for those who do
    not see it, InvalidInput for an unknown reason and for "other" without words."""
    acting = require_officer(acting)
    with together():
        case, _ = locked(case_id)
        require_in_sight(acting, case)
        said = written(words, at="words", longest=LONGEST_REASON)
        problems = [] if why in OPENING_WHYS else [Problem("why", "look_reason_missing")]
        if why == "other" and not said:
            problems.append(Problem("words", "why_words_missing"))
        if problems:
            raise InvalidInput(problems)
        Opening.objects.create(
            case=case, person_id=officer_id(acting), why=why, words=said, opened_at=clock.now()
        )
        write_down_look(
            acting, case, why="in_hand" if why == "decide" else why, event="case.restricted_opened"
        )


def _group(acting: ActingAs, group_id: UUID) -> RestrictedGroup:
    groups = RestrictedGroup.objects.filter(pk=group_id, institution_id=acting.institution_id)
    group = groups.first()
    if group is None:
        raise NotAllowed("not_allowed")
    return group


def _chosen_group(acting: ActingAs, group_id: UUID) -> RestrictedGroup:
    try:
        group = _group(acting, group_id)
    except NotAllowed:
        raise InvalidInput([Problem("group", "group_unknown")]) from None
    if not group.members.exists():
        raise InvalidInput([Problem("group", "group_empty")])
    return group


def _reached(case: Case, *, whole_person: bool) -> CaseQuerySet:
    """The case itself, or every case of the same worker at this institution."""
    if not whole_person:
        return Case.objects.filter(pk=case.pk)
    same = Case.objects.of_person(case.number_index, case.identity_index)
    return (same | Case.objects.filter(pk=case.pk)).of_institution(case.institution_id)


def _require_hands_in_group(reached: CaseQuerySet, group: RestrictedGroup) -> None:
    members = group.members.values("person_id")
    held = reached.undecided().filter(assigned_to__isnull=False).exclude(assigned_to__in=members)
    if held.exists():
        raise WrongState("restricted_in_other_hands")


def _open_up(restriction: Restriction) -> None:
    """Free the cases that no other restriction holds."""
    reached = _reached(restriction.case, whole_person=restriction.whole_person)
    for case in reached.filter(restricted_to=restriction.group_id):
        own = Restriction.objects.in_force().filter(case=case).values_list("group_id", flat=True).first()
        case.restricted_to = own or group_for(case.institution_id, case.number_index, case.identity_index)
        case.save(update_fields=["restricted_to"])


def _record_member(event: str, acting: ActingAs, group: RestrictedGroup, person_id: UUID) -> None:
    record(event=event, actor=acting.actor, subject=_subject(group), details={"person": str(person_id)})


def _subject(group: RestrictedGroup) -> Subject:
    return Subject("restricted_group", str(group.pk))
