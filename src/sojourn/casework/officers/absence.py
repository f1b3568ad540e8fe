"""Who is away today: gets nothing new, and what is due in their hands is shown to those who lead."""

from collections.abc import Set as AbstractSet
from datetime import date
from uuid import UUID

from sojourn.casework.hosting.models import Absence
from sojourn.core import clock
from sojourn.parties.reading import seen_once


def away_today(institution_id: str) -> dict[UUID, date]:
    """Who of the institution's staff is away today, with the last day of it."""
    today = clock.today()
    rows = Absence.objects.on(today).filter(institution_id=institution_id).order_by("last_day")
    return seen_once(
        ("officers.away", institution_id, today), lambda: dict(rows.values_list("person_id", "last_day"))
    )


def is_away(person_id: UUID, institution_id: str) -> bool:
    """Whether somebody is away today."""
    away: AbstractSet[UUID] = away_today(institution_id).keys()
    return person_id in away
