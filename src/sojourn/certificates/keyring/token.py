"""Keys in a PKCS#11 token: a hardware module, or a service that looks like one. The key never leaves it.

SOJOURN_PKCS11_MODULE is the path of the token's library, SOJOURN_PKCS11_TOKEN its label, SOJOURN_PKCS11_PIN the PIN or
the path of a file that holds it. Needs the extra `pkcs11` (python-pkcs11).
"""

import hashlib
import os
import threading
import uuid
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from asn1crypto.algos import DSASignature
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sojourn.certificates.errors import KEY_OUT_OF_REACH, SealUnavailable

_CURVE: Final = "secp256r1"
_lock = threading.Lock()


@dataclass(slots=True)
class _Opened:
    """The session of this process. A child gets one of its own: PKCS#11 forbids sharing it across a fork."""

    process: int = 0
    session: Any = None


_opened = _Opened()


@dataclass(frozen=True, slots=True)
class TokenSealer:
    """A key in the token, found by its id (`location`, in hex)."""

    chain: tuple[x509.Certificate, ...]
    location: str

    def sign(self, data: bytes) -> bytes:
        """Sign with ECDSA and SHA-256. Raises SealUnavailable where the token cannot be reached."""
        p11 = _library()
        digest = hashlib.sha256(data).digest()

        def signed(session: Any) -> bytes:
            key = session.get_key(object_class=p11.ObjectClass.PRIVATE_KEY, id=bytes.fromhex(self.location))
            signature: bytes = key.sign(digest, mechanism=p11.Mechanism.ECDSA)
            return signature

        return DSASignature.from_p1363(_with_session(signed)).dump()


def made_in_token(location: uuid.UUID, label: str) -> ec.EllipticCurvePublicKey:
    """Make a P-256 key in the token that can never be read from it; its public part. Raises SealUnavailable."""
    p11 = _library()
    ecc = import_module("pkcs11.util.ec")

    def made(session: Any) -> bytes:
        parameters = session.create_domain_parameters(
            p11.KeyType.EC,
            {p11.Attribute.EC_PARAMS: ecc.encode_named_curve_parameters(_CURVE)},
            local=True,
        )
        public, _ = parameters.generate_keypair(
            id=location.bytes,
            label=label,
            store=True,
            private_template={p11.Attribute.EXTRACTABLE: False, p11.Attribute.SENSITIVE: True},
        )
        point: bytes = public[p11.Attribute.EC_POINT]
        return point

    # The point stands in an octet string; uncompressed it has 65 bytes.
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _with_session(made)[-65:])


def removed_from_token(location: str) -> None:
    """Destroy a key in the token. Raises SealUnavailable."""

    def removed(session: Any) -> bytes:
        for each in session.get_objects({_library().Attribute.ID: bytes.fromhex(location)}):
            each.destroy()
        return b""

    _with_session(removed)


def _library() -> Any:
    try:
        return import_module("pkcs11")
    except ImportError:
        raise ImproperlyConfigured(
            "Keys in a token need python-pkcs11: install sojourn with the extra pkcs11."
        ) from None


def _with_session(work: Any) -> bytes:
    """Do it in the session of this process, one at a time; once more in a new one where the token had gone."""
    p11 = _library()
    with _lock:
        for _ in range(2):
            try:
                return bytes(work(_session(p11)))
            except (p11.exceptions.PKCS11Error, RuntimeError):
                # The message may name the token's own objects.
                _opened.session = None
        raise SealUnavailable(KEY_OUT_OF_REACH)


def _session(p11: Any) -> Any:
    if not (settings.SOJOURN_PKCS11_MODULE and settings.SOJOURN_PKCS11_TOKEN):
        raise ImproperlyConfigured(
            "A key rests in a token: set SOJOURN_PKCS11_MODULE, SOJOURN_PKCS11_TOKEN and SOJOURN_PKCS11_PIN."
        )
    process = os.getpid()
    if _opened.session is None or _opened.process != process:
        library = p11.lib(settings.SOJOURN_PKCS11_MODULE)
        if _opened.process:
            library.reinitialize()
        token = library.get_token(token_label=settings.SOJOURN_PKCS11_TOKEN)
        _opened.session = token.open(rw=True, user_pin=_pin())
        _opened.process = process
    return _opened.session


def _pin() -> str:
    configured = settings.SOJOURN_PKCS11_PIN
    return Path(configured).read_text().strip() if Path(configured).is_file() else configured
