"""Who may see which upload: gives the thing or raises NotAllowed, which tells nothing."""

from uuid import UUID

from sojourn.core.actors import Capacity
from sojourn.core.errors import NotAllowed
from sojourn.files import access as files
from sojourn.parties.access import NOT_ALLOWED, ActingAs, confirm
from sojourn.requests.bulk.models import Row, RowFinding, Upload, UploadQuerySet

__all__ = [
    "Row",
    "RowFinding",
    "Upload",
    "content_of",
    "locked_upload",
    "one_of",
    "upload_for",
    "uploads_for",
]

_CAPACITIES = frozenset({Capacity.EMPLOYER, Capacity.REPRESENTATIVE})


def uploads_for(acting: ActingAs) -> UploadQuerySet:
    """The uploads of the employer for which one acts, newest first. Raises NotAllowed for others."""
    acting = confirm(acting)
    if acting.actor.capacity not in _CAPACITIES:
        raise NotAllowed(NOT_ALLOWED)
    return Upload.objects.for_actor(acting.actor).order_by("-created_at", "id")


def upload_for(acting: ActingAs, upload_id: UUID) -> Upload:
    """One of them. Raises NotAllowed for any other."""
    return one_of(uploads_for(acting).filter(pk=upload_id))


def locked_upload(acting: ActingAs, upload_id: UUID) -> Upload:
    """One of them, for change: locked until commit, and only for those who may prepare requests."""
    upload = one_of(uploads_for(acting).select_for_update(of=("self",)).filter(pk=upload_id))
    if not confirm(acting).may_request("first"):
        raise NotAllowed(NOT_ALLOWED)
    return upload


def one_of(uploads: UploadQuerySet) -> Upload:
    """The upload that was found. Raises NotAllowed where none was."""
    upload = uploads.first()
    if upload is None:
        raise NotAllowed(NOT_ALLOWED)
    return upload


def content_of(upload: Upload) -> bytes:
    """The file as it was uploaded."""
    return files.read(upload.file_id)
