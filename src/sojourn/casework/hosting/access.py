"""What staff see of their institution's settings: gives the thing or raises NotAllowed, which tells nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sojourn.casework.hosting.corridors import Corridor, corridors_of
from sojourn.casework.hosting.identity import Standing, standing_of
from sojourn.casework.hosting.models import Absence, TermsVersion, Trial
from sojourn.casework.hosting.permissions import own_setting
from sojourn.casework.hosting.terms import Cell, Terms, read_terms
from sojourn.casework.permissions import LEADING_ROLES
from sojourn.core import clock
from sojourn.core.errors import NotAllowed
from sojourn.engine import load_law
from sojourn.parties.acting import REQUEST_KINDS, ActingAs
from sojourn.parties.staff_directory import InvitedStaff, StaffMember, invited_staff, staff_at


@dataclass(frozen=True, slots=True)
class SettingsView:
    """The settings as they stand. `known` is what the law data alone would say of the institution."""

    institution_id: str
    terms: Terms
    version: int
    standing: Standing
    known: Standing
    is_open: bool
    accepted_confidence: str
    usual_days: int
    changed_at: datetime
    may_change: bool
    may_administer: bool


def settings_of(acting: ActingAs, language: str = "en") -> SettingsView:
    """The settings of the institution at which somebody works. Raises NotAllowed for anyone but its staff."""
    setting, law = own_setting(acting), load_law()
    return SettingsView(
        institution_id=setting.pk,
        terms=setting.read,
        version=setting.version,
        standing=standing_of(law, setting.pk, setting.read, language),
        known=standing_of(law, setting.pk, Terms(), language),
        is_open=setting.open_to_applicants,
        accepted_confidence=setting.accepted_confidence,
        usual_days=setting.days_to_decide,
        changed_at=setting.changed_at,
        may_change=acting.role in LEADING_ROLES,
        may_administer=acting.role == "administrator",
    )


def hosted_standing(institution_id: str, terms: Terms, language: str = "") -> Standing:
    """Who a hosted institution is, for pages and letters about its requests."""
    return standing_of(load_law(), institution_id, terms, language)


def question_days(acting: ActingAs) -> int:
    """Working days in which an applicant usually answers at the institution. Raises NotAllowed."""
    return own_setting(acting).read.deadlines.question


@dataclass(frozen=True, slots=True)
class VersionView:
    """One change of the settings: what it was about, who made it, when and why."""

    version: int
    section: str
    changed_at: datetime
    changed_by: str = field(repr=False)
    reason: str = field(repr=False)


def versions_of(acting: ActingAs) -> list[VersionView]:
    """All changes, newest first. Raises NotAllowed for anyone but the institution's staff."""
    setting = own_setting(acting)
    rows = TermsVersion.objects.filter(institution_id=setting.pk).select_related("changed_by")
    return [
        VersionView(
            row.version,
            row.section,
            row.changed_at,
            (row.changed_by.name or row.changed_by.email) if row.changed_by else "",
            row.reason,
        )
        for row in rows.order_by("-version")
    ]


def terms_at(acting: ActingAs, version: int) -> tuple[Terms, Terms]:
    """The terms as one change left them, and as they were before it. Raises NotAllowed where there is no such one."""
    rows = TermsVersion.objects.filter(institution_id=own_setting(acting).pk)
    kept = {row.version: row.terms for row in rows.filter(version__in=[version, version - 1])}
    if version not in kept:
        raise NotAllowed("not_allowed")
    return read_terms(kept[version]), read_terms(kept.get(version - 1, {}))


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One country of work: the law behind it, and what becomes of each kind. `own` are the kinds set for it alone."""

    corridor: Corridor
    cells: Mapping[str, Cell]
    own: frozenset[str]
    unsure: bool


def matrix_of(acting: ActingAs) -> tuple[MatrixRow, ...]:
    """The matrix by country of work. Raises NotAllowed for anyone but the institution's staff."""
    setting = own_setting(acting)
    corridors = setting.read.corridors
    return tuple(
        MatrixRow(
            corridor=corridor,
            cells={kind: corridors.cell(corridor.host, kind) for kind in REQUEST_KINDS},
            own=frozenset(corridors.cells.get(corridor.host, {})),
            unsure=corridor.less_sure_than(setting.accepted_confidence),
        )
        for corridor in corridors_of(load_law(), setting.pk)
    )


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """Days on which somebody is away, both included."""

    id: UUID
    person_id: UUID
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class PeopleView:
    """Who works at the institution, who is invited (for administrators), who is or will be away."""

    members: tuple[StaffMember, ...]
    invited: tuple[InvitedStaff, ...]
    absences: tuple[AbsenceView, ...]
    may_administer: bool
    may_lead: bool

    def away(self, person_id: UUID) -> tuple[AbsenceView, ...]:
        """The absences of one of them."""
        return tuple(each for each in self.absences if each.person_id == person_id)


def people_at(acting: ActingAs) -> PeopleView:
    """The people of the institution. Raises NotAllowed for anyone but its staff."""
    setting = own_setting(acting)
    administers = acting.role == "administrator"
    return PeopleView(
        members=tuple(staff_at(setting.pk, former=administers)),
        invited=tuple(invited_staff(acting)) if administers else (),
        absences=_absences(setting.pk),
        may_administer=administers,
        may_lead=acting.role in LEADING_ROLES,
    )


def _absences(institution_id: str) -> tuple[AbsenceView, ...]:
    rows = Absence.objects.filter(
        institution_id=institution_id, last_day__gte=clock.today(), cancelled_at__isnull=True
    )
    return tuple(
        AbsenceView(row.pk, row.person_id, row.first_day, row.last_day) for row in rows.order_by("first_day")
    )


@dataclass(frozen=True, slots=True)
class TrialView:
    """The last trial: how each sample came out, and whether it speaks of the terms and the law as they are now."""

    run_at: datetime
    passed: bool
    is_current: bool
    results: tuple[Mapping[str, object], ...]


def last_trial(acting: ActingAs) -> TrialView | None:
    """The last trial of the institution, None where there was none. Raises NotAllowed for anyone but its staff."""
    setting = own_setting(acting)
    trial = Trial.objects.filter(institution_id=setting.pk).order_by("-version", "-run_at").first()
    if trial is None:
        return None
    current = (trial.version, trial.law_version) == (setting.version, load_law().version)
    return TrialView(trial.run_at, trial.passed, current, tuple(trial.results))


def named(people: Iterable[StaffMember], person_id: UUID | None) -> str:
    """The name of one of them, or the address where there is no name; "" for nobody known."""
    member = next((each for each in people if each.person_id == person_id), None)
    return (member.name or member.email) if member else ""
