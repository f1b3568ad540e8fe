"""What officers see of each other, and how each has set up the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sojourn.casework.officers.absence import away_today
from sojourn.casework.officers.keys import KEYS
from sojourn.casework.officers.models import DeskSetting, Viewing
from sojourn.casework.permissions import cases_in_sight, officer_id, require_officer
from sojourn.casework.restricted.groups import members_of
from sojourn.core import clock
from sojourn.core.errors import NotAllowed
from sojourn.parties.acting import ActingAs
from sojourn.parties.colleagues import colleagues_at

SEEN_LATELY: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Away:
    """A colleague who is away today, and the last day of it."""

    id: UUID
    until: date
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Desk:
    """How somebody likes the desk: whether single keys do things, and which does what ("" for none)."""

    keys_on: bool
    keys: Mapping[str, str]


def colleagues_away(acting: ActingAs) -> tuple[Away, ...]:
    """Who of the institution's staff is away today, by name. Raises NotAllowed for anyone but its staff."""
    institution = str(require_officer(acting).institution_id)
    away = away_today(institution)
    if not away:
        return ()
    return tuple(
        Away(each.id, away[each.id], each.name) for each in colleagues_at(institution) if each.id in away
    )


def may_be_given(acting: ActingAs, case_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """The colleagues to whom the case can be handed over: there today, and in its group where it is restricted.

    Who is party to the request is among them: that they are is nobody's business until somebody tries.
    Raises NotAllowed for a case out of sight.
    """
    institution = str(acting.institution_id)
    case = cases_in_sight(acting).filter(pk=case_id).only("assigned_to", "restricted_to").first()
    if case is None:
        raise NotAllowed("not_allowed")
    away = away_today(institution)
    group = members_of(case.restricted_to) if case.restricted_to else None
    return tuple(
        (each.id, each.name)
        for each in colleagues_at(institution)
        if each.id not in away
        and each.id not in (officer_id(acting), case.assigned_to_id)
        and (group is None or each.id in group)
    )


def desk_setting(acting: ActingAs) -> Desk:
    """How the officer has set up the desk; as it comes, where they changed nothing."""
    kept = DeskSetting.objects.filter(person_id=officer_id(acting)).first()
    if kept is None:
        return Desk(True, KEYS)
    return Desk(kept.keys_on, {action: kept.keys.get(action, key) for action, key in KEYS.items()})


def others_looking(acting: ActingAs, case_id: UUID) -> tuple[str, ...]:
    """Which colleagues had the case before them in the last minutes, the latest first. The caller has asked for it."""
    lately = Viewing.objects.filter(case_id=case_id, seen_at__gte=clock.now() - SEEN_LATELY)
    rows = lately.exclude(person_id=officer_id(acting)).select_related("person").order_by("-seen_at")
    return tuple(row.person.name or row.person.email for row in rows[:5])


def last_viewed(acting: ActingAs, case_id: UUID) -> datetime | None:
    """When the officer had the case before them last; None for the first time. The caller has asked for it."""
    mine = Viewing.objects.filter(case_id=case_id, person_id=officer_id(acting))
    return mine.values_list("seen_at", flat=True).first()
