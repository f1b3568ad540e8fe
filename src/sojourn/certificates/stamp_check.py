"""A time stamp (RFC 3161) in a seal: what it stamps, when, and that not one byte of it is other than it must be.

A stamp stands outside what the seal signs, so that it is held to one form: one signer, its certificate alone, bound by
the signed attributes. All that is not signed is built anew and compared. Whether the authority is one to trust is not
asked here: no list of such authorities is kept.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from asn1crypto import cms, core, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from sojourn.certificates.der import der

_SIGNED_DATA: Final = bytes.fromhex("06092a864886f70d010702")
_TST_INFO: Final = bytes.fromhex("060b2a864886f70d0109100104")
_ATTRIBUTE: Final = bytes.fromhex("060b2a864886f70d010910020e")
_NULL: Final = bytes.fromhex("0500")
_DIGESTS: Final = {
    bytes.fromhex("0609608648016503040201"): hashes.SHA256(),
    bytes.fromhex("0609608648016503040202"): hashes.SHA384(),
    bytes.fromhex("0609608648016503040203"): hashes.SHA512(),
}
_RSA: Final = bytes.fromhex("06092a864886f70d010101")
_RSA_WITH: Final = {
    "sha256": bytes.fromhex("06092a864886f70d01010b"),
    "sha384": bytes.fromhex("06092a864886f70d01010c"),
    "sha512": bytes.fromhex("06092a864886f70d01010d"),
}
_ECDSA_WITH: Final = {
    "sha256": bytes.fromhex("06082a8648ce3d040302"),
    "sha384": bytes.fromhex("06082a8648ce3d040303"),
    "sha512": bytes.fromhex("06082a8648ce3d040304"),
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp that holds: when, and by whom its certificate says it was made."""

    moment: datetime
    authority: x509.Certificate


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a token is made of, apart from what never differs."""

    info: bytes
    certificate: bytes
    digest: bytes
    signed: bytes
    algorithm: bytes
    signature: bytes


def checked_stamp(token: bytes, stamped: bytes) -> Stamp:
    """The time stamp over `stamped` (the seal's signature). Raises ValueError for one that does not hold."""
    parts = _parts_of(token)
    if token != _built(parts):
        raise ValueError("a stamp of another form")
    return _holds(parts, hashlib.sha256(stamped).digest())


def in_one_form(token: bytes, digest: bytes) -> bytes:
    """A token for a digest as an authority gave it, without the certificates above its own. Raises ValueError.

    The certificates stand outside what is signed: those that nothing binds could be exchanged unseen.
    """
    parts = _parts_of(token)
    _holds(parts, digest)
    return _built(parts)


def stamp_attribute(token: bytes) -> bytes:
    """The attribute in which a seal bears the token (RFC 3161, appendix A)."""
    return der(0x30, _ATTRIBUTE + der(0x31, token))


def _parts_of(token: bytes) -> _Parts:
    signed_data = cms.ContentInfo.load(token, strict=True)["content"]
    (signer,) = signed_data["signer_infos"]
    own = _bound_certificate(signed_data, signer)
    return _Parts(
        info=signed_data["encap_content_info"]["content"].contents,
        certificate=own,
        digest=signer["digest_algorithm"].dump(),
        signed=signer["signed_attrs"].contents,
        algorithm=signer["signature_algorithm"].dump(),
        signature=signer["signature"].native,
    )


def _built(parts: _Parts) -> bytes:
    own = x509.load_der_x509_certificate(parts.certificate)
    sid = der(0x30, own.issuer.public_bytes() + core.Integer(own.serial_number).dump())
    signer = der(
        0x30,
        bytes.fromhex("020101")
        + sid
        + parts.digest
        + der(0xA0, parts.signed)
        + parts.algorithm
        + der(0x04, parts.signature),
    )
    content = der(0x30, _TST_INFO + der(0xA0, der(0x04, parts.info)))
    signed_data = der(
        0x30,
        bytes.fromhex("020103")
        + der(0x31, parts.digest)
        + content
        + der(0xA0, parts.certificate)
        + der(0x31, signer),
    )
    return der(0x30, _SIGNED_DATA + der(0xA0, signed_data))


def _holds(parts: _Parts, stamped_digest: bytes) -> Stamp:
    algorithm = _digest_named(parts.digest)
    attributes = cms.CMSAttributes.load(der(0x31, parts.signed))
    own = x509.load_der_x509_certificate(parts.certificate)
    info = tsp.TSTInfo.load(parts.info, strict=True)
    imprint = info["message_imprint"]
    named = {attribute["type"].native: attribute["values"] for attribute in attributes}
    if len(named) != len(attributes) or named["content_type"][0].native != "tst_info":
        raise ValueError("not a time stamp")
    if named["message_digest"][0].native != _digest(algorithm, parts.info):
        raise ValueError("another content was signed")
    if imprint["hash_algorithm"]["algorithm"].native != "sha256":
        raise ValueError("stamped with another digest")
    if imprint["hashed_message"].native != stamped_digest:
        raise ValueError("something else was stamped")
    _verified(own, parts, algorithm)
    moment: datetime = info["gen_time"].native.astimezone(UTC)
    usage = own.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    in_time = own.not_valid_before_utc <= moment <= own.not_valid_after_utc
    if ExtendedKeyUsageOID.TIME_STAMPING not in usage or not in_time:
        raise ValueError("its certificate may not stamp")
    return Stamp(moment, own)


def _digest_named(encoded: bytes) -> hashes.HashAlgorithm:
    for identifier, algorithm in _DIGESTS.items():
        if encoded in {der(0x30, identifier), der(0x30, identifier + _NULL)}:
            return algorithm
    raise ValueError("an unknown digest")


def _digest(algorithm: hashes.HashAlgorithm, data: bytes) -> bytes:
    return hashlib.new(algorithm.name, data).digest()


def _verified(own: x509.Certificate, parts: _Parts, algorithm: hashes.HashAlgorithm) -> None:
    public, signed = own.public_key(), der(0x31, parts.signed)
    try:
        if isinstance(public, ec.EllipticCurvePublicKey):
            if parts.algorithm != der(0x30, _ECDSA_WITH[algorithm.name]):
                raise ValueError("another algorithm is named")
            public.verify(parts.signature, signed, ec.ECDSA(algorithm))
        elif isinstance(public, rsa.RSAPublicKey):
            if parts.algorithm not in {der(0x30, each + _NULL) for each in (_RSA, _RSA_WITH[algorithm.name])}:
                raise ValueError("another algorithm is named")
            public.verify(parts.signature, signed, padding.PKCS1v15(), algorithm)
        else:
            raise ValueError("an unknown kind of key")
    except InvalidSignature:
        raise ValueError("the stamp's signature does not hold") from None


def _bound_certificate(signed_data: Any, signer: Any) -> bytes:
    """The one certificate whose hash the signer signed (ESS signing certificate, RFC 5035 and RFC 2634)."""
    wanted: set[bytes] = set()
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native in {"signing_certificate", "signing_certificate_v2"}:
            wanted.add(attribute["values"][0]["certs"][0]["cert_hash"].native)
    for choice in signed_data["certificates"]:
        encoded: bytes = choice.chosen.dump()
        # RFC 2634 knows SHA-1 alone; many authorities still name their certificate so.
        hashed = {
            hashlib.new(name, encoded, usedforsecurity=False).digest()
            for name in ("sha1", "sha256", "sha512")
        }
        if wanted and wanted <= hashed:
            return encoded
    raise ValueError("no certificate is bound to the stamp")
