"""Who may see which case: gives the thing or raises NotAllowed, which tells nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Min
from stdnum.us import ssn

from sojourn.casework.checks.findings import Finding
from sojourn.casework.gathering import kept_findings
from sojourn.casework.models import Case, CaseQuerySet, Flag, InstitutionSetting
from sojourn.casework.permissions import LEADING_ROLES, officer_id, require_officer
from sojourn.casework.states import CaseState
from sojourn.certificates.number import normal_number
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed
from sojourn.engine import load_law
from sojourn.engine.lawbook.facts import Applicant
from sojourn.parties.acting import ActingAs
from sojourn.requests.answers import Answers
from sojourn.requests.worker_index import ssn_index
from sojourn.requests.written import digits_of

PAGE_LENGTH = 50
MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which of the waiting cases; empty means all."""

    kind: str = ""
    host: str = ""
    flag: str = ""


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

    @property
    def days_old(self) -> int:
        """Whole days since the case was opened."""
        return (clock.now() - self.opened_at).days

    @property
    def is_late(self) -> bool:
        """Whether the day on which it should be decided has passed."""
        return self.state.is_open and self.due_on < clock.today()


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the waiting cases, with what there is to filter by."""

    rows: tuple[CaseRow, ...]
    fitting: int
    waiting: int
    oldest: datetime | None
    kinds: tuple[str, ...]
    hosts: tuple[str, ...]
    flags: tuple[str, ...]
    page: int
    pages: int


def queue_for(acting: ActingAs, wanted: QueueFilter | None = None, page: int = 1) -> Queue:
    """The institution's queue, what is due first on top. Raises NotAllowed for anyone but its staff."""
    wanted = wanted or QueueFilter()
    waiting = _cases_of(acting).waiting()
    shape = list(
        waiting.order_by().values("kind", "host").annotate(count=Count("pk"), oldest=Min("opened_at"))
    )
    codes = Flag.objects.filter(case__in=waiting.order_by()).order_by("code").values_list("code", flat=True)
    fitting = _filtered(waiting, wanted)
    count = fitting.count()
    pages = max(1, -(-count // PAGE_LENGTH))
    page = min(max(page, 1), pages)
    rows = fitting.order_by("due_on", "opened_at", "pk")[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
    return Queue(
        rows=_rows(rows),
        fitting=count,
        waiting=sum(group["count"] for group in shape),
        oldest=min((group["oldest"] for group in shape), default=None),
        kinds=tuple(sorted({group["kind"] for group in shape})),
        hosts=tuple(sorted({group["host"] for group in shape})),
        flags=tuple(codes.distinct()),
        page=page,
        pages=pages,
    )


def own_cases(acting: ActingAs) -> tuple[CaseRow, ...]:
    """The open cases that the officer has in hand, what is due first on top. Raises NotAllowed."""
    cases = _cases_of(acting).undecided().filter(assigned_to=officer_id(acting))
    return _rows(cases.order_by("due_on", "opened_at", "pk"))


@dataclass(frozen=True, slots=True)
class CaseHandle:
    """As much of a case as a step needs."""

    id: UUID
    in_my_hands: bool


def handle_of(acting: ActingAs, reference: str) -> CaseHandle:
    """The case under this reference, by which a step is taken. Raises NotAllowed for another institution's."""
    case = _cases_of(acting).filter(reference=reference).only("pk", "state", "assigned_to").first()
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


def find_cases(acting: ActingAs, typed: str) -> tuple[CaseRow, ...]:
    """Cases by exact reference, certificate number or worker's number: the institution's own, newest first.

    What is encrypted can only be found whole; names therefore cannot be searched for. Raises NotAllowed.
    """
    cases, typed = _cases_of(acting), typed.strip()[:100]
    found = cases.filter(reference__iexact=typed)
    if _is_certificate_number(typed):
        found = found | cases.filter(decision__certificate_number=normal_number(typed))
    if ssn.is_valid(digits_of(typed)):
        found = found | cases.filter(number_index=_number_index(typed))
    return _rows(found.order_by("-opened_at", "pk")[:MOST_FOUND]) if typed else ()


def _number_index(typed: str) -> str:
    return ssn_index(Answers(Applicant.EMPLOYER, {"worker.ssn": typed}))


def _is_certificate_number(typed: str) -> bool:
    try:
        normal_number(typed)
    except InvalidInput:
        return False
    return True


def _cases_of(acting: ActingAs) -> CaseQuerySet:
    return Case.objects.of_institution(str(require_officer(acting).institution_id))


def _filtered(cases: CaseQuerySet, wanted: QueueFilter) -> CaseQuerySet:
    if wanted.kind:
        cases = cases.filter(kind=wanted.kind)
    if wanted.host:
        cases = cases.filter(host=wanted.host)
    if wanted.flag:
        cases = cases.filter(pk__in=Flag.objects.filter(code=wanted.flag).values("case"))
    return cases


def _rows(cases: CaseQuerySet) -> tuple[CaseRow, ...]:
    return tuple(map(_row, cases.prefetch_related("flags")))


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
    )
