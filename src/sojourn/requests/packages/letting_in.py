"""Whether a file that came back may be taken in: looked at by its content alone, whatever it is called."""

from io import BytesIO
from typing import Any, Final

from PIL import Image
from pypdf import PdfReader, apply_configuration

from sojourn.core.errors import InvalidInput, Problem
from sojourn.files.media import LARGEST_BYTES, check, media_type_of

TAKEN: Final = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
"""The types that are taken in, and how a file of each is named when it is given out again."""
ENCRYPTED: Final = "file_encrypted"
DAMAGED: Final = "file_unreadable"
ACTIVE: Final = "file_not_safe"
_MOST_UNPACKED: Final = 20_000_000
_LIMITS: Final[dict[str, Any]] = {
    "maximum_declared_stream_length": _MOST_UNPACKED,
    "zlib_maximum_output_length": _MOST_UNPACKED,
    "lzw_maximum_output_length": _MOST_UNPACKED,
    "run_length_maximum_output_length": _MOST_UNPACKED,
    "array_based_stream_maximum_output_length": _MOST_UNPACKED,
    "brotli_maximum_output_length": _MOST_UNPACKED,
    "page_tree_maximum_entries": 2_000,
}
_MOST_PIXELS: Final = 60_000_000
# Signs of other kinds of file inside one that begins as it should: a file that is two things at once.
_FOREIGN: Final = (b"<script", b"<html", b"<?php", b"\x7fELF", b"This program cannot be run in DOS mode")
_ARCHIVE: Final = b"PK\x05\x06"
_ACTIVE_PARTS: Final = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile ", b"/RichMedia")


def media_type_let_in(data: bytes) -> str:
    """The type of a file that may be taken in: PDF, JPEG or PNG.

    Raises InvalidInput (field "file") for one that is empty, too large, of another type, two things at once, locked
    with a password, not readable, or with parts that do something when it is opened.
    """
    if not data:
        check(data, "application/pdf")
    media_type = media_type_of(data, TAKEN)
    if media_type is None:
        raise _refused("file_type_not_allowed")
    check(data, media_type)
    lowered = data.lower()
    if any(sign.lower() in lowered for sign in _FOREIGN) or _ARCHIVE in data[-66_000:]:
        raise _refused(ACTIVE)
    if media_type == "application/pdf":
        _look_into_pdf(data)
    else:
        _look_at_picture(data)
    return media_type


def _look_into_pdf(data: bytes) -> None:
    if any(part in data for part in _ACTIVE_PARTS):
        raise _refused(ACTIVE)
    try:
        with apply_configuration(**_LIMITS):
            reader = PdfReader(
                BytesIO(data), root_object_recovery_limit=1_000, xref_stream_maximum_entries=100_000
            )
            if reader.is_encrypted:
                raise _refused(ENCRYPTED)
            pages = len(reader.pages)
            acts = {"/OpenAction", "/AA"} & set(reader.root_object)
            names: Any = reader.root_object.get("/Names")
            active = names is not None and "/JavaScript" in names.get_object()
    except InvalidInput:
        raise
    except Exception:  # noqa: BLE001  anybody's bytes: a reader of PDFs raises nearly everything
        raise _refused(DAMAGED) from None
    if not pages:
        raise _refused(DAMAGED)
    if active or (acts and _does_something(data)):
        raise _refused(ACTIVE)


def _does_something(data: bytes) -> bool:
    """An open action may only lead to a page; what runs or calls is not let in."""
    return any(word in data for word in (b"/URI", b"/SubmitForm", b"/GoToR", b"/GoToE", b"/ImportData"))


def _look_at_picture(data: bytes) -> None:
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as picture:
            size = picture.width * picture.height
            picture.verify()
    except Exception:  # noqa: BLE001  anybody's bytes
        raise _refused(DAMAGED) from None
    if size > _MOST_PIXELS:
        raise _refused("file_too_large", largest=LARGEST_BYTES)


def _refused(code: str, **params: object) -> InvalidInput:
    return InvalidInput([Problem("file", code, params)])
