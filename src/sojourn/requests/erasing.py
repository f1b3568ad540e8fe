"""Erasing what a request says of people, when its time is over. What names nobody stays: it is what was decided on."""

from uuid import UUID

from sojourn.core.actors import Actor, Subject
from sojourn.files.events import discard
from sojourn.journal.events import record, together
from sojourn.requests.bulk.models import Row
from sojourn.requests.models import Request
from sojourn.vault.erasing import erase_below


def erase_request(*, request_id: UUID, actor: Actor) -> int:
    """Erase particulars, the worker's part, the package and the uploaded row of a request that is decided or withdrawn;
    how many files went with them. Again changes nothing.

    Raises ValueError for a request on which a decision is still owed: nobody erases what is being worked on.
    """
    with together():
        request = Request.objects.locked().get(pk=request_id)
        if request.stands.is_open:
            raise ValueError("an open request is not erased")
        files = erase_below(request, "sojourn.requests")
        # A request of an upload was made with the id of its row as key.
        for row in Row.objects.filter(pk=request.creation_key):
            files += erase_below(row, "sojourn.requests")
        for file_id in files:
            discard(file_id)
        record(event="request.erased", actor=actor, subject=Subject("request", str(request.pk)))
    return len(files)
