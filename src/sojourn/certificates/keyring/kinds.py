"""What a key is to those who sign with it and to those who check: nothing here needs Django or a database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

_COORDINATE_BYTES: Final = 32


class Purpose(StrEnum):
    """What a key is for. A key has one purpose, so that no signature can be taken for one of another kind."""

    SEAL = "seal"
    CREDENTIAL = "credential"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class TokenSigner:
    """Signs tokens (offline codes, credentials, status lists) with a P-256 key, wherever the key rests.

    `kid` names the key's certificate: the first 8 bytes of its SHA-256, in hex. `chain`: that certificate, then those
    above it up to the root.
    """

    kid: str
    chain: tuple[x509.Certificate, ...]
    public_key: ec.EllipticCurvePublicKey
    _sign: Callable[[bytes], bytes] = field(repr=False)

    def sign_raw(self, data: bytes) -> bytes:
        """The ES256 signature of `data` as JOSE and COSE write it: r and s, 32 bytes each.

        Raises whatever the store raises where it cannot be reached.
        """
        r, s = decode_dss_signature(self._sign(data))
        return r.to_bytes(_COORDINATE_BYTES, "big") + s.to_bytes(_COORDINATE_BYTES, "big")


@lru_cache(maxsize=1024)
def public_key_of(certificate: x509.Certificate) -> CertificatePublicKeyTypes:
    """The key in a certificate, taken out once: a key of ours is asked for with every token that is checked."""
    return certificate.public_key()


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """The public part of a key, as anybody may know it.

    `valid_from` and `valid_until` are those of its certificate. What it signed counts no more where
    `compromised_since` is set, unless something else proves that it was signed before that moment.
    """

    kid: str
    institution_id: str
    institution_name: str
    purpose: Purpose
    chain: tuple[x509.Certificate, ...]
    valid_from: datetime
    valid_until: datetime
    compromised_since: datetime | None = None

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        """The key with which a token is checked. Raises ValueError for a key that signs no tokens."""
        key = public_key_of(self.chain[0])
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            raise ValueError("tokens are signed with P-256 keys")
        return key
