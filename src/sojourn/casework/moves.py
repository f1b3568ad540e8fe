"""How a case is locked and moved: the state, the version and the journal line change in one place."""

from typing import Any
from uuid import UUID

from sojourn.casework.models import Case, InstitutionSetting
from sojourn.casework.states import ARROWS, CaseState, target_of
from sojourn.core.actors import Actor, Subject
from sojourn.core.errors import NotAllowed, WrongState
from sojourn.journal.codes import Detail
from sojourn.journal.events import record
from sojourn.requests.for_casework import RequestFile, request_file

NOT_ALLOWED = "not_allowed"


def locked(case_id: UUID) -> tuple[Case, RequestFile]:
    """The case and its request, locked until the transaction ends.

    Order of locks, everywhere: the request, then the cases of its worker by id. So two cases of one worker
    are decided one after the other and the second sees the first one's certificate. Raises NotAllowed.
    """
    # No more of it than is needed to lock: the case itself is read once the lock is held.
    keys = Case.objects.order_by().filter(pk=case_id)
    known = next(iter(keys.values_list("request_id", "number_index", "identity_index")), None)
    if known is None:
        raise NotAllowed(NOT_ALLOWED)
    request_id, number_index, identity_index = known
    file = request_file(request_id, lock=True)
    same_worker = Case.objects.of_person(number_index, identity_index)
    # A correction may concern the worker's number or name: the case before it is then found by the request alone.
    this = Case.objects.filter(pk=case_id)
    if file.follows_id is not None:
        this |= Case.objects.filter(request_id=file.follows_id)
    cases = (same_worker | this).order_by("pk").select_for_update()
    return next(case for case in cases if case.pk == case_id), file


def setting_of(institution_id: str) -> InstitutionSetting | None:
    """The hosted institution's setting, or None where it is not hosted here."""
    return InstitutionSetting.objects.filter(pk=institution_id).first()


def require_version(case: Case, version: int | None) -> None:
    """Refuse a step taken on a page that was drawn before somebody moved the case.

    Raises WrongState "case_changed". None: the step does not come from a page.
    """
    if version is not None and case.version != version:
        raise WrongState("case_changed")


def move(
    case: Case, arrow: str, *, actor: Actor, details: dict[str, Detail] | None = None, **changes: Any
) -> None:
    """Take one arrow: new state, new version, one line in the journal. Raises WrongState off the arrows."""
    case.state = target_of(arrow, CaseState(case.state)).value
    case.version += 1
    for name, value in changes.items():
        setattr(case, name, value)
    case.save(update_fields=["state", "version", *changes])
    record(event=ARROWS[arrow].line, actor=actor, subject=subject_of(case), details=details)


def subject_of(case: Case) -> Subject:
    """The case as the journal names it."""
    return Subject("case", str(case.pk))
