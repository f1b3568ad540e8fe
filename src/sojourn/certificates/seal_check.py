"""Checking a seal without the library that made it: the bytes, the digest, the signature, the key.

It reads the signature's place straight from the bytes and parses no other part of the file, so that a file made to
confuse or to exhaust a PDF reader gets no chance. It is strict on purpose: what does not look exactly as our seals
look is not ours or not intact. Nothing here raises for any input.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from asn1crypto import cms, core, parser
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from sojourn.certificates.der import der
from sojourn.certificates.keys import key_id
from sojourn.certificates.stamp_check import Stamp, checked_stamp, stamp_attribute

_BYTE_RANGE: Final = re.compile(
    rb"/ByteRange\s{0,8}\[\s{0,8}(\d{1,10})\s{1,8}(\d{1,10})\s{1,8}(\d{1,10})\s{1,8}(\d{1,10})\s{0,8}\]"
)
_MOST_SEALS: Final = 8
_LONGEST_SEAL: Final = 256 * 1024
_LONGEST_NAME: Final = 120
# Parts of every seal of ours, as they are encoded (RFC 5652, RFC 5754).
_VERSION_1: Final = bytes.fromhex("020101")
_SIGNED_DATA: Final = bytes.fromhex("06092a864886f70d010702")
_DATA: Final = bytes.fromhex("300b06092a864886f70d010701")
_SHA256: Final = bytes.fromhex("300d06096086480165030402010500")
_ECDSA_SHA256: Final = bytes.fromhex("300a06082a8648ce3d040302")
_RSA: Final = bytes.fromhex("300d06092a864886f70d01010b0500")
_HEX: Final = frozenset(b"0123456789ABCDEF")


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A key whose seals count: its certificate, then those above it."""

    kid: str
    institution_id: str
    institution_name: str
    chain: tuple[x509.Certificate, ...]


@dataclass(frozen=True, slots=True)
class SealReport:
    """What the bytes say about their seal.

    `found`: there is a signature. `readable`: it could be parsed. `key`: the trusted key that is named in it.
    `whole_file`: it covers every byte, and nothing was added after it. `digest_matches`: the bytes are those that
    were sealed. `signature_right`: the key really signed this digest. `chain_right`: the key's certificate is
    signed by the published root and was valid at the moment asked for. `stamped_at`: what its time stamp says, where it
    bears one that holds; whether that authority is to be trusted is not asked.
    """

    found: bool = False
    readable: bool = False
    sealed_by: str | None = None
    key: TrustedKey | None = None
    whole_file: bool = False
    digest_matches: bool = False
    signature_right: bool = False
    chain_right: bool = False
    stamped_at: datetime | None = None

    @property
    def intact(self) -> bool:
        """Sealed by a trusted key, and not one byte differs."""
        return (
            self.key is not None
            and self.whole_file
            and self.digest_matches
            and self.signature_right
            and self.chain_right
        )


def independent_seal_check(data: bytes, trusted: Sequence[TrustedKey], moment: datetime) -> SealReport:
    """Check the seal of a file against the published keys, as of `moment`. Never raises.

    Of several signatures the one by a trusted key is reported; a file with more than one is never intact.
    """
    places = [
        match.groups() for _, match in zip(range(_MOST_SEALS), _BYTE_RANGE.finditer(data), strict=False)
    ]
    reports = [_one_seal(data, tuple(int(part) for part in place), trusted, moment) for place in places]
    if not reports:
        return SealReport()
    best = next((report for report in reports if report.key is not None), reports[0])
    return best if len(reports) == 1 else replace(best, whole_file=False)


def _one_seal(
    data: bytes, place: tuple[int, ...], trusted: Sequence[TrustedKey], moment: datetime
) -> SealReport:
    start, first_length, second_start, second_length = place
    report = SealReport(found=True)
    if not start + first_length < second_start <= len(data) or second_start - first_length > _LONGEST_SEAL:
        return report
    gap = data[first_length:second_start]
    whole = start == 0 and second_start + second_length == len(data) and _only_hex(gap)
    report = replace(report, whole_file=whole)
    try:
        encoded = _unpadded(bytes.fromhex(gap[1:-1].decode("ascii")))
        signed_data = cms.ContentInfo.load(encoded, strict=True)["content"]
        signer = signed_data["signer_infos"][0]
        own = _signer_certificate(signed_data, signer)
        report = replace(report, readable=True, sealed_by=_name_in(own), key=_trusted_key(own, trusted))
        if report.key is None:
            return report
        # A stamp that does not hold is a seal that was tampered with: nothing of it was there when we sealed.
        stamp = _stamp_of(signer)
        ranges = data[:first_length] + data[second_start : second_start + second_length]
        return replace(
            report,
            digest_matches=_digest_in(signer) == hashlib.sha256(ranges).digest(),
            stamped_at=stamp.moment if stamp else None,
            signature_right=_signed_by(report.key, signer)
            and _as_we_seal(encoded, signed_data, signer, report.key),
            chain_right=_chain_right(report.key, moment),
        )
    except Exception:  # noqa: BLE001  anybody's bytes: the two parsers raise more kinds than they document
        return report


