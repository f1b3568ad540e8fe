"""Work for the background worker. Arguments are ids only."""

import uuid
from functools import partial

from django.db import transaction
from django.tasks import task

from sojourn.requests.bulk.working import go_on


@task
def work_on_upload(upload_id: str) -> bool:
    """Go on with one upload for a while; if there is more to do, ask to be called again. Whether it is finished."""
    finished = go_on(uuid.UUID(upload_id))
    if finished is False:
        work_on_upload.enqueue(upload_id)
    return finished is not False


def go_on_later(upload_id: uuid.UUID) -> None:
    """Hand the upload to the worker after commit. (Should that fail, the worker's sweep finds it.)"""
    transaction.on_commit(partial(work_on_upload.enqueue, str(upload_id)), robust=True)
