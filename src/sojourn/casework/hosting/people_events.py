"""What happens to those who work at an institution: other roles, let go, away."""

from datetime import date
from typing import Final
from uuid import UUID

from sojourn.casework.hosting.models import Absence
from sojourn.casework.hosting.permissions import require_administrator, subject_of
from sojourn.casework.models import Case
from sojourn.casework.moves import locked, move
from sojourn.casework.permissions import LEADING_ROLES, officer_id, require_officer
from sojourn.casework.states import ARROWS, CaseState
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.journal.events import record, together
from sojourn.parties.access import Person
from sojourn.parties.acting import ActingAs
from sojourn.parties.events import appoint_staff, dismiss_staff
from sojourn.parties.staff_directory import StaffMember, staff_at

LONGEST_ABSENCE_DAYS: Final = 366


def change_role(*, acting: ActingAs, person_id: UUID, role: str) -> None:
    """Give somebody of the staff another role, or their post back. The same role changes nothing.

    Administrators only: NotAllowed for others, and for people who never worked there. Raises InvalidInput
    "role_unknown", and "last_administrator" when nobody would be left to administer.
    """
    acting = require_administrator(acting)
    institution_id = str(acting.institution_id)
    with together():
        member = _member(institution_id, person_id)
        if member.active and member.role == role:
            return
        appoint_staff(
            actor=acting.actor,
            person=Person.objects.get(pk=person_id),
            institution_id=institution_id,
            role=role,
        )


def let_go(*, acting: ActingAs, person_id: UUID) -> int:
    """End somebody's post; cases in their hands go back into the queue where they can. Gives how many did.

    What they did stays. Raises as `change_role`. Again changes nothing.
    """
    acting = require_administrator(acting)
    institution_id = str(acting.institution_id)
    with together():
        _member(institution_id, person_id)
        in_hand = Case.objects.of_institution(institution_id).undecided().filter(assigned_to_id=person_id)
        returned = sum(_put_back(case_id) for case_id in list(in_hand.values_list("pk", flat=True)))
        dismiss_staff(
            actor=acting.actor,
            person=Person.objects.get(pk=person_id),
            institution_id=institution_id,
        )
        return returned


def note_absence(*, acting: ActingAs, person_id: UUID, first_day: date, last_day: date) -> UUID:
    """Note that somebody is away, both days included: oneself, or for those who lead anybody of the staff.

    The same days again change nothing. Raises NotAllowed, and InvalidInput for days that cannot be.
    """
    acting = require_officer(acting)
    _require_for(acting, person_id)
    if last_day < first_day:
        raise InvalidInput([Problem("last_day", "absence_out_of_order")])
    if last_day < clock.today():
        raise InvalidInput([Problem("last_day", "absence_over")])
    if (last_day - first_day).days >= LONGEST_ABSENCE_DAYS:
        raise InvalidInput([Problem("last_day", "absence_too_long", {"limit": LONGEST_ABSENCE_DAYS})])
    with together():
        institution_id = str(acting.institution_id)
        absence, made = Absence.objects.get_or_create(
            institution_id=institution_id,
            person_id=person_id,
            first_day=first_day,
            last_day=last_day,
            cancelled_at=None,
            defaults={"noted_by_id": officer_id(acting), "noted_at": clock.now()},
        )
        if made:
            record(
                event="staff.absence_noted",
                actor=acting.actor,
                subject=subject_of(institution_id),
                details={"person": str(person_id), "days": (last_day - first_day).days + 1},
            )
    return absence.pk


def cancel_absence(*, acting: ActingAs, absence_id: UUID) -> None:
    """Take an absence back: whoever it was about gets cases again at once. Again changes nothing. Raises NotAllowed."""
    acting = require_officer(acting)
    with together():
        own = Absence.objects.select_for_update().filter(institution_id=acting.institution_id)
        absence = own.filter(pk=absence_id).first()
        if absence is None:
            raise NotAllowed("not_allowed")
        _require_for(acting, absence.person_id)
        if absence.cancelled_at is None:
            absence.cancelled_at = clock.now()
            absence.save(update_fields=["cancelled_at"])
            record(
                event="staff.absence_cancelled",
                actor=acting.actor,
                subject=subject_of(absence.institution_id),
                details={"person": str(absence.person_id)},
            )


def _member(institution_id: str, person_id: UUID) -> StaffMember:
    members = staff_at(institution_id, former=True)
    member = next((each for each in members if each.person_id == person_id), None)
    if member is None:
        raise NotAllowed("not_allowed")
    return member


def _require_for(acting: ActingAs, person_id: UUID) -> None:
    """Raises NotAllowed unless it is about oneself, or about one's own staff and one leads."""
    if acting.person_id == person_id:
        return
    members = {member.person_id for member in staff_at(str(acting.institution_id))}
    if acting.role not in LEADING_ROLES or person_id not in members:
        raise NotAllowed("not_allowed")


def _put_back(case_id: UUID) -> bool:
    """Whether the case could go back; one that waits for an answer stays until a colleague takes it over."""
    case, _ = locked(case_id)
    if CaseState(case.state) not in ARROWS["put_back"].sources:
        return False
    move(case, "put_back", actor=SYSTEM, assigned_to=None)
    return True
