"""How an entry becomes the hash that the log shows. Pure, so that auditors without a database share it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def digest_of(salt: str, told: Mapping[str, Any]) -> bytes:
    """SHA-256 over the salt (hex, as bytes) and the entry as JSON with sorted names and no spaces, in UTF-8.

    Salted, so that nobody can guess from the log which numbers were issued.
    """
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(bytes.fromhex(salt) + text.encode()).digest()
