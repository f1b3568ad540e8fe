"""What staff see of automation: what is stopped, how much goes through, how often samples were wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Q

from sojourn.casework.hosting.access import named
from sojourn.casework.hosting.corridors import corridors_of
from sojourn.casework.hosting.models import Restart
from sojourn.casework.hosting.permissions import own_setting
from sojourn.casework.hosting.terms import NEVER_AUTOMATIC
from sojourn.casework.models import Decision, InstitutionSetting
from sojourn.casework.permissions import LEADING_ROLES
from sojourn.core import clock
from sojourn.engine import load_law
from sojourn.parties.acting import REQUEST_KINDS, ActingAs
from sojourn.parties.staff_directory import staff_at

WINDOW: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Share:
    """How many decisions there were, and how many of them without a person."""

    decided: int = 0
    automatic: int = 0

    @property
    def percent(self) -> int | None:
        """The share without a person, rounded down, so that 100 means all; None where nothing was decided."""
        return self.automatic * 100 // self.decided if self.decided else None

    def __add__(self, other: "Share") -> "Share":
        return Share(self.decided + other.decided, self.automatic + other.automatic)


@dataclass(frozen=True, slots=True)
class Lane:
    """One country of work or one kind of request. `through`: the kinds that the matrix lets through."""

    code: str
    stopped: bool
    share: Share
    through: int
    restart_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RestartView:
    """Somebody asked to start automation again; it waits for somebody else."""

    id: UUID
    scope: str
    value: str
    asked_at: datetime
    own: bool
    asked_by: str = field(repr=False)
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AutomationView:
    """Automation as it stands, and its figures of the last 90 days."""

    running: bool
    changed_at: datetime
    share: Share
    hosts: tuple[Lane, ...]
    kinds: tuple[Lane, ...]
    restarts: tuple[RestartView, ...]
    may_change: bool
    alone: bool


def automation_at(acting: ActingAs) -> AutomationView:
    """Automation at the institution at which somebody works. Raises NotAllowed for anyone but its staff."""
    setting = own_setting(acting)
    by_host, by_kind = _shares(setting.pk)
    members = staff_at(setting.pk)
    restarts = tuple(
        RestartView(
            id=row.pk,
            scope=row.scope,
            value=row.value,
            asked_at=row.asked_at,
            own=str(row.asked_by_id) == acting.actor.person_id,
            asked_by=named(members, row.asked_by_id),
            reason=row.reason,
        )
        for row in Restart.objects.open().filter(institution_id=setting.pk).order_by("asked_at")
    )
    asked = {(each.scope, each.value): each.id for each in restarts}
    return AutomationView(
        running=setting.straight_through,
        changed_at=setting.changed_at,
        share=sum(by_host.values(), Share()),
        hosts=_hosts(setting, by_host, asked),
        kinds=tuple(
            Lane(
                kind,
                kind in setting.stopped_kinds,
                by_kind.get(kind, Share()),
                int(kind not in NEVER_AUTOMATIC),
                asked.get(("kind", kind)),
            )
            for kind in REQUEST_KINDS
        ),
        restarts=restarts,
        may_change=acting.role in LEADING_ROLES,
        alone=sum(member.role in LEADING_ROLES for member in members) < 2,
    )


def _hosts(
    setting: InstitutionSetting,
    shares: Mapping[str, Share],
    asked: Mapping[tuple[str, str], UUID],
) -> tuple[Lane, ...]:
    known = {corridor.host for corridor in corridors_of(load_law(), setting.pk)}
    corridors = setting.read.corridors
    return tuple(
        Lane(
            host,
            host in setting.stopped_corridors,
            shares.get(host, Share()),
            sum(corridors.cell(host, kind).mode == "through" for kind in REQUEST_KINDS),
            asked.get(("corridor", host)),
        )
        for host in sorted(known | {*setting.stopped_corridors} | {*shares})
        if host
    )


def _shares(institution_id: str) -> tuple[dict[str, Share], dict[str, Share]]:
    """By country of work, and by kind: decisions of the last 90 days."""
    rows = (
        Decision.objects.filter(case__institution_id=institution_id, decided_at__gte=clock.now() - WINDOW)
        .order_by()
        .values_list("case__host", "case__kind")
        .annotate(decided=Count("pk"), automatic=Count("pk", filter=Q(decided_by__isnull=True)))
    )
    by_host: dict[str, Share] = {}
    by_kind: dict[str, Share] = {}
    for host, kind, decided, automatic in rows:
        share = Share(decided, automatic)
        by_host[host] = by_host.get(host, Share()) + share
        by_kind[kind] = by_kind.get(kind, Share()) + share
    return by_host, by_kind
