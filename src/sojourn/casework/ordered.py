"""Requests that are sent by themselves when the worker has finished: carried out, then taken up like any other."""

import logging
from uuid import UUID

from sojourn.casework.events import take_up
from sojourn.requests.worker_part.clockwork import carry_out_order, ordered_part_ids

logger = logging.getLogger(__name__)


def send_if_ordered(*, part_id: UUID) -> bool:
    """Send the request of a finished worker's part if the applicant has ordered that; whether it was sent just now.

    What fails afterwards is found by `working_off.work_off`.
    """
    request_id = carry_out_order(part_id=part_id)
    if request_id is None:
        return False
    try:
        take_up(request_id=request_id)
    except Exception:
        logger.exception("Request %s was handed in and could not be taken up", request_id)
    return True


def send_ordered(limit: int = 100) -> int:
    """The same for all that wait; how many were sent. Run by the worker process, again and again."""
    return sum(send_if_ordered(part_id=part_id) for part_id in ordered_part_ids(limit))
