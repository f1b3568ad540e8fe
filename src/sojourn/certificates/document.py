"""The document: one PDF that is PDF/A-3a and PDF/UA-1 at once, with the certificate's data attached."""

import json
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import typst
from fontTools.ttLib import TTFont

from sojourn.certificates.content import CertificateContent
from sojourn.certificates.face import Issue, face

TEMPLATES: Final = Path(__file__).with_name("typst")
STANDARDS: Final[Any] = ["a-3a", "ua-1"]
ATTACHMENT: Final = "certificate.json"
FONT_PACKAGE: Final = "fontpkg_noto_sans"

_SCRIPTS: Final = (
    "LATIN",
    "GREEK",
    "CYRILLIC",
    "COMBINING",
    "MODIFIER LETTER",
    "FEMININE ORD",
    "MASCULINE ORD",
)
_LONGEST_UNBROKEN: Final = 30
_BREAK_HERE: Final = "\u200b"

_local = threading.local()


@dataclass(frozen=True, slots=True)
class Unprintable:
    """Characters of a field for which the document's font has no shape."""

    field: str
    characters: str


def render(content: CertificateContent, issue: Issue, moment: datetime) -> bytes:
    """The unsealed PDF of a certificate. Raises ValueError where it cannot be laid out without loss."""
    printed = _breakable(face(content, issue))
    inputs = {
        "face": json.dumps(printed, ensure_ascii=False),
        "attachment": attachment(content, issue).decode(),
    }
    pdf, warnings = _compiler().compile_with_warnings(
        format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=moment.replace(microsecond=0)
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
        missing = "".join(filter(missing_from_font, dict.fromkeys(text)))
        if missing:
            found.append(Unprintable(path, missing))
    return found


def missing_from_font(character: str) -> bool:
    """Whether the document cannot print a character: the font has no shape, or not the rules to join its script."""
    return ord(character) not in _printable()


def font_folder() -> Path:
    """Where the document's fonts are installed."""
    return Path(str(files(FONT_PACKAGE))) / "files"


@cache
def _printable() -> frozenset[int]:
    """The code points that every cut of the font can print, in the scripts whose text can be read back from a PDF."""
    cuts = [TTFont(path, lazy=True) for path in sorted(font_folder().glob("*.ttf"))]
    shapes = frozenset.intersection(*(frozenset(cut.getBestCmap()) for cut in cuts))
    return frozenset(point for point in shapes if _is_read_back(chr(point)))


def _is_read_back(character: str) -> bool:
    """Letters of Latin, Greek and Cyrillic, and what is common to all scripts."""
    if unicodedata.category(character)[0] not in "LM":
        return True
    return unicodedata.name(character, "").startswith(_SCRIPTS)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())]
    )


def _compiler() -> typst.Compiler:
    """One compiler for each thread: it keeps what does not change between documents."""
    compiler: typst.Compiler | None = getattr(_local, "compiler", None)
    if compiler is None:
        compiler = typst.Compiler(
            str(TEMPLATES / "certificate.typ"),
            root=str(TEMPLATES),
            font_paths=_fonts(),
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


def _breakable(value: Any) -> Any:
    """The same data, in which a word too long for its line may break anywhere instead of running off the page."""
    if isinstance(value, dict):
        return {name: item if name == "qr" else _breakable(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_breakable(item) for item in value]
    if isinstance(value, str):
        return " ".join(_breakable_word(word) for word in value.split(" "))
    return value


def _breakable_word(word: str) -> str:
    return word if len(word) <= _LONGEST_UNBROKEN else _BREAK_HERE.join(word)
