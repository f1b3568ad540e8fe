"""A key of an institution, made here, so that nothing but the code is tried."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from sojourn.certificates.keyring import PublishedKey, Purpose

BEGINS = datetime(2026, 1, 1, 8, 15, tzinfo=UTC)
ENDS = datetime(2029, 12, 31, 23, 59, tzinfo=UTC)


@dataclass(frozen=True)
class Key:
    """Signs, and says how it is published."""

    key: ec.EllipticCurvePrivateKey = field(repr=False)
    chain: tuple[x509.Certificate, ...]

    @property
    def kid(self) -> str:
        digest = hashes.Hash(hashes.SHA256())
        digest.update(self.chain[0].public_bytes(Encoding.DER))
        return digest.finalize().hex()[:16]

    def sign_raw(self, data: bytes) -> bytes:
        r, s = decode_dss_signature(self.key.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)

    def published(self, **changes: object) -> PublishedKey:
        plain: dict[str, object] = {
            "kid": self.kid,
            "institution_id": "us-ssa",
            "institution_name": "Social Security Administration",
            "purpose": Purpose.CREDENTIAL,
            "chain": self.chain,
            "valid_from": self.chain[0].not_valid_before_utc,
            "valid_until": self.chain[0].not_valid_after_utc,
        }
        return PublishedKey(**(plain | changes))  # type: ignore[arg-type]


@cache
def a_key(name: str = "credential") -> Key:
    """A key of this name, the same each time."""
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGINS)
        .not_valid_after(ENDS)
        .sign(private, hashes.SHA256())
    )
    return Key(private, (certificate,))
