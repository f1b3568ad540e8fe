"""Reference numbers of requests: SJ-7K3M-92QX. Random, so that one tells nothing about another."""

import secrets
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without letters and digits that are mistaken for one another when read out on the telephone."""


def new_reference() -> str:
    """A reference that is very likely new; the caller makes sure."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"SJ-{letters[:4]}-{letters[4:]}"
