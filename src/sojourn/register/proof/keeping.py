"""The bytes of a pack: written and read in sealed parts, so that no plain copy touches a disk or fills the memory."""

import hashlib
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from sojourn.register.proof.models import PackPart
from sojourn.vault import envelope

PART_BYTES: Final = 2 * 1024 * 1024


class PartWriter:
    """A file that can only be written, from its beginning to its end."""

    def __init__(self, pack_id: UUID) -> None:
        self._pack_id = pack_id
        self._waiting = bytearray()
        self._digest = hashlib.sha256()
        self._number = 0
        self.size = 0

    @property
    def sha256(self) -> str:
        """Of all that was written."""
        return self._digest.hexdigest()

    def write(self, data: bytes) -> int:
        """Take some more."""
        self._waiting += data
        self._digest.update(data)
        self.size += len(data)
        while len(self._waiting) >= PART_BYTES:
            self._keep(PART_BYTES)
        return len(data)

    def flush(self) -> None:
        """Nothing: what waits is kept by `close`."""

    def close(self) -> None:
        """Keep what waits."""
        if self._waiting:
            self._keep(len(self._waiting))

    def _keep(self, length: int) -> None:
        data = bytes(self._waiting[:length])
        del self._waiting[:length]
        sealed = envelope.encrypt(data, context=_context(self._pack_id, self._number))
        PackPart.objects.create(pack_id=self._pack_id, number=self._number, sealed=sealed)
        self._number += 1


def parts_of(pack_id: UUID) -> Iterator[bytes]:
    """The bytes of a pack, part by part. Raises VaultError where a part is not what was kept."""
    numbers = list(
        PackPart.objects.filter(pack_id=pack_id).order_by("number").values_list("number", flat=True)
    )
    for number in numbers:
        sealed = (
            PackPart.objects.filter(pack_id=pack_id, number=number).values_list("sealed", flat=True).get()
        )
        yield envelope.decrypt(bytes(sealed), context=_context(pack_id, number))


def _context(pack_id: UUID, number: int) -> str:
    return f"audit-pack:{pack_id.hex}:{number}"
