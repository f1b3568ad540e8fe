"""A reader of SD-JWTs that shares nothing with the service: standard library and one signature check."""

import base64
import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256


def read(text: str, key: ec.EllipticCurvePublicKey) -> dict[str, Any]:
    """All that an SD-JWT discloses. Raises whatever goes wrong."""
    token, *disclosures = text.split("~")[:-1]
    head, body, signature = token.split(".")
    raw = _bytes(signature)
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    key.verify(encode_dss_signature(r, s), f"{head}.{body}".encode(), ec.ECDSA(SHA256()))
    claims = json.loads(_bytes(body))
    digests = claims.pop("_sd")
    claims.pop("_sd_alg")
    for each in disclosures:
        digest = base64.urlsafe_b64encode(hashlib.sha256(each.encode()).digest()).rstrip(b"=").decode()
        digests.remove(digest)
        _salt, name, value = json.loads(_bytes(each))
        claims[name] = value
    return claims


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
