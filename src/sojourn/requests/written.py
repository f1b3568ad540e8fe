"""Text as people type and paste it: what is forgiven, and what cannot be taken.

Any script is welcome. Refused is only what cannot be printed or would make a printed line lie: control
characters, marks that turn the reading direction, towers of accents, and texts far too long.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 200
MARKS_IN_A_ROW = 4

_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DROPPED = frozenset("\u200e\u200f\u061c\u200b\ufeff\u00ad\u2060")
_JOINERS = frozenset("\u200c\u200d")
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a text cannot be taken: a code, with the limit where there is one."""

    code: str
    limit: int | None = None


def tidy(typed: str, *, longest: int = LONGEST) -> str | Flaw:
    """The text in its normal form: composed, without stray spaces and invisible marks; else what is wrong."""
    if len(typed) > 4 * longest:
        return Flaw("too_long", longest)
    if typed.isascii() and typed.isprintable():
        # Nothing in it can be dropped, composed or refused.
        text = " ".join(typed.split())
        return text if len(text) <= longest else Flaw("too_long", longest)
    text = "".join(c for c in typed if c not in _DROPPED)
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if any(c in _DIRECTION for c in text):
        return Flaw("direction_marks")
    if any(unicodedata.category(c) in _REFUSED and c not in _JOINERS for c in text):
        return Flaw("control_characters")
    if _has_tower(text):
        return Flaw("too_many_marks", MARKS_IN_A_ROW)
    if len(text) > longest:
        return Flaw("too_long", longest)
    return text


def digits_of(typed: str) -> str:
    """The digits in `typed`, in any script, as 0 to 9."""
    if typed.isascii():
        return "".join(filter(str.isdigit, typed))
    return "".join(str(unicodedata.digit(c)) for c in typed if unicodedata.digit(c, None) is not None)


def is_number_dressed(typed: str) -> bool:
    """Whether `typed` has nothing but digits and what people put between them."""
    return all(
        unicodedata.digit(c, None) is not None
        or c.isspace()
        or unicodedata.category(c) in {"Pd", "Ps", "Pe", "Po"}
        for c in typed
    )


def has_letter(text: str) -> bool:
    """Whether there is a letter of any script."""
    if text.isascii():
        return any(map(str.isalpha, text))
    return any(unicodedata.category(c).startswith("L") for c in text)


def is_latin(text: str) -> bool:
    """Whether all letters are Latin ones."""
    if text.isascii():
        return True
    return all(
        unicodedata.name(c, "").startswith(
            ("LATIN", "FEMININE ORDINAL", "MASCULINE ORDINAL", "MODIFIER LETTER")
        )
        for c in text
        if unicodedata.category(c).startswith("L")
    )


def _has_tower(text: str) -> bool:
    row = 0
    for c in text:
        row = row + 1 if unicodedata.category(c) in {"Mn", "Me"} else 0
        if row > MARKS_IN_A_ROW:
            return True
    return False
