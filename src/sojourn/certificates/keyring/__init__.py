"""The keys with which institutions seal and sign: their purposes, their life, their public parts.

`signer_for` and `published_keys` read the database; they are loaded when first asked for, so that a program that only
checks (offline, without Django) can import the rest.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sojourn.certificates.keyring.kinds import PublishedKey, Purpose, TokenSigner

if TYPE_CHECKING:
    from sojourn.certificates.keyring.access import (
        KeysAtHand,
        keys_at_hand,
        published_keys,
        sealer_in_use,
        signer_for,
        signer_when_issuing,
    )

__all__ = [
    "KeysAtHand",
    "PublishedKey",
    "Purpose",
    "TokenSigner",
    "keys_at_hand",
    "published_keys",
    "sealer_in_use",
    "signer_for",
    "signer_when_issuing",
]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module(f"{__name__}.access"), name)
    raise AttributeError(name)
