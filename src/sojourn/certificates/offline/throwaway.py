"""A signature that nobody trusts: for specimens, so that their code looks like one and proves nothing to anybody."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

_HALF = 32


@dataclass(frozen=True, slots=True)
class ThrowawaySigner:
    """Signs with a key that is in no list and is kept nowhere."""

    chain: tuple[x509.Certificate, ...]
    _key: ec.EllipticCurvePrivateKey = field(repr=False)

    @property
    def kid(self) -> str:
        """As of any key: the first 8 bytes of its certificate's SHA-256, in hex."""
        return hashlib.sha256(self.chain[0].public_bytes(Encoding.DER)).hexdigest()[: 2 * 8]

    def sign_raw(self, data: bytes) -> bytes:
        """ES256: r and s, 64 bytes."""
        r, s = decode_dss_signature(self._key.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(_HALF) + s.to_bytes(_HALF)


def throwaway_signer(day: date) -> ThrowawaySigner:
    """A key for this day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Specimen: proves nothing")])
    begins = datetime.combine(day, time(), UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return ThrowawaySigner((certificate,), key)
