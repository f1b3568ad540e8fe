"""Repeating what somebody typed, short and without anything that could do harm where it is printed."""

import re

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
LENGTH = 40


def shown(value: object) -> str:
    """The value as text, cut to a readable length, control characters replaced."""
    text = str(value)
    return CONTROL.sub("?", text if len(text) <= LENGTH else text[:LENGTH] + "…")
