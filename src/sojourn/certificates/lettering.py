"""Letters on the paper: which can be printed and read back, and how a text is set so that none is lost.

Latin, Greek and Cyrillic, Arabic and Hebrew, Chinese, Japanese and Korean. What can be drawn and not read back is asked
for in Latin letters: Indic and Thai letters, the letters that only Urdu has, and vowel points, which official names
leave out.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from fontTools.ttLib import TTFont

from sojourn.papers.fonts import font_files

_LATIN: Final = "Noto Sans"
_RIGHT_TO_LEFT: Final = "Rubik"
_EAST_ASIAN: Final = "Noto Sans CJK TC"
FAMILIES: Final = (_LATIN, _RIGHT_TO_LEFT, _EAST_ASIAN)

_LATIN_SCRIPTS: Final = (
    "LATIN",
    "GREEK",
    "CYRILLIC",
    "COMBINING",
    "MODIFIER LETTER",
    "FEMININE ORD",
    "MASCULINE ORD",
)
_RIGHT_TO_LEFT_SCRIPTS: Final = ("HEBREW LETTER", "HEBREW PUNCTUATION", "ARABIC LETTER", "ARABIC COMMA")
_EAST_ASIAN_SCRIPTS: Final = (
    "CJK UNIFIED",
    "CJK COMPATIBILITY IDEOGRAPH",
    "HANGUL SYLLABLE",
    "HIRAGANA LETTER",
    "KATAKANA",
    "IDEOGRAPHIC",
    "FULLWIDTH",
)
_FILES: Final = {_LATIN: "NotoSans[", _RIGHT_TO_LEFT: "Rubik[", _EAST_ASIAN: "NotoSansCJK"}
_RIGHT_TO_LEFT_CLASSES: Final = frozenset({"R", "AL"})
_LONGEST_UNBROKEN: Final = 30
_BREAK_HERE: Final = "\u200b"
# Around a text that has its own direction, so that what stands beside it keeps its place (Unicode annex 9).
_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
INVISIBLE: Final = frozenset((_BREAK_HERE, _ISOLATE, _END_OF_ISOLATE))
"""What the setting adds to a text."""


def latin_font() -> Path:
    """The upright font of Latin, Greek and Cyrillic letters."""
    return _file(_LATIN)


def can_print(character: str) -> bool:
    """Whether a character can be printed so that it can be read back."""
    return ord(character) in _printable()


def is_right_to_left(text: str) -> bool:
    """Whether a letter of the text runs from right to left."""
    return not text.isascii() and any(
        unicodedata.bidirectional(character) in _RIGHT_TO_LEFT_CLASSES for character in text
    )


def set_in_lines(value: Any) -> Any:
    """The same data, its texts fit for the layout: long words may break, directions do not spill. Drawings stay."""
    if isinstance(value, dict):
        return {name: item if name.startswith("qr") else set_in_lines(item) for name, item in value.items()}
    if isinstance(value, list):
        return [set_in_lines(item) for item in value]
    if isinstance(value, str):
        text = value if len(value) <= _LONGEST_UNBROKEN else " ".join(map(_breakable, value.split(" ")))
        return f"{_ISOLATE}{text}{_END_OF_ISOLATE}" if is_right_to_left(text) else text
    return value


def _breakable(word: str) -> str:
    """A word too long for its line may break, between letters; one whose letters join only now and then."""
    if len(word) <= _LONGEST_UNBROKEN:
        return word
    if is_right_to_left(word):
        parts = (word[at : at + _LONGEST_UNBROKEN] for at in range(0, len(word), _LONGEST_UNBROKEN))
        return _BREAK_HERE.join(parts)
    return "".join(_letters_apart(word))


def _letters_apart(word: str) -> Iterator[str]:
    for at, character in enumerate(word):
        if at and unicodedata.category(character)[0] != "M":
            yield _BREAK_HERE
        yield character


@cache
def _printable() -> frozenset[int]:
    found = {
        point
        for point in _shapes(_LATIN)
        if _is_of(point, _LATIN_SCRIPTS) or unicodedata.category(chr(point))[0] not in "LM"
    }
    for family, scripts in ((_RIGHT_TO_LEFT, _RIGHT_TO_LEFT_SCRIPTS), (_EAST_ASIAN, _EAST_ASIAN_SCRIPTS)):
        found |= {
            point
            for point in _shapes(family)
            if _is_of(point, scripts) and unicodedata.category(chr(point))[0] != "M"
        }
    return frozenset(found)


def _shapes(family: str) -> frozenset[int]:
    return frozenset(TTFont(_file(family), lazy=True).getBestCmap())


def _file(family: str) -> Path:
    """The upright cut: nothing on the paper is set in another."""
    return next(path for path in font_files() if path.name.startswith(_FILES[family]))


def _is_of(point: int, scripts: tuple[str, ...]) -> bool:
    return unicodedata.name(chr(point), "").startswith(scripts)
