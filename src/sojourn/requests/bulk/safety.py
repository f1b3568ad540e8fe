"""Whether a file may be opened at all, seen from its bytes. Nothing is unpacked further than the limits say.

Each refusal is one code, and its sentence is M44: "The file is ... Nothing was stored."
"""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Final

from sojourn.core.errors import InvalidInput, Problem

MEGABYTE: Final = 1024 * 1024
LARGEST_BYTES: Final = 10 * MEGABYTE
MOST_UNPACKED: Final = 150 * MEGABYTE
MOST_TIMES: Final = 200
"""A table packs well, about twentyfold. What packs better than this was made to burst."""
FREELY_UNPACKED: Final = MEGABYTE
MOST_PARTS: Final = 1000

XLSX, CSV, PARQUET = "xlsx", "csv", "parquet"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD: Final = "EncryptedPackage".encode("utf-16-le")
# Beginnings of what is no text: a file that is two things at once begins as one of them.
_NO_TEXT: Final = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"%PDF",
    b"\x7fELF",
    b"MZ",
    b"GIF8",
    b"\x89PNG",
    b"\xff\xd8\xff",
)
_NO_TABLE: Final = (b"<!doctype", b"<html", b"<script", b"<?xml", b"<svg", b"{\\rtf")
_END_OF_ZIP: Final = b"PK\x05\x06"
_MACROS: Final = ("vbaproject", "macrosheets/", "activex/", "embeddings/", "ctrlprops/", "dialogsheets/")
_DECLARATIONS: Final = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


class Refused(InvalidInput):
    """The file is not taken. `code` of the one problem says why."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__([Problem("file", code, params)])


def kind_of(data: bytes, name: str) -> str:
    """Which kind of table the file is, by its content; its name must not say otherwise.

    Raises Refused: file_empty, file_too_large, file_locked, file_macros, file_not_safe, file_wrong_type.
    """
    if not data:
        raise Refused("file_empty")
    if len(data) > LARGEST_BYTES:
        raise Refused("file_too_large", largest=LARGEST_BYTES // MEGABYTE)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in {"xlsm", "xltm", "xlsb", "xlam"}:
        raise Refused("file_macros")
    kind = _by_content(data)
    fits = {XLSX: {"xlsx", "xltx"}, CSV: {"csv", "txt", "tsv"}, PARQUET: {"parquet", "pq"}}[kind]
    if ending and ending not in fits:
        raise Refused("file_wrong_type")
    return kind


def _by_content(data: bytes) -> str:
    if data.startswith(_OLE):
        raise Refused("file_locked" if _PASSWORD in data else "file_wrong_type")
    if data.startswith(b"PK\x03\x04"):
        _require_safe_workbook(data)
        return XLSX
    if data.startswith(b"PAR1") and data.endswith(b"PAR1"):
        return PARQUET
    if data.startswith((b"PARE", *_NO_TEXT)) or data.lstrip()[:20].lower().startswith(_NO_TABLE):
        raise Refused("file_wrong_type")
    if _END_OF_ZIP in data[-66_000:]:
        # Text in front, an archive behind: programs would see two different files in it.
        raise Refused("file_not_safe")
    return CSV


def _require_safe_workbook(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as book:
            parts = book.infolist()
            end = data.rfind(_END_OF_ZIP)
            if end + 22 + len(book.comment) != len(data) or not parts:
                raise Refused("file_not_safe")
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError):
        raise Refused("file_not_safe") from None
    names = [part.filename.lower() for part in parts]
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refused("file_locked")
    if any(mark in name for name in names for mark in _MACROS):
        raise Refused("file_macros")
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Refused("file_wrong_type")
    if len(parts) > MOST_PARTS or len(set(names)) != len(names) or min(p.header_offset for p in parts) != 0:
        raise Refused("file_not_safe")
    if sum(part.compress_size for part in parts) > len(data):
        # Parts that overlap: the same bytes unpacked many times.
        raise Refused("file_not_safe")
    unpacked = 0
    for part in parts:
        unpacked += _measured(data, part, MOST_UNPACKED - unpacked)


def _measured(data: bytes, part: zipfile.ZipInfo, room: int) -> int:
    """How many bytes the part really unpacks to, whatever it says of itself; refused beyond `room`."""
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("file_not_safe")
    packed = _packed(data, part)
    allowed = min(room, max(FREELY_UNPACKED, MOST_TIMES * len(packed)))
    is_text = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    if part.compress_type == zipfile.ZIP_STORED:
        _require_plain(packed if is_text else b"")
        return len(packed)
    unpacking, length, tail = zlib.decompressobj(-zlib.MAX_WBITS), 0, b""
    try:
        while not unpacking.eof:
            piece = unpacking.decompress(packed, 256 * 1024)
            packed = unpacking.unconsumed_tail
            if not piece and not packed:
                break
            length += len(piece)
            if length > allowed:
                raise Refused("file_too_much_inside")
            if is_text:
                _require_plain(tail + piece)
                tail = piece[-40:]
    except zlib.error:
        raise Refused("file_not_safe") from None
    if length != part.file_size:
        raise Refused("file_not_safe")
    return length


def _packed(data: bytes, part: zipfile.ZipInfo) -> bytes:
    header = data[part.header_offset : part.header_offset + 30]
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise Refused("file_not_safe")
    name, extra = struct.unpack("<HH", header[26:30])
    begin = part.header_offset + 30 + name + extra
    return data[begin : begin + part.compress_size]


def _require_plain(text: bytes) -> None:
    """A workbook declares no document type and no entities: whatever does was not made by a spreadsheet."""
    if any(word in text for word in _DECLARATIONS):
        raise Refused("file_not_safe")
