"""How many requests were handed in: counted, naming nobody."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count

from sojourn.requests.models import Request
from sojourn.requests.states import State

# Named so that the index of an institution's requests is used, which begins with their states.
_HANDED_IN = [state.value for state in State if state is not State.DRAFT]


def handed_in_between(institution_id: str, begin: datetime, end: datetime) -> Iterable[tuple[str, str, int]]:
    """Kind, country of work and number of what was handed in from `begin` on and before `end`."""
    rows = Request.objects.filter(
        institution_id=institution_id, state__in=_HANDED_IN, handed_in_at__gte=begin, handed_in_at__lt=end
    )
    return rows.values_list("kind", "host").annotate(Count("pk")).order_by()


def first_handed_in(institution_id: str) -> datetime | None:
    """When the first request came to an institution."""
    firsts = (
        Request.objects.filter(institution_id=institution_id, state=state, handed_in_at__isnull=False)
        .order_by("handed_in_at")
        .values_list("handed_in_at", flat=True)
        .first()
        for state in _HANDED_IN
    )
    return min((first for first in firsts if first is not None), default=None)
