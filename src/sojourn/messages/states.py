"""A letter's life.

posted -> sent      a mail server, or the demo, has taken it
posted -> failed    it was refused for good, or the last try failed
sent   -> failed    a mail server reported later that it did not arrive
"""

from enum import StrEnum


class LetterState(StrEnum):
    """Where a letter stands."""

    POSTED = "posted"
    SENT = "sent"
    FAILED = "failed"
