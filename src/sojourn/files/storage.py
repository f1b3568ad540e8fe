"""Where sealed bytes rest. A bucket would be a second class with these two methods."""

import uuid
from typing import Final, Protocol

from sojourn.files.models import SealedContent


class Storage(Protocol):
    """Keeps ciphertext under the file's id. Knows no keys and no plain content."""

    def put(self, file_id: uuid.UUID, sealed: bytes) -> None:
        """Keep it; if the transaction is rolled back, nobody can read it."""

    def get(self, file_id: uuid.UUID) -> bytes | None:
        """What was put, or None."""

    def remove(self, file_id: uuid.UUID) -> None:
        """Let go of it."""


class DatabaseStorage:
    """Sealed bytes in a table: they commit, roll back and are backed up together with what they belong to."""

    def put(self, file_id: uuid.UUID, sealed: bytes) -> None:
        SealedContent.objects.create(file_id=file_id, content=sealed)

    def get(self, file_id: uuid.UUID) -> bytes | None:
        content = SealedContent.objects.filter(file_id=file_id).values_list("content", flat=True).first()
        return None if content is None else bytes(content)

    def remove(self, file_id: uuid.UUID) -> None:
        SealedContent.objects.filter(file_id=file_id).delete()


STORAGE: Final[Storage] = DatabaseStorage()
