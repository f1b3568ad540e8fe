"""The institutions' seal keys, behind one interface.

In production the operator configures them (SOJOURN_SEAL_KEYS: `institution=path` pairs, each path a PKCS#12 or PEM file
with key and chain; SOJOURN_SEAL_PASSPHRASE: the content or a path). In demo and test a root and one P-256 key an
institution are made at first use and rest encrypted in SOJOURN_HOME/keys/seals.
"""

import base64
import hashlib
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final, Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sojourn.certificates.errors import NO_SEAL_KEY, SealUnavailable
from sojourn.vault import envelope
from sojourn.vault.sealed_files import only_one, write_whole

type PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

SEALS: Final = "seals"
_LONGEST_NAME_PART: Final = 64
_DEMONSTRATION: Final = "Demonstration: proves nothing"
# Wide on purpose: a demonstration may replay a day of the past or the future.
_VALID_FROM: Final = datetime(2000, 1, 1, tzinfo=UTC)
_VALID_UNTIL: Final = datetime(2059, 12, 31, tzinfo=UTC)


class SealHolder(Hashable, Protocol):
    """Whose seal it is: an institution, or the service itself, which has no country. Hashable."""

    @property
    def id(self) -> str:
        """The id under which its key is configured."""

    @property
    def name(self) -> str:
        """The name that its certificate bears."""

    @property
    def country(self) -> str:
        """Its country, or nothing."""


class Sealer(Protocol):
    """Holds an institution's seal key, or reaches it where it rests (a file, later a PKCS#11 module or a service)."""

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The seal's certificate, then those above it up to the root."""

    def sign(self, data: bytes) -> bytes:
        """Sign `data` with SHA-256 and the key's own algorithm."""


@dataclass(frozen=True, slots=True)
class SoftwareSealer:
    """A seal key held in memory."""

    chain: tuple[x509.Certificate, ...]
    key: PrivateKey = field(repr=False)

    def sign(self, data: bytes) -> bytes:
        """Sign `data` with SHA-256 and the key's own algorithm."""
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(data, ec.ECDSA(hashes.SHA256()))


def key_id(certificate: x509.Certificate) -> str:
    """The key's public name: the first 8 bytes of the SHA-256 of its certificate, in hex."""
    return hashlib.sha256(certificate.public_bytes(serialization.Encoding.DER)).hexdigest()[:16]


def sealer_for(issuer: SealHolder) -> Sealer:
    """The seal of an institution, or of the service itself.

    Raises SealUnavailable where production has no key for it, and ImproperlyConfigured where a configured key
    cannot be read.
    """
    configured = configured_key(settings.SOJOURN_SEAL_KEYS, settings.SOJOURN_SEAL_PASSPHRASE, issuer.id)
    if configured is not None:
        return configured
    if settings.SOJOURN_MODE == "production":
        raise SealUnavailable(NO_SEAL_KEY, institution=issuer.id)
    return _demonstration(settings.SOJOURN_HOME, issuer)


def configured_key(pairs: str, passphrase: str, holder_id: str) -> SoftwareSealer | None:
    """The key that `institution=path` pairs name for a holder, None where they name none.

    Raises ImproperlyConfigured where the pairs or the file cannot be read.
    """
    configured = _configured(pairs)
    return _from_file(configured[holder_id], passphrase) if holder_id in configured else None


def is_configured(pairs: str, holder_id: str) -> bool:
    """Whether `institution=path` pairs name a key for this holder."""
    return holder_id in _configured(pairs)


def demonstration_key(home: Path, holder: SealHolder, folder: str) -> SoftwareSealer:
    """A demonstration's key, made at first use under the demonstration's root; `folder` keeps purposes apart."""
    return _demonstration(home, holder, folder)


@cache
def _configured(pairs: str) -> dict[str, Path]:
    parts = (pair.split("=", 1) for pair in pairs.split(",") if pair.strip())
    try:
        return {institution.strip(): Path(path.strip()) for institution, path in parts}
    except ValueError:
        raise ImproperlyConfigured(
            "SOJOURN_SEAL_KEYS must be institution=path pairs, separated by commas."
        ) from None


@cache
def _from_file(path: Path, passphrase: str) -> SoftwareSealer:
    secret = _passphrase(passphrase)
    try:
        data = path.read_bytes()
        key, chain = _read_pem(data, secret) if b"-----BEGIN" in data else _read_pkcs12(data, secret)
    except (OSError, ValueError, TypeError):
        # The original message may repeat parts of the file.
        raise ImproperlyConfigured(
            f"The seal key at {path} cannot be read. Check path and passphrase."
        ) from None
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise ImproperlyConfigured(f"The seal key at {path} must be an elliptic curve or RSA key.")
    if not chain or chain[0].public_key() != key.public_key():
        raise ImproperlyConfigured(f"The first certificate at {path} must belong to its key.")
    return SoftwareSealer(tuple(chain), key)


