"""Which single keys do what at the desk, and how somebody changes them. Pure."""

from collections.abc import Mapping
from typing import Final

from sojourn.core.errors import InvalidInput, Problem

KEYS: Final[Mapping[str, str]] = {
    "next": "n",
    "down": "j",
    "up": "k",
    "facts": "f",
    "history": "h",
    "ask": "q",
    "decide": "d",
    "set_fact": "s",
    "search": "/",
    "back": "Escape",
    "keys": "?",
}
"""What each does when nobody has changed it."""
FIXED: Final = frozenset({"back", "keys"})
"""Everybody's keys: the way back, and the list of keys."""


def remapped(typed: Mapping[str, str]) -> dict[str, str]:
    """What was changed, as it is kept; keys left empty do nothing.

    Raises InvalidInput for what is no single sign, and for one sign that should do two things.
    """
    problems: list[Problem] = []
    wanted: dict[str, str] = {action: key for action, key in KEYS.items() if action in FIXED}
    for action in KEYS:
        if action in FIXED:
            continue
        sign = typed.get(action, "").strip().lower()
        if len(sign) > 1 or (sign and (sign.isspace() or not sign.isprintable())):
            problems.append(Problem(action, "key_one_sign"))
        elif sign and sign in wanted.values():
            problems.append(Problem(action, "key_taken", {"key": sign}))
        else:
            wanted[action] = sign
    if problems:
        raise InvalidInput(problems)
    return {action: sign for action, sign in wanted.items() if KEYS[action] != sign}
