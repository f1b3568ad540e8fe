"""The key ring: which keys seal the particulars, and how they are kept.

Two Tink keysets: `data` (AES-256-GCM) seals values, `index` (HMAC-SHA-256) makes blind indexes. Both rest
wrapped by the master key (envelope encryption), which never touches a value. A keyset holds several keys: the
primary one seals, every other still opens, so that turning over the data key needs no pause and no rewriting.
"""

import base64
import binascii
import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import tink
from tink import aead, prf, secret_key_access
from tink.proto import aes_gcm_pb2, tink_pb2

from sojourn.vault.errors import CANNOT_OPEN, VaultError

FORMAT: Final = "sojourn-keyring-1"
MASTER_KEY_BYTES: Final = 32
_DATA_WRAP: Final = b"sojourn keyring: data"
_INDEX_WRAP: Final = b"sojourn keyring: index"
_TINK_PREFIX: Final = 1
_TINK_PREFIX_BYTES: Final = 5

aead.register()
prf.register()


class KeyRingUnusable(Exception):
    """The key ring or its master key is missing, damaged, or they do not belong together."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Opened keys. Its repr tells nothing but `key_ids`: the numbers of the data keys, oldest first."""

    data: tink.KeysetHandle = field(repr=False)
    index: tink.KeysetHandle = field(repr=False)
    _aead: aead.Aead = field(repr=False)
    _prf: prf.Prf = field(repr=False)
    key_ids: tuple[int, ...]

    @classmethod
    def of(cls, data: tink.KeysetHandle, index: tink.KeysetHandle) -> "KeyRing":
        """The ring of these two keysets."""
        return cls(
            data,
            index,
            data.primitive(aead.Aead),
            index.primitive(prf.PrfSet).primary(),
            tuple(info.key_id for info in data.keyset_info().key_info),
        )

    def encrypt(self, plain: bytes, context: bytes) -> bytes:
        """Seal with the primary key; `context` must be given again to open."""
        return self._aead.encrypt(plain, context)

    def decrypt(self, sealed: bytes, context: bytes) -> bytes:
        """Open with whichever key sealed it. Raises VaultError when changed, moved, or sealed by another
        ring.
        """
        try:
            return self._aead.decrypt(sealed, context)
        except tink.TinkError:
            # Tink's message says nothing more; without `from None` the frames would hold the ciphertext's
            # context.
            raise VaultError(CANNOT_OPEN) from None

    def knows_key_of(self, sealed: bytes) -> bool:
        """Whether the key named in the ciphertext's first bytes is on this ring."""
        if len(sealed) < _TINK_PREFIX_BYTES or sealed[0] != _TINK_PREFIX:
            return False
        return int.from_bytes(sealed[1:_TINK_PREFIX_BYTES], "big") in self.key_ids

    def keyed_digest(self, message: bytes) -> bytes:
        """32 bytes that only holders of the index key can compute."""
        return self._prf.compute(message, 32)

    def rotated(self) -> "KeyRing":
        """The same ring with a new primary data key; the old ones still open. The index key stays."""
        keyset = _cleartext(self.data)
        fresh = _cleartext(tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM))
        if fresh.primary_key_id in {key.key_id for key in keyset.key}:
            return self.rotated()
        keyset.key.append(fresh.key[0])
        keyset.primary_key_id = fresh.primary_key_id
        return KeyRing.of(_handle(keyset), self.index)

    def wrapped(self, master_key: bytes) -> str:
        """The ring as text, its keys encrypted by the master key."""
        wrapper = _master_aead(master_key)
        parts = {
            "format": FORMAT,
            "data": json.loads(
                tink.json_proto_keyset_format.serialize_encrypted(self.data, wrapper, _DATA_WRAP)
            ),
            "index": json.loads(
                tink.json_proto_keyset_format.serialize_encrypted(self.index, wrapper, _INDEX_WRAP)
            ),
        }
        return json.dumps(parts, indent=1)


def new_ring() -> KeyRing:
    """A ring with fresh keys."""
    return KeyRing.of(
        tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM),
        tink.new_keyset_handle(prf.prf_key_templates.HMAC_SHA256),
    )


def unwrap(text: str, master_key: bytes) -> KeyRing:
    """Open a ring kept by `KeyRing.wrapped`. Raises KeyRingUnusable, which names the reason and no key."""
    wrapper = _master_aead(master_key)
    try:
        parts = json.loads(text)
        if parts["format"] != FORMAT:
            raise KeyRingUnusable("The key ring has a format that this version does not know.")
        return KeyRing.of(
            tink.json_proto_keyset_format.parse_encrypted(json.dumps(parts["data"]), wrapper, _DATA_WRAP),
            tink.json_proto_keyset_format.parse_encrypted(json.dumps(parts["index"]), wrapper, _INDEX_WRAP),
        )
    except (ValueError, KeyError, TypeError):
        raise KeyRingUnusable("The key ring is damaged, or the file that is named is not there.") from None
    except tink.TinkError:
        raise KeyRingUnusable("The key ring does not open with this master key.") from None


def new_master_key() -> str:
    """A fresh master key, as text."""
    return base64.urlsafe_b64encode(secrets.token_bytes(MASTER_KEY_BYTES)).decode()


def read_master_key(text: str) -> bytes:
    """The master key from its text (32 bytes in base64). Raises KeyRingUnusable otherwise."""
    try:
        key = base64.b64decode(text.strip().replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != MASTER_KEY_BYTES:
        raise KeyRingUnusable(
            "The master key must be 32 bytes in base64. `openssl rand -base64 32` makes one."
        )
    return key


def text_or_file(value: str) -> str:
    """What was configured: the content itself, or the content of the file that is named."""
    if value.lstrip().startswith("{") or not Path(value).is_file():
        return value
    return Path(value).read_text()


def _master_aead(master_key: bytes) -> aead.Aead:
    key = tink_pb2.Keyset.Key(
        key_data=tink_pb2.KeyData(
            type_url=aead.aead_key_templates.AES256_GCM.type_url,
            value=aes_gcm_pb2.AesGcmKey(version=0, key_value=master_key).SerializeToString(),
            key_material_type=tink_pb2.KeyData.SYMMETRIC,
        ),
        status=tink_pb2.ENABLED,
        key_id=1,
        output_prefix_type=tink_pb2.RAW,
    )
    return _handle(tink_pb2.Keyset(primary_key_id=1, key=[key])).primitive(aead.Aead)


def _cleartext(handle: tink.KeysetHandle) -> tink_pb2.Keyset:
    serialized = tink.proto_keyset_format.serialize(handle, secret_key_access.TOKEN)
    return tink_pb2.Keyset.FromString(serialized)


def _handle(keyset: tink_pb2.Keyset) -> tink.KeysetHandle:
    return tink.proto_keyset_format.parse(keyset.SerializeToString(), secret_key_access.TOKEN)
