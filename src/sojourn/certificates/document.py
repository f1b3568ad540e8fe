"""The document: one PDF that is PDF/A-3a and PDF/UA-1 at once, with the certificate's data attached."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from sojourn.certificates.content import CertificateContent
from sojourn.certificates.face import Issue, face
from sojourn.certificates.lettering import FAMILIES, can_print, set_in_lines
from sojourn.papers.fonts import typst_fonts

TEMPLATES: Final = Path(__file__).with_name("typst")
_TEMPLATE: Final = TEMPLATES / "certificate.typ"
STANDARDS: Final[Any] = ["a-3a", "ua-1"]
ATTACHMENT: Final = "certificate.json"

_local = threading.local()


@dataclass(frozen=True, slots=True)
class Unprintable:
    """Characters of a field that the document cannot print so that they can be read back."""

    field: str
    characters: str


def render(content: CertificateContent, issue: Issue, moment: datetime) -> bytes:
    """The unsealed PDF of a certificate. Raises ValueError where it cannot be laid out without loss."""
    # The author is nothing to lay out: it stands in the file's data as it is.
    printed = set_in_lines(face(content, issue)) | {"author": content.issuer.name}
    # The library takes a folder of files; its types do not say so.
    folder: Any = _alike_for_all() | {
        "face.json": json.dumps(printed, ensure_ascii=False).encode(),
        ATTACHMENT: attachment(content, issue),
    }
    pdf, warnings = _compiler().compile_with_warnings(
        input=folder, format="pdf", pdf_standards=STANDARDS, timestamp=moment.replace(microsecond=0)
    )
    if warnings or not isinstance(pdf, bytes):
        raise ValueError(f"the layout warns: {[warning.message for warning in warnings]}")
    return pdf


def attachment(content: CertificateContent, issue: Issue) -> bytes:
    """The data attached to the document: the content, its number and where it can be checked."""
    record = {
        "number": issue.number,
        "issued_on": issue.issued_on.isoformat(),
        "check": issue.address,
        "content": content.model_dump(mode="json"),
    }
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def unprintable(content: CertificateContent) -> list[Unprintable]:
    """Which fields hold characters that the document cannot print, and which characters; empty when all is well.

    The field is the path in the content, e.g. "holder.family_name". Ask for these in Latin letters before issuing.
    """
    found = []
    for path, text in _texts(content.model_dump(mode="json"), ""):
        missing = "".join(each for each in dict.fromkeys(text) if not can_print(each))
        if missing:
            found.append(Unprintable(path, missing))
    return found


@cache
def _alike_for_all() -> dict[str, bytes]:
    return {"main": _TEMPLATE.read_bytes(), "fonts.json": json.dumps(FAMILIES).encode()}


def _compiler() -> typst.Compiler:
    """One compiler for each thread: it keeps what does not change between documents."""
    compiler: typst.Compiler | None = getattr(_local, "compiler", None)
    if compiler is None:
        compiler = typst.Compiler(
            str(_TEMPLATE),
            root=str(TEMPLATES),
            font_paths=typst_fonts(),
            ignore_system_fonts=True,
        )
        _local.compiler = compiler
    return compiler


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item, f"{path}.{name}".removeprefix("."))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _texts(item, f"{path}.{at}")
