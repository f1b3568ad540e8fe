"""Taking files into keeping."""

import uuid

from django.db import transaction

from sojourn.core import clock
from sojourn.files import media, seal
from sojourn.files.models import KeptFile
from sojourn.files.storage import STORAGE


def keep(*, data: bytes, media_type: str, kind: str) -> uuid.UUID:
    """Keep these bytes, encrypted, and give the id under which `access.read` gives them back.

    `kind` is the code of what it is to its owner (e.g. "certificate_document"). The caller's event writes the
    journal. Raises InvalidInput when the file is empty, over `media.LARGEST_BYTES`, or not of an allowed
    type.
    """
    media.check(data, media_type)
    file_id = uuid.uuid4()
    sealed = seal.seal(file_id, media_type, data)
    with transaction.atomic(savepoint=False):
        KeptFile.objects.create(
            id=file_id,
            kind=kind,
            media_type=media_type,
            size=len(data),
            sealed_digest=seal.digest(sealed),
            kept_at=clock.now(),
        )
        STORAGE.put(file_id, sealed)
    return file_id


def discard(file_id: uuid.UUID) -> None:
    """Take a file out of keeping that nobody has received yet. One that is not there is no error."""
    with transaction.atomic():
        STORAGE.remove(file_id)
        KeptFile.objects.filter(pk=file_id).delete()
