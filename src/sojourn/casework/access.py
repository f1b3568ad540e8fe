"""Who may see which case: gives the thing or raises NotAllowed, which tells nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sojourn.casework.checks.findings import Finding
from sojourn.casework.gathering import kept_findings
from sojourn.casework.models import Case, CaseQuerySet, InstitutionSetting
from sojourn.casework.permissions import LEADING_ROLES, cases_in_sight, officer_id, require_officer
from sojourn.casework.states import CaseState
from sojourn.core import clock
from sojourn.core.errors import NotAllowed
from sojourn.engine import load_law
from sojourn.parties.acting import ActingAs


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list: nothing in it names a person."""

    reference: str
    kind: str
    host: str
    start: date | None
    end: date | None
    state: CaseState
    opened_at: datetime
    due_on: date
    findings: tuple[Finding, ...]
    is_restricted: bool = False

    @property
    def days_old(self) -> int:
        """Whole days since the case was opened."""
        return (clock.now() - self.opened_at).days

    @property
    def is_late(self) -> bool:
        """Whether the day on which it should be decided has passed."""
        return self.state.is_open and self.due_on < clock.today()


@dataclass(frozen=True, slots=True)
class CaseHandle:
    """As much of a case as a step needs."""

    id: UUID
    in_my_hands: bool


def handle_of(acting: ActingAs, reference: str) -> CaseHandle:
    """The case under this reference, by which a step is taken. Raises NotAllowed for another institution's."""
    case = cases_in_sight(acting).filter(reference=reference).only("pk", "state", "assigned_to").first()
    if case is None:
        raise NotAllowed("not_allowed")
    return CaseHandle(case.pk, CaseState(case.state).is_open and case.assigned_to_id == officer_id(acting))


@dataclass(frozen=True, slots=True)
class Automation:
    """What goes through without a person, as it stands, and whether the asker may change that."""

    institution_id: str
    running: bool
    stopped_hosts: tuple[str, ...]
    hosts: tuple[str, ...]
    accepted_confidence: str
    changed_at: datetime
    may_change: bool


def automation_of(acting: ActingAs) -> Automation:
    """The state of automation at the asker's institution. Raises NotAllowed for anyone but its staff."""
    acting = require_officer(acting)
    setting = InstitutionSetting.objects.filter(pk=acting.institution_id).first()
    if setting is None:
        raise NotAllowed("not_allowed")
    hosts = {
        party
        for instrument in load_law().instruments.values()
        if setting.country in instrument.parties
        for party in instrument.parties
    }
    return Automation(
        institution_id=setting.pk,
        running=setting.straight_through,
        stopped_hosts=tuple(setting.stopped_corridors),
        hosts=tuple(sorted((hosts | {*setting.stopped_corridors}) - {setting.country})),
        accepted_confidence=setting.accepted_confidence,
        changed_at=setting.changed_at,
        may_change=acting.role in LEADING_ROLES,
    )


def institution_name(acting: ActingAs) -> str:
    """The name of the institution at which somebody acts."""
    institution = load_law().institutions.get(str(acting.institution_id))
    return institution.name if institution else str(acting.institution_id)


def rows_of(cases: CaseQuerySet | Sequence[Case]) -> tuple[CaseRow, ...]:
    """Cases that somebody may see, as rows of a list; a query is asked for their flags with it."""
    if isinstance(cases, CaseQuerySet):
        cases = list(cases.prefetch_related("flags"))
    return tuple(map(_row, cases))


def _row(case: Case) -> CaseRow:
    return CaseRow(
        reference=case.reference,
        kind=case.kind,
        host=case.host,
        start=case.start,
        end=case.end,
        state=CaseState(case.state),
        opened_at=case.opened_at,
        due_on=case.due_on,
        findings=kept_findings(case),
        is_restricted=case.restricted_to is not None,
    )
