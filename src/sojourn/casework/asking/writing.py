"""What both sides write: plain text with its lines, of a length that can be read."""

from typing import Final

from sojourn.core.errors import InvalidInput, Problem
from sojourn.requests.written import Flaw, tidy

LONGEST: Final = 4000


def written(text: str, *, at: str, longest: int = LONGEST) -> str:
    """The text in its normal form, line by line; '' where nothing was written.

    Raises InvalidInput at the field `at` for what is too long or holds invisible marks.
    """
    if len(text) > 4 * longest:
        raise InvalidInput([Problem(at, "too_long", {"limit": longest})])
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        tidied = tidy(line, longest=longest)
        if isinstance(tidied, Flaw):
            raise InvalidInput([Problem(at, tidied.code, {"limit": tidied.limit or longest})])
        lines.append(tidied)
    whole = "\n".join(lines).strip()
    if len(whole) > longest:
        raise InvalidInput([Problem(at, "too_long", {"limit": longest})])
    return whole
