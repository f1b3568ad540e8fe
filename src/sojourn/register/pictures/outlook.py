"""What ends in the months to come, and what begins without cover: counted by month."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth

from sojourn.core import clock
from sojourn.register.access import confirm_seat
from sojourn.register.models import Assignment
from sojourn.register.seats import Seat
from sojourn.register.states import COUNTING, Cover

MONTHS: Final = 12
_UNCOVERED: Final = (Cover.NEEDED.value, Cover.REQUESTED.value, Cover.AT_RISK.value)


@dataclass(frozen=True, slots=True)
class Month:
    """One month by its first day.

    `too_early`: certificates that end in it while the trip goes on; `with_trip`: that end with their trip; `starting`:
    trips that begin in it and are not covered, by the word for their cover.
    """

    first: date
    too_early: int = 0
    with_trip: int = 0
    starting: Mapping[str, int] = field(default_factory=dict)

    @property
    def not_covered(self) -> int:
        """How many trips begin without cover."""
        return sum(self.starting.values())


def outlook(seat: Seat, host: str = "") -> tuple[Month, ...]:
    """The month of today and those that follow. `host`: of this country of work alone. Two queries."""
    today = clock.today()
    firsts = [_month_after(today.replace(day=1), number) for number in range(MONTHS + 1)]
    trips = Assignment.objects.for_actor(confirm_seat(seat)).filter(state__in=COUNTING)
    if host:
        trips = trips.filter(host=host)
    ends = trips.filter(covered_until__gte=today, covered_until__lt=firsts[-1])
    ending = {
        month: (early, total - early)
        for month, early, total in ends.order_by()
        .annotate(month=TruncMonth("covered_until"))
        .values_list("month")
        .annotate(early=Count("pk", filter=Q(last__gt=F("covered_until"))), total=Count("pk"))
    }
    starting: dict[date, dict[str, int]] = {}
    begins = trips.filter(cover__in=_UNCOVERED, start__gte=today, start__lt=firsts[-1]).order_by()
    for month, word, number in (
        begins.annotate(month=TruncMonth("start")).values_list("month", "cover").annotate(n=Count("pk"))
    ):
        starting.setdefault(month, {})[word] = number
    return tuple(Month(first, *ending.get(first, (0, 0)), starting.get(first, {})) for first in firsts[:-1])


def _month_after(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)
