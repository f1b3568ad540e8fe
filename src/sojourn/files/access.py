"""Reading kept files. Who may see a file is for the room that owns it to say: it holds the id."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sojourn.files import seal
from sojourn.files.errors import DAMAGED, UNKNOWN, FileDamaged, FileUnknown
from sojourn.files.models import KeptFile
from sojourn.files.storage import STORAGE
from sojourn.vault.errors import VaultError


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file without opening it."""

    id: uuid.UUID
    kind: str
    media_type: str
    size: int
    kept_at: datetime


def facts(file_id: uuid.UUID) -> FileFacts:
    """What is known of the file. Raises FileUnknown."""
    row = _row(file_id)
    return FileFacts(row.id, row.kind, row.media_type, row.size, row.kept_at)


def read(file_id: uuid.UUID) -> bytes:
    """The file's bytes, exactly as they were taken into keeping.

    Raises FileUnknown, or FileDamaged when the bytes that rest are not those that were kept.
    """
    row = _row(file_id)
    sealed = STORAGE.get(file_id)
    if sealed is None or seal.digest(sealed) != row.sealed_digest:
        raise FileDamaged(DAMAGED, file=str(file_id))
    try:
        data = seal.unseal(file_id, row.media_type, sealed)
    except VaultError as error:
        raise FileDamaged(DAMAGED, file=str(file_id)) from error
    if len(data) != row.size:
        raise FileDamaged(DAMAGED, file=str(file_id))
    return data


def _row(file_id: uuid.UUID) -> KeptFile:
    row = KeptFile.objects.filter(pk=file_id).first()
    if row is None:
        raise FileUnknown(UNKNOWN)
    return row
