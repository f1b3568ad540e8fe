"""What waits to be taken up, and in whose turn."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from sojourn.casework.models import Case, InstitutionSetting
from sojourn.core import clock
from sojourn.requests.for_working_off import fair_ids, waiting_since

MANY: Final = 25
"""So many waiting are more than come one by one: then the worker decides, and pages only hand in."""
_A_RUSH: Final = timedelta(hours=1)
_LONG_AGO: Final = timedelta(days=90)


def in_turn(limit: int) -> list[UUID]:
    """Requests that nobody has taken up: the oldest of every applicant, then the next of every applicant."""
    return fair_ids(_hosted(), but=_resting(), limit=limit)


def how_much_waits(most: int, looked_back: timedelta = _LONG_AGO) -> int:
    """How many requests wait to be taken up that were handed in lately, counted up to `most`."""
    return waiting_since(_hosted(), clock.now() - looked_back, but=_resting(), most=most)


def is_rush() -> bool:
    """Whether so much came in the last hour and waits that another request has to wait for its turn."""
    return how_much_waits(MANY, _A_RUSH) >= MANY


def hosted_countries() -> set[str]:
    """The countries of the institutions hosted here."""
    return set(InstitutionSetting.objects.values_list("country", flat=True))


def _hosted() -> list[str]:
    return list(InstitutionSetting.objects.values_list("pk", flat=True))


def _resting() -> QuerySet:
    """Requests whose cases wait for a person, or for the next try."""
    not_now = Q(checked_at__isnull=False) | Q(next_try_at__gt=clock.now())
    return Case.objects.undecided().filter(not_now).values("request_id")
