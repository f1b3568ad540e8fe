"""What can be learned from a PDF that bears no seal of ours. The file may be anything, made by anybody.

pypdf reads it, pure Python and with low limits on everything that it unpacks, so that no file exhausts the service.
"""

import json
import logging
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit

from pypdf import PdfReader, apply_configuration

from sojourn.certificates.document import ATTACHMENT

_LOG: Final = logging.getLogger(__name__)
# Its warnings may quote the file, which may hold particulars.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
_MOST_UNPACKED: Final = 2_000_000
_PAGES_LOOKED_AT: Final = 3
_MOST_LINES: Final = 2_000
_LONGEST_LINE: Final = 500
_LIMITS: Final[dict[str, Any]] = {
    "maximum_declared_stream_length": _MOST_UNPACKED,
    "array_based_stream_maximum_output_length": _MOST_UNPACKED,
    "lzw_maximum_output_length": _MOST_UNPACKED,
    "run_length_maximum_output_length": _MOST_UNPACKED,
    "zlib_maximum_output_length": _MOST_UNPACKED,
    "brotli_maximum_output_length": _MOST_UNPACKED,
    "page_tree_maximum_entries": 1_000,
    "array_maximum_element_count": 10_000,
    "dictionary_maximum_element_count": 10_000,
}


@dataclass(frozen=True, slots=True)
class Unsealed:
    """`claims`: number and secret named in the attached data, where there is any."""

    readable: bool = False
    encrypted: bool = False
    scan: bool = False
    claims: tuple[str, str] | None = None


def look_at(data: bytes) -> Unsealed:
    """What kind of file this is. Never raises."""
    try:
        with apply_configuration(**_LIMITS):
            reader = PdfReader(
                BytesIO(data), root_object_recovery_limit=100, xref_stream_maximum_entries=20_000
            )
            if reader.is_encrypted:
                return Unsealed(readable=True, encrypted=True)
            return Unsealed(readable=True, scan=_is_scan(reader), claims=_claims(reader))
    except Exception as error:  # noqa: BLE001  anybody's bytes: a reader of PDFs raises nearly everything
        _LOG.info("unreadable file offered for checking: %s", type(error).__name__)
        return Unsealed()


def attached_to(data: bytes, name: str) -> bytes | None:
    """The data of this name attached to a file, if it can be read and has some. Never raises."""
    try:
        with apply_configuration(**_LIMITS):
            reader = PdfReader(
                BytesIO(data), root_object_recovery_limit=100, xref_stream_maximum_entries=20_000
            )
            found = reader.attachments.get(name)
            return bytes(found[0]) if found else None
    except Exception as error:  # noqa: BLE001  as in look_at
        _LOG.info("unreadable attachment offered for checking: %s", type(error).__name__)
        return None


def printed_lines(data: bytes) -> list[str]:
    """The lines of text on the first pages of a file; none where it cannot be read or is a scan. Never raises."""
    try:
        with apply_configuration(**_LIMITS):
            reader = PdfReader(
                BytesIO(data), root_object_recovery_limit=100, xref_stream_maximum_entries=20_000
            )
            texts = [page.extract_text() for page in reader.pages[:_PAGES_LOOKED_AT]]
            return [line[:_LONGEST_LINE] for line in "\n".join(texts).splitlines()[:_MOST_LINES]]
    except Exception as error:  # noqa: BLE001  as in look_at
        _LOG.info("text of an offered file could not be read: %s", type(error).__name__)
        return []


def _is_scan(reader: PdfReader) -> bool:
    """Pictures and no text."""
    pages = reader.pages[:_PAGES_LOOKED_AT]
    resources: list[Any] = [page.get("/Resources", {}) for page in pages]
    return (
        bool(pages)
        and not any("/Font" in each for each in resources)
        and any("/XObject" in each for each in resources)
    )


def _claims(reader: PdfReader) -> tuple[str, str] | None:
    try:
        attached = reader.attachments.get(ATTACHMENT)
        record = json.loads(attached[0]) if attached else None
        number, secret = urlsplit(record["check"]).path.rsplit("/", 2)[-2:] if record else (None, None)
    except Exception:  # noqa: BLE001  as above; a damaged attachment claims nothing
        return None
    return (number, secret) if number and secret else None