def _only_hex(gap: bytes) -> bool:
    return gap[:1] == b"<" and gap[-1:] == b">" and len(gap) % 2 == 0 and _HEX.issuperset(gap[1:-1])


def _unpadded(contents: bytes) -> bytes:
    """The DER value at the front; after it there may be nothing but the zeros that keep the room."""
    length = parser.peek(contents)
    if any(contents[length:]):
        raise ValueError("more than a signature in the signature's place")
    return contents[:length]


def _signer_certificate(signed_data: Any, signer: Any) -> x509.Certificate:
    wanted = signer["sid"].chosen
    for choice in signed_data["certificates"]:
        certificate = choice.chosen
        same_issuer = certificate.issuer.dump() == wanted["issuer"].dump()
        if same_issuer and certificate.serial_number == wanted["serial_number"].native:
            return x509.load_der_x509_certificate(certificate.dump())
    raise ValueError("the signer's certificate is missing")


def _trusted_key(own: x509.Certificate, trusted: Sequence[TrustedKey]) -> TrustedKey | None:
    """By public key, so that a damaged copy of our certificate counts as ours and damaged, not as a stranger's."""
    wanted = _public_bytes(own)
    return next((key for key in trusted if _public_bytes(key.chain[0]) == wanted), None)


def _public_bytes(certificate: x509.Certificate) -> bytes:
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _digest_in(signer: Any) -> bytes:
    values = [
        attribute["values"]
        for attribute in signer["signed_attrs"]
        if attribute["type"].native == "message_digest"
    ]
    if len(values) != 1 or len(values[0]) != 1:
        raise ValueError("a seal names one digest")
    digest: bytes = values[0][0].native
    return digest


def _signed_by(key: TrustedKey, signer: Any) -> bool:
    signed = signer["signed_attrs"].untag().dump()
    signature = signer["signature"].native
    public = key.chain[0].public_key()
    try:
        if isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, signed, ec.ECDSA(hashes.SHA256()))
        elif isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _as_we_seal(encoded: bytes, signed_data: Any, signer: Any, key: TrustedKey) -> bool:
    """Whether the parts that the signature does not cover are, byte for byte, what our seals have there.

    The container is built anew from the published key, the signed attributes and the signature, and compared.
    """
    own = key.chain[0]
    chain = [certificate.public_bytes(Encoding.DER) for certificate in key.chain]
    found = [choice.chosen.dump() for choice in signed_data["certificates"]]
    if sorted(found) != sorted(chain) or _named_certificate(signer) != hashlib.sha256(chain[0]).digest():
        return False
    curve = isinstance(own.public_key(), ec.EllipticCurvePublicKey)
    issuer_and_serial = der(0x30, own.issuer.public_bytes() + core.Integer(own.serial_number).dump())
    signer_info = der(
        0x30,
        _VERSION_1
        + issuer_and_serial
        + _SHA256
        + der(0xA0, signer["signed_attrs"].contents)
        + (_ECDSA_SHA256 if curve else _RSA)
        + der(0x04, signer["signature"].native)
        + _stamp_in(signer),
    )
    sealed = der(
        0x30,
        _VERSION_1 + der(0x31, _SHA256) + _DATA + der(0xA0, b"".join(found)) + der(0x31, signer_info),
    )
    return encoded == der(0x30, _SIGNED_DATA + der(0xA0, sealed))


def _token_in(signer: Any) -> bytes | None:
    """The time stamp that a seal bears, None where it bears none."""
    unsigned = signer["unsigned_attrs"]
    if not len(unsigned):
        return None
    token: bytes = unsigned[0]["values"][0].dump()
    return token


def _stamp_in(signer: Any) -> bytes:
    """The part of the container that holds the stamp, as it must be."""
    token = _token_in(signer)
    return der(0xA1, stamp_attribute(token)) if token else b""


def _stamp_of(signer: Any) -> Stamp | None:
    token = _token_in(signer)
    return checked_stamp(token, signer["signature"].native) if token else None


def _named_certificate(signer: Any) -> bytes:
    """The hash of the certificate that the signer bound to the signature (ESS signing-certificate-v2)."""
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "signing_certificate_v2":
            named: bytes = attribute["values"][0]["certs"][0]["cert_hash"].native
            return named
    raise ValueError("no certificate is bound to the signature")


def _chain_right(key: TrustedKey, moment: datetime) -> bool:
    for below, above in zip(key.chain, key.chain[1:], strict=False):
        try:
            below.verify_directly_issued_by(above)
        except (InvalidSignature, ValueError, TypeError):
            return False
    return key_id(key.chain[0]) == key.kid and all(
        each.not_valid_before_utc <= moment <= each.not_valid_after_utc for each in key.chain
    )


def _name_in(certificate: x509.Certificate) -> str | None:
    """Who the certificate says sealed: for showing only, anybody can write any name there."""
    for attribute in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for entry in certificate.subject.get_attributes_for_oid(attribute):
            text = str(entry.value)
            return "".join(character for character in text if character.isprintable())[:_LONGEST_NAME] or None
    return None
