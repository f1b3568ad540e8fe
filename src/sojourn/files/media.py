"""Which types of file are taken, how large, and how each is known by its content."""

import json
from collections.abc import Callable, Collection, Mapping
from typing import Final

from sojourn.core.errors import InvalidInput, Problem
from sojourn.files.errors import EMPTY, NOT_WHAT_IT_SAYS, TOO_LARGE, TYPE_NOT_ALLOWED

LARGEST_BYTES: Final = 10 * 1024 * 1024


def _is_pdf(data: bytes) -> bool:
    return data.startswith(b"%PDF-")


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _is_jpeg(data: bytes) -> bool:
    return data.startswith(b"\xff\xd8\xff")


def _is_png(data: bytes) -> bool:
    return data.startswith(b"\x89PNG\r\n\x1a\n")


def _is_workbook(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04")


def _is_parquet(data: bytes) -> bool:
    return data.startswith(b"PAR1") and data.endswith(b"PAR1")


def _is_text(data: bytes) -> bool:
    # Tables come in many encodings; what is no text at all begins in other ways.
    return not data.startswith((b"PK\x03\x04", b"%PDF-", b"PAR1", b"\xd0\xcf\x11\xe0"))


TYPES: Final[Mapping[str, Callable[[bytes], bool]]] = {
    "application/pdf": _is_pdf,
    "application/json": _is_json,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _is_workbook,
    "application/vnd.apache.parquet": _is_parquet,
    "text/csv": _is_text,
    "image/jpeg": _is_jpeg,
    "image/png": _is_png,
}


def check(data: bytes, media_type: str) -> None:
    """Raises InvalidInput (field "file") when the file is empty, too large, of another type or not of its
    type.
    """
    if media_type not in TYPES:
        raise InvalidInput([Problem("file", TYPE_NOT_ALLOWED)])
    if not data:
        raise InvalidInput([Problem("file", EMPTY)])
    if len(data) > LARGEST_BYTES:
        raise InvalidInput([Problem("file", TOO_LARGE, {"largest": LARGEST_BYTES, "size": len(data)})])
    if not TYPES[media_type](data):
        raise InvalidInput([Problem("file", NOT_WHAT_IT_SAYS, {"media_type": media_type})])


def media_type_of(data: bytes, among: Collection[str]) -> str | None:
    """Which of these types the bytes themselves show, whatever their sender calls them; None for none."""
    return next((media_type for media_type in among if TYPES[media_type](data)), None)