def _passphrase(configured: str) -> bytes | None:
    if not configured:
        return None
    path = Path(configured)
    return (path.read_text().strip() if path.is_file() else configured).encode()


def _read_pem(data: bytes, secret: bytes | None) -> tuple[object, list[x509.Certificate]]:
    return serialization.load_pem_private_key(data, secret), x509.load_pem_x509_certificates(data)


def _read_pkcs12(data: bytes, secret: bytes | None) -> tuple[object, list[x509.Certificate]]:
    key, certificate, others = pkcs12.load_key_and_certificates(data, secret)
    return key, [*([certificate] if certificate else []), *others]


@cache
def _demonstration(home: Path, issuer: SealHolder, purpose: str = SEALS) -> SoftwareSealer:
    roots, folder = home / "keys" / SEALS, home / "keys" / purpose
    with only_one(roots):
        folder.mkdir(mode=0o700, exist_ok=True)
        root = _kept(roots / "root") or _keep(roots / "root", _new_root())
        own = folder / issuer.id
        return _kept(own) or _keep(own, _new_key(issuer, root, purpose))


def demonstration_chain(
    home: Path, holder: SealHolder, key: ec.EllipticCurvePublicKey, purpose: str
) -> tuple[x509.Certificate, ...]:
    """A certificate for a key that was made elsewhere, by the demonstration's root. Never in production."""
    if settings.SOJOURN_MODE == "production":
        raise ImproperlyConfigured("The demonstration's root certifies nothing in production.")
    roots = home / "keys" / SEALS
    with only_one(roots):
        root = _kept(roots / "root") or _keep(roots / "root", _new_root())
    return _certified(holder, root, key, purpose)


def _kept(path: Path) -> SoftwareSealer | None:
    if not path.exists():
        return None
    pem = envelope.decrypt(base64.b64decode(path.read_text()), context=_context(path))
    key = serialization.load_pem_private_key(pem, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ImproperlyConfigured(f"{path} holds no seal key.")
    return SoftwareSealer(tuple(x509.load_pem_x509_certificates(pem)), key)


def _context(path: Path) -> str:
    """Binds a kept key to its purpose and holder."""
    return f"seal:{path.name}" if path.parent.name == SEALS else f"{path.parent.name}:{path.name}"


def _keep(path: Path, sealer: SoftwareSealer) -> SoftwareSealer:
    pem = sealer.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem += b"".join(certificate.public_bytes(serialization.Encoding.PEM) for certificate in sealer.chain)
    write_whole(path, base64.b64encode(envelope.encrypt(pem, context=_context(path))).decode())
    return sealer


def _new_root() -> SoftwareSealer:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Sojourn demonstration root", "Sojourn", None)
    certificate = (
        _certificate(name, name, key.public_key(), key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(for_authority=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return SoftwareSealer((certificate,), key)


def _new_key(holder: SealHolder, root: SoftwareSealer, purpose: str) -> SoftwareSealer:
    key = ec.generate_private_key(ec.SECP256R1())
    return SoftwareSealer(_certified(holder, root, key.public_key(), purpose), key)


def _certified(
    holder: SealHolder, root: SoftwareSealer, key: ec.EllipticCurvePublicKey, purpose: str
) -> tuple[x509.Certificate, ...]:
    authority, ending = root.chain[0], f" ({purpose.removesuffix('s')})"
    common = f"{holder.name[: _LONGEST_NAME_PART - len(ending)]}{ending}"
    certificate = (
        _certificate(
            _name(common, holder.name, holder.country[:2] or None),
            authority.subject,
            key,
            root.key.public_key(),
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(for_authority=False), critical=True)
        .sign(root.key, hashes.SHA256())
    )
    return certificate, authority


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    authority: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_VALID_FROM)
        .not_valid_after(_VALID_UNTIL)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority), critical=False)
    )


def _name(common_name: str, organisation: str, country: str | None) -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:_LONGEST_NAME_PART]),
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, _DEMONSTRATION),
        x509.NameAttribute(NameOID.COMMON_NAME, common_name[:_LONGEST_NAME_PART]),
    ]
    return x509.Name([*([x509.NameAttribute(NameOID.COUNTRY_NAME, country)] if country else []), *parts])


def _usage(*, for_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not for_authority,
        content_commitment=not for_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=for_authority,
        crl_sign=for_authority,
        encipher_only=False,
        decipher_only=False,
    )
