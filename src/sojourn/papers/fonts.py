"""The fonts of sheets: Latin, Greek and Cyrillic as on the certificate, and other scripts after them.

A character that none of them can draw is printed as its number in Unicode, [U+1F600]: something is seen where something
was said, and the data that travel with the sheet hold it as it is.
"""

import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import typst
from fontTools.ttLib import TTFont

_FAMILIES: Final = {
    "fontpkg_noto_sans": "Noto Sans",
    "fontpkg_noto_sans_arabic": "Noto Sans Arabic",
    "fontpkg_rubik": "Rubik",
    "fontpkg_noto_sans_devanagari": "Noto Sans Devanagari",
    "fontpkg_noto_sans_thai": "Noto Sans Thai",
    "cvttf_NotoSansCJK_Regular": "Noto Sans CJK TC",
}
FAMILIES: Final = tuple(_FAMILIES.values())
_KEPT: Final = frozenset("\n\u00a0\u200b\u200c\u200d")
_LONGEST_UNBROKEN: Final = 30
_BREAK_HERE: Final = "\u200b"


def font_files() -> list[Path]:
    """The files of all fonts, as they are installed."""
    found = []
    for package in _FAMILIES:
        folder = Path(str(files(package)))
        inner = folder / "files"
        folder = inner if inner.is_dir() else folder
        found += sorted(path for path in folder.iterdir() if path.suffix in {".ttf", ".otf"})
    return found


@cache
def typst_fonts() -> typst.Fonts:
    """The fonts as the layout takes them: these alone, whatever the machine has."""
    folders = sorted({str(path.parent) for path in font_files()})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


@cache
def drawable() -> frozenset[int]:
    """The code points for which there is a shape."""
    upright = (path for path in font_files() if "Italic" not in path.name)
    return frozenset().union(*(frozenset(TTFont(path, lazy=True).getBestCmap()) for path in upright))


@lru_cache(4096)
def _has_shape(character: str) -> bool:
    """Fonts carry entries even for control characters; PDF/A and PDF/UA take none of those."""
    return ord(character) in drawable() and unicodedata.category(character) not in {"Cc", "Co"}


def told_apart(text: str, longest: int = _LONGEST_UNBROKEN) -> str:
    """The text with what cannot be drawn as its number, and with places to break in words too long for a line.

    `longest`: as many characters need no place to break.
    """
    composed = unicodedata.normalize("NFC", text)
    odd = {each for each in set(composed) if each not in _KEPT and not _has_shape(each)}
    shown = composed.translate({ord(each): f"[U+{ord(each):04X}]" for each in odd}) if odd else composed
    return " ".join(_breakable(word, longest) for word in shown.split(" "))


def readable(value: Any) -> Any:
    """The same data, every text of it fit for the layout. Drawings stay as they are."""
    if isinstance(value, dict):
        return {name: item if name == "svg" else readable(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [readable(item) for item in value]
    return told_apart(value) if isinstance(value, str) else value


def _breakable(word: str, longest: int) -> str:
    """Breaks stand before letters, never between a letter and its mark."""
    if len(word) <= longest or _BREAK_HERE in word:
        return word
    return "".join(
        f"{_BREAK_HERE}{character}" if at and unicodedata.category(character)[0] != "M" else character
        for at, character in enumerate(word)
    )
