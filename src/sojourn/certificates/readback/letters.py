"""Looking for a text in what PDFium reads from a page, in scripts that run from left to right and from right to left.

What runs from left to right comes back letter by letter in its order. What runs from right to left PDFium puts in an
order of its own. So there letters are taken by where they stand on the page, each line from the right: a text's words
must stand there letter by letter, and where it is in one line its words one after the other.
"""

import ctypes
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it has no types

from sojourn.certificates.lettering import INVISIBLE, is_right_to_left

_LEFT_OUT: Final = INVISIBLE | frozenset("\u00ad\u200c\u200d")
_NOT_KEPT: Final = dict.fromkeys(map(ord, _LEFT_OUT))
# A letter with a mark that is drawn as a glyph of its own comes back once for each glyph.
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u2de0-\u2dff\ua66f-\ua67d\ufe20-\ufe2f"
)
_REPEATED: Final = re.compile(rf"(.[{_MARKS}]+)\1+")
# PDFium gives a hyphen at the end of a line as one of these.
_HYPHENS: Final = str.maketrans({"\u0002": "-", "\ufffe": "-"})
# The two letters of this ligature are one shape, and come in either order.
_LIGATURE: Final = re.compile("(ل)([اأإآ])")
_WORD: Final = re.compile(r"[^\W_]+")
_SAME_LINE: Final = 3.0
_SHORTEST_PIECE: Final = 8
_EAST_ASIAN: Final = re.compile("([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])")
_RIGHT_TO_LEFT: Final = "\u0590-\u08ff"
# Between a letter of the one direction and one of the other.
_BETWEEN_DIRECTIONS: Final = re.compile(
    rf"(?<=[{_RIGHT_TO_LEFT}])(?=[^\W{_RIGHT_TO_LEFT}])|(?<=[^\W{_RIGHT_TO_LEFT}])(?=[{_RIGHT_TO_LEFT}])"
)


@dataclass(frozen=True)
class PageText:
    """What was read from all pages. `from_right`: letters that run from right to left, as they stand, line by line."""

    read: str
    from_right: str = ""

    def says(self, text: str) -> bool:
        """Whether the text stands there whole."""
        if squeezed(text) in self.letters:
            return True
        # Beside what runs from right to left, other words lose their order as well.
        if not self.from_right:
            return False
        runs, words = _apart(text)
        return all(_in_pieces(word, self.letters.__contains__) for word in words) and all(
            map(self._stands, runs)
        )

    def _stands(self, run: str) -> bool:
        words = run.split()
        return self._has("".join(words)) or all(_in_pieces(word, self._has) for word in words)

    def _has(self, letters: str) -> bool:
        pattern = _LIGATURE.sub(r"(?:\1\2|\2\1)", re.escape(letters))
        return re.search(pattern, self.from_right) is not None

    @cached_property
    def letters(self) -> str:
        """The letters alone."""
        return squeezed(self.read)


def letters_from_right(page: Any) -> str:
    """The letters of a page (of PDFium) that run from right to left: lines from the top, each from the right."""
    characters = ((at, chr(pdfium.FPDFText_GetUnicode(page, at))) for at in range(page.count_chars()))
    found = [(_place(page, at), character) for at, character in characters if is_right_to_left(character)]
    lines: list[list[tuple[float, str]]] = []
    height = float("inf")
    for (across, up), character in sorted(found, key=lambda each: -each[0][1]):
        if height - up > _SAME_LINE:
            lines.append([])
            height = up
        lines[-1].append((across, character))
    return "\n".join(
        "".join(character for _, character in sorted(line, key=lambda each: -each[0])) for line in lines
    )


def squeezed(text: str, *, spaces: bool = False) -> str:
    """Letters only: line breaks, spaces, break marks and ligatures are the layout's business."""
    # Nothing in ASCII is composed or marked; a document is asked for some eighty texts, nearly all of them such.
    plain = text.isascii()
    seen = text.translate(_HYPHENS)
    if not plain:
        seen = unicodedata.normalize("NFKC", seen).translate(_NOT_KEPT)
    kept = seen if spaces else "".join(seen.split())
    return kept if plain else _REPEATED.sub(r"\1", unicodedata.normalize("NFKC", kept))


def _in_pieces(word: str, stands: Callable[[str], bool]) -> bool:
    """Whether a word stands there; one that takes more than a line stands in pieces."""
    while word:
        fits = next((end for end in range(len(word), 0, -1) if stands(word[:end])), 0)
        if fits < min(_SHORTEST_PIECE, len(word)):
            return False
        word = word[fits:]
    return True


def _apart(text: str) -> tuple[list[str], list[str]]:
    """The runs of words that run from right to left, and all other words."""
    runs: list[str] = []
    words: list[str] = []
    going = False
    for word in _WORD.findall(_BETWEEN_DIRECTIONS.sub(" ", squeezed(text, spaces=True))):
        if is_right_to_left(word):
            runs = [*runs[:-1], f"{runs[-1]} {word}"] if going else [*runs, word]
            going = True
        else:
            # Such words break anywhere.
            words += _EAST_ASIAN.sub(r" \1 ", word).split()
            # Numbers stand among words of either direction.
            going = going and word.isdecimal()
    return runs, words


def _place(page: Any, at: int) -> tuple[float, float]:
    across, up = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(page, at, across, up)
    return across.value, up.value
