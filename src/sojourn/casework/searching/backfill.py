"""Makes cases findable that were opened before there were keys, or before what they are made of changed.

Run by the worker, some at a time, in the order of ids: cases opened meanwhile have their keys already. Safe to stop, to
repeat and to run twice at once; where it stands is kept, and can be asked for.
"""

import logging
from dataclasses import dataclass
from typing import Final

from sojourn.casework.asking.established import as_established
from sojourn.casework.models import Case
from sojourn.casework.searching.keeping import write_keys
from sojourn.casework.searching.models import Backfill
from sojourn.casework.surroundings import workplace_index
from sojourn.core import clock
from sojourn.core.errors import NotAllowed
from sojourn.journal.events import together
from sojourn.requests.for_casework import request_file

logger = logging.getLogger(__name__)

KEYS: Final = 1
"""Raised when keys are made of more, or otherwise: all cases are gone through again."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many cases were gone through of how many there were when it began."""

    done: int
    total: int


def make_findable(limit: int = 100) -> int:
    """Go through the next cases; returns how many. Nothing is done, and one row read, once all were."""
    with together():
        run = _run()
        if run is None or run.ended_at is not None:
            return 0
        rows = Case.objects.filter(pk__gt=run.last_case) if run.last_case else Case.objects.all()
        cases = list(rows.order_by("pk")[:limit])
        for case in cases:
            _give_keys(case)
            run.last_case = case.pk
        run.done += len(cases)
        if len(cases) < limit:
            run.ended_at = clock.now()
            logger.info("All %d cases have been made findable", run.done)
        run.save(update_fields=["last_case", "done", "ended_at"])
        return len(cases)


def progress() -> Progress | None:
    """How far it is; None when there is nothing left to do."""
    run = Backfill.objects.filter(version=KEYS).first()
    if run is None or run.ended_at is not None:
        return None
    return Progress(run.done, max(run.total, run.done))


def _run() -> Backfill | None:
    """The row of this version, locked; None where another worker has it just now."""
    if not Backfill.objects.filter(version=KEYS).exists():
        made = {"begun_at": clock.now(), "total": Case.objects.count()}
        Backfill.objects.get_or_create(version=KEYS, defaults=made)
    return Backfill.objects.select_for_update(skip_locked=True).filter(version=KEYS).first()


def _give_keys(case: Case) -> None:
    """The keys of what was declared and of what was established, and the mark of the place of work."""
    try:
        file = request_file(case.request_id)
    except NotAllowed:
        return
    write_keys(case, file.particulars)
    write_keys(case, as_established(case.pk, file).particulars)
    if not case.workplace_index and (index := workplace_index(case.host, file.particulars)):
        # No step of the case: its version stays, so that no page becomes old by it.
        Case.objects.filter(pk=case.pk, workplace_index="").update(workplace_index=index)
