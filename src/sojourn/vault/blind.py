"""Blind index: find an encrypted value by equality without being able to read it."""

import base64

from sojourn.vault import custody
from sojourn.vault.errors import NEEDS_CONTEXT, VaultError


def blind_index(purpose: str, value: str) -> str:
    """A keyed, deterministic 43-character name for `value`: equal values, equal names, and nothing else is
    told.

    `purpose` keeps uses apart (e.g. "worker.ssn"): the same value has another name under another purpose, so
    that tables cannot be joined by those who may only read them. The caller normalises `value` first.
    Raises VaultError("vault_needs_context") for an empty purpose or one with a zero character.
    """
    if not purpose or "\0" in purpose:
        raise VaultError(NEEDS_CONTEXT)
    digest = custody.ring().keyed_digest(f"{purpose}\0{value}".encode())
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
