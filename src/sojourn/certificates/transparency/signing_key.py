"""The key with which the log's heads are signed: Ed25519, not the seal key of any institution.

In production the operator may bring one (SOJOURN_LOG_KEY: the path of a PEM file); otherwise it is made at first use
and rests encrypted in SOJOURN_HOME/keys/log. Signatures have the form of C2SP signed notes (c2sp.org/signed-note).
"""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sojourn.vault import envelope
from sojourn.vault.sealed_files import only_one, write_whole

_ED25519: Final = b"\x01"
_CONTEXT: Final = "log:key"


@dataclass(frozen=True, slots=True)
class LogKey:
    """A key and the name under which it signs."""

    name: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self.private.public_key().public_bytes_raw()

    @property
    def verifier(self) -> str:
        """What somebody needs to check signatures: `name+hash+key`, as signed notes write it."""
        return f"{self.name}+{self._key_hash.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"

    def signed(self, text: str) -> str:
        """The text (ending with a new line) as a signed note."""
        signature = base64.b64encode(self._key_hash + self.private.sign(text.encode())).decode()
        return f"{text}\n\u2014 {self.name} {signature}\n"

    @property
    def _key_hash(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]


def origin() -> str:
    """The name of this log: its address without the scheme."""
    parts = urlsplit(settings.SOJOURN_BASE_URL)
    return f"{parts.netloc}{parts.path.rstrip('/')}/log"


def log_key() -> LogKey:
    """The key of this service's log. Raises ImproperlyConfigured where the configured one cannot be read."""
    return LogKey(origin(), _private(settings.SOJOURN_LOG_KEY, settings.SOJOURN_HOME))


@cache
def _private(configured: str, home: Path) -> Ed25519PrivateKey:
    return _from_file(Path(configured)) if configured else _own(home / "keys" / "log")


def _from_file(path: Path) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError):
        raise ImproperlyConfigured(f"The log's key at {path} cannot be read.") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ImproperlyConfigured(f"The log's key at {path} must be an Ed25519 key.")
    return key


def _own(folder: Path) -> Ed25519PrivateKey:
    kept = folder / "key"
    with only_one(folder):
        if kept.exists():
            return Ed25519PrivateKey.from_private_bytes(
                envelope.decrypt(base64.b64decode(kept.read_text()), context=_CONTEXT)
            )
        made = Ed25519PrivateKey.generate()
        sealed = envelope.encrypt(made.private_bytes_raw(), context=_CONTEXT)
        write_whole(kept, base64.b64encode(sealed).decode())
        return made
