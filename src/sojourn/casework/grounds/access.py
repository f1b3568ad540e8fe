"""What officers see of waivers, of records, and of the grounds of decisions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sojourn.casework.checks.facts import as_date
from sojourn.casework.grounds.models import DecisionGrounds, RecordedFact, StandingWaiver
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.casework.permissions import LEADING_ROLES, cases_in_sight, require_officer
from sojourn.core import clock
from sojourn.core.errors import NotAllowed
from sojourn.parties.acting import ActingAs

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """A standing waiver. `reference`: the case by which its employer was named; empty for all employers."""

    id: UUID
    code: str
    reference: str
    host: str
    until: date
    made_by: str
    made_at: datetime
    revoked_by: str
    revoked_at: datetime | None
    reason: str = field(repr=False)

    @property
    def stands(self) -> bool:
        """Whether it holds today."""
        return self.revoked_at is None and self.until >= clock.today()


@dataclass(frozen=True, slots=True)
class Waivers:
    """The standing waivers of an institution, newest first, and whether the reader may make and revoke them."""

    rows: tuple[WaiverRow, ...]
    may_change: bool

    @property
    def standing(self) -> tuple[WaiverRow, ...]:
        """Those that hold today."""
        return tuple(row for row in self.rows if row.stands)

    @property
    def over(self) -> tuple[WaiverRow, ...]:
        """Those that do not hold any more."""
        return tuple(row for row in self.rows if not row.stands)


def waivers_of(acting: ActingAs) -> Waivers:
    """The institution's standing waivers, with those that are over. Raises NotAllowed for anyone but its staff."""
    acting = require_officer(acting)
    found = StandingWaiver.objects.of_institution(str(acting.institution_id))
    rows = [
        WaiverRow(
            id=waiver.pk,
            code=waiver.code,
            reference=waiver.reference,
            host=waiver.host,
            until=waiver.until,
            made_by=_name(waiver.made_by),
            made_at=waiver.made_at,
            revoked_by=_name(waiver.revoked_by),
            revoked_at=waiver.revoked_at,
            reason=waiver.reason,
        )
        for waiver in found.select_related("made_by", "revoked_by")[:MOST_SHOWN]
    ]
    return Waivers(tuple(rows), acting.role in LEADING_ROLES)


@dataclass(frozen=True, slots=True)
class RecordRow:
    """What was recorded in a case: its kind, the day and where it is known from."""

    id: UUID
    kind: str
    day: date | None
    recorded_by: str
    recorded_at: datetime
    source: str = field(repr=False)


def recorded_in(acting: ActingAs, reference: str) -> tuple[RecordRow, ...]:
    """What officers recorded in this case and nobody took back. Raises NotAllowed for another institution's."""
    case = cases_in_sight(acting).filter(reference=reference).first()
    if case is None:
        raise NotAllowed(NOT_ALLOWED)
    rows = RecordedFact.objects.standing().filter(case=case).select_related("recorded_by")
    return tuple(
        RecordRow(
            id=row.pk,
            kind=row.kind,
            day=as_date(row.content.get("day")),
            recorded_by=_name(row.recorded_by),
            recorded_at=row.recorded_at,
            source=str(row.content.get("source", "")),
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Grounds:
    """On what a decision rests (see models.DecisionGrounds)."""

    checks: Mapping[str, list[dict[str, Any]]]
    facts: Mapping[str, list[str]]
    accepted: tuple[str, ...]

    @property
    def passed(self) -> tuple[str, ...]:
        """The checks that found nothing."""
        return tuple(name for name, found in self.checks.items() if not found)


def grounds_of(decision_id: UUID) -> Grounds | None:
    """The grounds of a decision; None for one made before they were kept. For those who may see its case."""
    kept = DecisionGrounds.objects.filter(pk=decision_id).first()
    return Grounds(kept.checks, kept.facts, tuple(kept.accepted)) if kept else None


def _name(person: Any) -> str:
    return (person.name or person.email) if person is not None else ""
