"""Writing an SD-JWT by RFC 9901: claims, disclosures, one signature. What reads it back shares nothing with it."""

import base64
import hashlib
import hmac
import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from cryptography.hazmat.primitives.serialization import Encoding

from sojourn.certificates.keyring import TokenSigner

TYPE: Final = "dc+sd-jwt"
_SALT_BYTES: Final = 16


def written(
    claims: Mapping[str, Any],
    disclosable: Collection[str],
    *,
    signer: TokenSigner,
    seed: bytes,
    digests: int = 0,
) -> str:
    """The claims as an SD-JWT without proof of a key: those whose names are in `disclosable` each in a disclosure.

    `seed`: 32 secret random bytes from which the salts are made, so that the same credential can be written again.
    `digests`: how many digests there are at least: with fewer disclosures the rest is made up, so that their number
    does not tell which fields a certificate has.
    """
    disclosures = {
        _encoded([_salt(seed, name), name, claims[name]]) for name in disclosable if name in claims
    }
    hashes = [_digest(text) for text in disclosures]
    hashes += [_digest(_salt(seed, f"\0{at}")) for at in range(digests - len(hashes))]
    payload = {name: value for name, value in claims.items() if name not in disclosable}
    payload |= {"_sd": sorted(hashes), "_sd_alg": "sha-256"}
    header = {"alg": "ES256", "typ": TYPE, "kid": signer.kid, "x5c": _chain(signer)}
    data = f"{_encoded(header)}.{_encoded(payload)}"
    token = f"{data}.{_base64url(signer.sign_raw(data.encode()))}"
    return "~".join((token, *sorted(disclosures), ""))


def _chain(signer: TokenSigner) -> list[str]:
    """The certificates below the root: whoever checks has that one from elsewhere, or no reason to trust."""
    own, *above = signer.chain
    chain = [own, *(each for each in above if each.issuer != each.subject)]
    return [base64.b64encode(each.public_bytes(Encoding.DER)).decode() for each in chain]


def _salt(seed: bytes, name: str) -> str:
    return _base64url(hmac.digest(seed, name.encode(), "sha256")[:_SALT_BYTES])


def _digest(text: str) -> str:
    return _base64url(hashlib.sha256(text.encode()).digest())


def _encoded(value: object) -> str:
    return _base64url(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
