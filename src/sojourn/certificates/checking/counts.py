"""How often was checked, by day, way and outcome: counted, not tracked. No address, number or time of day is kept.

Counts are gathered in each process and added to the table now and then, so that a check writes nothing while somebody
waits. A process that ends loses the counts of its last seconds.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from django.db import DatabaseError, transaction
from django.db.models import F, Sum

from sojourn.certificates.checking.models import ChecksOfDay
from sojourn.core import clock

_LOG: Final = logging.getLogger(__name__)
_GATHERED_SECONDS: Final = 15.0
_lock: Final = threading.Lock()
_gathered: Counter[tuple[date, str, str, str]] = Counter()
_written_at = time.monotonic()


class Way(StrEnum):
    """The ways to ask."""

    CODE = "code"
    DOCUMENT = "document"
    OFFLINE_CODE = "offline_code"
    CREDENTIAL = "credential"


def count_check(way: Way, outcome: str, institution_id: str | None) -> None:
    """Count one check. `outcome`: the code of its verdict. Never raises."""
    global _written_at
    with _lock:
        _gathered[clock.today(), way.value, outcome, institution_id or ""] += 1
        due = time.monotonic() - _written_at > _GATHERED_SECONDS
        if due:
            _written_at = time.monotonic()
    if due:
        write_counts()


def write_counts() -> None:
    """Add what was gathered to the table. Never raises: a check must not fail because it could not be counted."""
    with _lock:
        gathered = dict(_gathered)
        _gathered.clear()
    try:
        with transaction.atomic():
            for (day, way, outcome, institution_id), count in sorted(gathered.items()):
                row, _ = ChecksOfDay.objects.get_or_create(
                    day=day, way=way, outcome=outcome, institution_id=institution_id
                )
                ChecksOfDay.objects.filter(pk=row.pk).update(count=F("count") + count)
    except DatabaseError as error:
        _LOG.warning("checks not counted: %s", type(error).__name__)
        with _lock:
            _gathered.update(gathered)


def forget_gathered() -> None:
    """Drop what was not written yet."""
    global _written_at
    with _lock:
        _gathered.clear()
        _written_at = time.monotonic()


def checks_between(
    first: date, last: date, institution_id: str | None = None
) -> Mapping[tuple[str, str], int]:
    """How many checks there were from `first` to `last`, by way and outcome; of one institution's papers, or of all."""
    rows = ChecksOfDay.objects.filter(day__range=(first, last))
    if institution_id is not None:
        rows = rows.filter(institution_id=institution_id)
    sums = rows.order_by().values_list("way", "outcome").annotate(sum=Sum("count"))
    return {(way, outcome): count for way, outcome, count in sums}
