"""Drawing a sheet: one PDF that is PDF/A-3a and PDF/UA-1 at once, with its data attached (see ADR 5 and 13)."""

import json
import threading
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from sojourn.papers.fonts import FAMILIES, readable, told_apart, typst_fonts
from sojourn.papers.sheet import Sheet

STANDARDS: Final[Any] = ["a-3a", "ua-1"]
_LONGEST_IN_CORNER: Final = 12
_FOLDER: Final = Path(__file__).with_name("typst")
_TEMPLATE: Final = _FOLDER / "sheet.typ"

_local = threading.local()


def draw(sheet: Sheet, moment: datetime, attached: tuple[str, bytes] | None = None) -> bytes:
    """The sheet as a PDF. `attached`: name and content of a JSON that travels with it.

    Raises ValueError where it cannot be laid out without loss.
    """
    plain = sheet.plain()
    # The seal's corner is narrow.
    plain |= {"seal": [told_apart(words, longest=_LONGEST_IN_CORNER) for words in sheet.seal]}
    name, data = attached or (None, b"")
    laid_out = readable(plain) | {"attached": name}
    # The library takes a folder of files; its types do not say so.
    files: Any = _alike_for_all() | {
        "sheet.json": json.dumps(laid_out, ensure_ascii=False).encode(),
        "attached": data,
    }
    try:
        pdf, warnings = _compiler().compile_with_warnings(
            input=files, format="pdf", pdf_standards=STANDARDS, timestamp=moment.replace(microsecond=0)
        )
    except typst.TypstError as error:
        # The cause may quote the sheet.
        raise ValueError(f"the layout failed: {type(error).__name__}") from None
    if warnings or not isinstance(pdf, bytes):
        raise ValueError(f"the layout warns: {[warning.message for warning in warnings]}")
    return pdf


@cache
def _alike_for_all() -> dict[str, bytes]:
    return {"main": _TEMPLATE.read_bytes(), "fonts.json": json.dumps(FAMILIES).encode()}


def _compiler() -> typst.Compiler:
    """One compiler for each thread: it keeps what does not change between documents."""
    compiler: typst.Compiler | None = getattr(_local, "compiler", None)
    if compiler is None:
        compiler = typst.Compiler(
            str(_TEMPLATE), root=str(_FOLDER), font_paths=typst_fonts(), ignore_system_fonts=True
        )
        _local.compiler = compiler
    return compiler
