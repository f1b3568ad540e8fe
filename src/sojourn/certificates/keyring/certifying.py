"""Certificates for keys: the request that a certification authority is sent, and whether what it sent back fits."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from asn1crypto import csr, keys
from asn1crypto import x509 as asn1_x509
from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.pem import armor
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from sojourn.certificates.keyring.errors import CHAIN_WRONG, KeyRefused
from sojourn.certificates.keyring.kinds import Purpose
from sojourn.certificates.keys import Sealer, SealHolder
from sojourn.core import clock

_LONGEST: Final = 64
_MOST_CERTIFICATES: Final = 6
_YEARS_SELF_SIGNED: Final = timedelta(days=3 * 365)


def public_bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    """The key as certificates and requests name it."""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def request_for(
    holder: SealHolder, purpose: Purpose, key: ec.EllipticCurvePublicKey, sealer: Sealer
) -> bytes:
    """The request for a certificate (PKCS #10, PEM), signed by the key itself, wherever it rests."""
    info = csr.CertificationRequestInfo(
        {
            "version": "v1",
            "subject": asn1_x509.Name.load(_subject(holder, purpose).public_bytes()),
            "subject_pk_info": keys.PublicKeyInfo.load(public_bytes(key)),
            "attributes": csr.CRIAttributes([]),
        }
    )
    request = csr.CertificationRequest(
        {
            "certification_request_info": info,
            "signature_algorithm": SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signature": sealer.sign(info.dump()),
        }
    )
    pem: bytes = armor("CERTIFICATE REQUEST", request.dump())
    return pem


def self_signed(
    holder: SealHolder, purpose: Purpose, key: ec.EllipticCurvePrivateKey
) -> tuple[x509.Certificate, ...]:
    """A certificate by the key itself, for three years: it is trusted because it stands in the published list."""
    name, moment = _subject(holder, purpose), clock.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(minutes=5))
        .not_valid_after(moment + _YEARS_SELF_SIGNED)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return (certificate,)


def fitting_chain(
    pem: bytes, key: ec.EllipticCurvePublicKey, moment: datetime
) -> tuple[x509.Certificate, ...]:
    """The chain in `pem`, if it certifies this key now: its own certificate first, each signed by the next.

    Raises KeyRefused `chain_wrong` with what is wrong: unreadable, other_key, broken, not_valid_now, an authority.
    """
    try:
        chain = tuple(x509.load_pem_x509_certificates(pem))
    except ValueError:
        raise KeyRefused(CHAIN_WRONG, what="unreadable") from None
    if not 0 < len(chain) <= _MOST_CERTIFICATES:
        raise KeyRefused(CHAIN_WRONG, what="unreadable")
    own = chain[0].public_key()
    if not isinstance(own, ec.EllipticCurvePublicKey) or public_bytes(own) != public_bytes(key):
        raise KeyRefused(CHAIN_WRONG, what="other_key")
    for below, above in pairwise(chain):
        try:
            below.verify_directly_issued_by(above)
        except (InvalidSignature, ValueError, TypeError):
            raise KeyRefused(CHAIN_WRONG, what="broken") from None
        if not _is_authority(above):
            raise KeyRefused(CHAIN_WRONG, what="broken")
    if _is_authority(chain[0]):
        raise KeyRefused(CHAIN_WRONG, what="authority")
    if not all(each.not_valid_before_utc <= moment <= each.not_valid_after_utc for each in chain):
        raise KeyRefused(CHAIN_WRONG, what="not_valid_now")
    return chain


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _subject(holder: SealHolder, purpose: Purpose) -> x509.Name:
    ending = f" ({purpose.value})"
    country = [x509.NameAttribute(NameOID.COUNTRY_NAME, holder.country[:2])] if holder.country else []
    return x509.Name(
        [
            *country,
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, holder.name[:_LONGEST]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{holder.name[: _LONGEST - len(ending)]}{ending}"),
        ]
    )
