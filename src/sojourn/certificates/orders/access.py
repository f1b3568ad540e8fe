"""What waits to be issued: for pages, the desk and the worker. Names nobody."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min

from sojourn.certificates.orders.models import Order
from sojourn.core import clock


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many certificates of an institution wait, since when, and when the next try is."""

    count: int
    since: datetime
    next_try_at: datetime
    fault: str


def waits(number: str) -> bool:
    """Whether a certificate with this number, in its normal form, is decided and not issued yet."""
    return bool(number) and Order.objects.filter(number=number).exists()


def waiting_for(institution_id: str) -> Waiting | None:
    """What waits at an institution; None where nothing does."""
    found = Order.objects.filter(institution_id=institution_id).aggregate(
        count=Count("pk"), since=Min("ordered_at"), next_try_at=Min("next_try_at"), fault=Max("fault")
    )
    return Waiting(**found) if found["count"] else None


def due_orders(limit: int) -> list[tuple[UUID, str]]:
    """Orders to be tried now, the oldest first: their ids with their institutions."""
    due = Order.objects.filter(next_try_at__lte=clock.now())
    return list(due.values_list("pk", "institution_id")[:limit])
