"""Looking for a text in what PDFium reads from a page, in scripts that run from left to right and from right to left.

What runs from left to right comes back letter by letter in its order. What runs from right to left does not: PDFium
puts a line's words in an order of its own, and the two letters of a ligature (lam and alef) the other way round. So
there each word is looked for, letter by letter in its order, and all words of a text within the same few lines.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sojourn.certificates.lettering import INVISIBLE, is_right_to_left

_LEFT_OUT: Final = INVISIBLE | frozenset("\u00ad\u200c\u200d")
# A letter with a mark that is drawn as a glyph of its own comes back once for each glyph.
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u2de0-\u2dff\ua66f-\ua67d\ufe20-\ufe2f"
)
_REPEATED: Final = re.compile(rf"(.[{_MARKS}]+)\1+")
# PDFium gives a hyphen at the end of a line as one of these.
_HYPHENS: Final = str.maketrans({"\u0002": "-", "\ufffe": "-"})
_LIGATURE: Final = re.compile("(ل)([اأإآ])")
_WORD: Final = re.compile(r"[^\W_]+")
# A value takes no more lines than this: 300 characters in half the width of the paper.
_LINES_OF_A_VALUE: Final = 12


@dataclass(frozen=True)
class PageText:
    """What was read from all pages."""

    read: str

    def says(self, text: str) -> bool:
        """Whether the text stands there whole."""
        if not is_right_to_left(text):
            return squeezed(text) in self.letters
        # Split before squeezing, which takes the spaces away.
        words = [_pattern(word) for word in _WORD.findall(squeezed(text, spaces=True))]
        return any(all(word.search(window) for word in words) for window in self._windows)

    @cached_property
    def letters(self) -> str:
        """The letters alone."""
        return squeezed(self.read)

    @cached_property
    def _windows(self) -> Sequence[str]:
        """Neighbouring lines together, long enough to hold a value."""
        lines = [squeezed(line) for line in self.read.splitlines()]
        return ["".join(lines[at : at + _LINES_OF_A_VALUE]) for at in range(len(lines))]


def squeezed(text: str, *, spaces: bool = False) -> str:
    """Letters only: line breaks, spaces, break marks and ligatures are the layout's business."""
    seen = unicodedata.normalize("NFKC", text.translate(_HYPHENS))
    kept = (
        character for character in seen if character not in _LEFT_OUT and (spaces or not character.isspace())
    )
    return _REPEATED.sub(r"\1", unicodedata.normalize("NFKC", "".join(kept)))


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(_LIGATURE.sub(r"(?:\1\2|\2\1)", re.escape(word)))
