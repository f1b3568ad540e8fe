"""Drawing a sheet: one PDF that is PDF/A-3a and PDF/UA-1 at once, with its data attached (see ADR 5 and 13)."""

import json
import threading
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst

from sojourn.papers.fonts import FAMILIES, readable, told_apart, typst_fonts
from sojourn.papers.sheet import Sheet

STANDARDS: Final[Any] = ["a-3a", "ua-1"]
_LONGEST_IN_CORNER: Final = 12
_FOLDER: Final = Path(__file__).with_name("typst")

_local = threading.local()


def draw(sheet: Sheet, moment: datetime, attached: tuple[str, bytes] | None = None) -> bytes:
    """The sheet as a PDF. `attached`: name and content of a JSON that travels with it.

    Raises ValueError where it cannot be laid out without loss.
    """
    plain = sheet.plain()
    # The seal's corner is narrow.
    plain |= {"seal": [told_apart(words, longest=_LONGEST_IN_CORNER) for words in sheet.seal]}
    inputs = {
        "sheet": json.dumps(readable(plain), ensure_ascii=False),
        "fonts": json.dumps(FAMILIES),
    }
    if attached is not None:
        inputs |= {"attachment-name": attached[0], "attachment": attached[1].decode()}
    try:
        pdf, warnings = _compiler().compile_with_warnings(
            format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=moment.replace(microsecond=0)
        )
    except typst.TypstError as error:
        # The cause may quote the sheet.
        raise ValueError(f"the layout failed: {type(error).__name__}") from None
    if warnings or not isinstance(pdf, bytes):
        raise ValueError(f"the layout warns: {[warning.message for warning in warnings]}")
    return pdf


def _compiler() -> typst.Compiler:
    """One compiler for each thread: it keeps what does not change between documents."""
    compiler: typst.Compiler | None = getattr(_local, "compiler", None)
    if compiler is None:
        compiler = typst.Compiler(
            str(_FOLDER / "sheet.typ"), root=str(_FOLDER), font_paths=typst_fonts(), ignore_system_fonts=True
        )
        _local.compiler = compiler
    return compiler
