"""Files for the tests."""

import uuid

from sojourn.files.events import keep

PDF = b"%PDF-1.7\nnobody reads this: Anna Muster 123-45-6789"


def kept(
    data: bytes = PDF, media_type: str = "application/pdf", kind: str = "certificate_document"
) -> uuid.UUID:
    """A file in keeping."""
    return keep(data=data, media_type=media_type, kind=kind)
