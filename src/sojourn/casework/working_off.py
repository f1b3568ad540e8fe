"""What the worker does with requests that nobody has finished: fair between those who sent them, none twice."""

import logging
import time
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sojourn.casework.events import TRIES, close_withdrawn, pack_if_elsewhere, take_up
from sojourn.casework.models import Case
from sojourn.casework.proving import prove
from sojourn.casework.waiting import in_turn
from sojourn.requests.for_casework import withdrawn_ids
from sojourn.requests.for_proofs import unproven_ids
from sojourn.requests.for_working_off import lies_free

logger = logging.getLogger(__name__)

SLICE_SECONDS: Final = 10.0
"""After so long the worker looks anew whose turn it is, and does something else for once."""


@dataclass(frozen=True, slots=True)
class Worked:
    """What became of one round: cases closed because the request was withdrawn, requests taken up, proofs made."""

    closed: int
    taken_up: int
    proven: int


def work_off(limit: int = 100) -> int:
    """As `one_round`; how many requests were taken up."""
    return one_round(limit).taken_up


def one_round(limit: int = 100, *, proofs: bool = True) -> Worked:
    """Close what was withdrawn, take up what was handed in and not finished, and make the proofs that lack.

    Fair between applicants, however much one of them has sent, and safe beside any number of others who do the
    same. `proofs`: also for what was taken up by others.
    """
    closed = _close_withdrawn(limit) if proofs else 0
    taken_up = _take_up_in_turn(limit)
    return Worked(closed, taken_up, _prove_the_rest(limit) if proofs else 0)


def _close_withdrawn(limit: int) -> int:
    ids = list(
        Case.objects.undecided().filter(request_id__in=withdrawn_ids()).values_list("pk", flat=True)[:limit]
    )
    for case_id in ids:
        close_withdrawn(case_id)
    return len(ids)


def _take_up_in_turn(limit: int) -> int:
    until = time.monotonic() + SLICE_SECONDS
    taken_up = 0
    for request_id in in_turn(limit):
        if lies_free(request_id) and take_up(request_id=request_id) is not None:
            taken_up += 1
            prove(request_id)
        if time.monotonic() >= until:
            break
    return taken_up


def _prove_the_rest(limit: int) -> int:
    """Proofs for what was taken up, or lies elsewhere, without one."""
    proven = failures = 0
    until = time.monotonic() + SLICE_SECONDS
    for request_id in unproven_ids(limit):
        if _finish(request_id):
            proven += 1
        else:
            failures += 1
        if failures >= TRIES or time.monotonic() >= until:
            break
    return proven


def _finish(request_id: UUID) -> bool:
    """Do for a request what could not be done at once when it was handed in."""
    try:
        pack_if_elsewhere(request_id)
        return prove(request_id)
    except Exception:
        logger.exception("Request %s has no proof of application yet", request_id)
        return False
