"""The schedule of one's institution, what it would erase today, what is held back, what was erased."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.contrib.auth import get_user_model

from sojourn.casework.permissions import require_lead
from sojourn.casework.retention.due import due_things
from sojourn.casework.retention.events import ADMINISTRATOR
from sojourn.casework.retention.matters import Matter, Thing
from sojourn.casework.retention.models import Erasure, LegalHold, RetentionRule
from sojourn.core import clock
from sojourn.parties.acting import ActingAs

MOST_COUNTED: Final = 10_000
LATEST: Final = 50


@dataclass(frozen=True, slots=True)
class RuleView:
    """A matter with its years and their source, or without: then it is kept. `due` and `held`: how many today."""

    matter: Matter
    years: int | None
    source: str
    due: int
    held: int


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold that stands."""

    id: UUID
    thing: Thing
    reference: str
    until: date | None
    placed_at: datetime
    placed_by: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ErasureView:
    """Something that was erased: it names nobody."""

    thing: Thing
    matter: Matter
    reference: str
    numbers: tuple[str, ...]
    counted_from: date
    years: int
    files: int
    erased_at: datetime


@dataclass(frozen=True, slots=True)
class RetentionView:
    """The page of an institution's administrator: a dry run with counts, holds, and the latest erasures."""

    rules: tuple[RuleView, ...]
    holds: tuple[HoldView, ...]
    erased: tuple[ErasureView, ...]
    erased_in_all: int
    may_set: bool


def retention_of(acting: ActingAs) -> RetentionView:
    """For those who lead or administer the institution; nothing is erased by looking. Raises NotAllowed for others."""
    acting = require_lead(acting)
    institution_id = str(acting.institution_id)
    rules = {row.matter: row for row in RetentionRule.objects.filter(institution_id=institution_id)}
    holds = LegalHold.objects.filter(institution_id=institution_id, lifted_at__isnull=True)
    erased = Erasure.objects.filter(institution_id=institution_id)
    return RetentionView(
        rules=tuple(_rule_view(matter, rules.get(matter.value)) for matter in Matter),
        holds=_hold_views(list(holds.order_by("placed_at", "pk"))),
        erased=tuple(_erasure_view(row) for row in erased.order_by("-erased_at", "pk")[:LATEST]),
        erased_in_all=erased.count(),
        may_set=acting.role == ADMINISTRATOR,
    )


def erased_on(thing: Thing, thing_id: UUID) -> date | None:
    """The day on which something was erased; None while it is whole."""
    row = Erasure.objects.filter(thing=thing.value, thing_id=thing_id).first()
    return row.erased_at.date() if row is not None else None


def _rule_view(matter: Matter, rule: RetentionRule | None) -> RuleView:
    if rule is None:
        return RuleView(matter, None, "", 0, 0)
    counted: Counter[bool] = Counter()
    for due, _ in zip(due_things(rule, clock.today()), range(MOST_COUNTED), strict=False):
        counted[due.held] += 1
    return RuleView(matter, rule.years, rule.source, counted[False], counted[True])


def _hold_views(rows: list[LegalHold]) -> tuple[HoldView, ...]:
    people = get_user_model().objects.filter(pk__in=[row.placed_by_id for row in rows])
    names = {person.pk: person.name or person.email for person in people}
    return tuple(
        HoldView(
            row.pk,
            Thing(row.thing),
            row.reference,
            row.until,
            row.placed_at,
            names.get(row.placed_by_id, ""),
            row.reason,
        )
        for row in rows
    )


def _erasure_view(row: Erasure) -> ErasureView:
    return ErasureView(
        Thing(row.thing),
        Matter(row.matter),
        row.reference,
        tuple(row.certificate_numbers),
        row.counted_from,
        row.years,
        row.files,
        row.erased_at,
    )
