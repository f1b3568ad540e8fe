"""Sealing bytes: the vault's own cipher, for files and for the encrypted fields."""

from sojourn.vault import custody
from sojourn.vault.errors import NEEDS_CONTEXT, VaultError


def encrypt(data: bytes, *, context: str) -> bytes:
    """Seal `data`. `context` says what and whose it is (e.g. "file:3f2c…"); it is not stored, and opens it
    again.

    Adds 33 bytes. Raises VaultError("vault_needs_context") for an empty context, so that nothing is left
    unbound.
    """
    return custody.ring().encrypt(data, _bound(context))


def decrypt(sealed: bytes, *, context: str) -> bytes:
    """Open what `encrypt` sealed under the same context.

    Raises VaultError("vault_cannot_open") when it was changed, cut, moved to another context, or sealed
    elsewhere.
    """
    ring = custody.ring()
    if not ring.knows_key_of(sealed):
        ring = custody.reread()
    return ring.decrypt(sealed, _bound(context))


def _bound(context: str) -> bytes:
    if not context:
        raise VaultError(NEEDS_CONTEXT)
    return context.encode()
