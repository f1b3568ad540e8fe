"""How a file's bytes are sealed: bound to its id and type, and known by a digest of the ciphertext.

The digest is taken of the ciphertext: it lets a backup be checked without any key, and it is no oracle for
guessing what a short document says, which a digest of the plain bytes would be.
"""

import hashlib
import uuid

from sojourn.vault import envelope


def seal(file_id: uuid.UUID, media_type: str, data: bytes) -> bytes:
    """The ciphertext of this file."""
    return envelope.encrypt(data, context=_context(file_id, media_type))


def unseal(file_id: uuid.UUID, media_type: str, sealed: bytes) -> bytes:
    """The file's bytes. Raises VaultError when the ciphertext is another file's, or changed."""
    return envelope.decrypt(sealed, context=_context(file_id, media_type))


def digest(sealed: bytes) -> str:
    """SHA-256 of the ciphertext."""
    return hashlib.sha256(sealed).hexdigest()


def _context(file_id: uuid.UUID, media_type: str) -> str:
    return f"file:{file_id.hex}:{media_type}"
