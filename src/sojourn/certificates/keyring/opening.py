"""A kept key, ready to sign: opened here, or asked where it rests."""

from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ImproperlyConfigured

from sojourn.certificates.keyring import token
from sojourn.certificates.keyring.models import Key, Store
from sojourn.certificates.keys import Sealer, SoftwareSealer


def opened(row: Key) -> Sealer:
    """The signing part of a kept key; the same object each time, so that what is computed once is kept with it.

    Raises SealUnavailable where its token cannot be reached.
    """
    if row.store == Store.PKCS11:
        return _in_token(row.location, row.chain)
    return _software(row.private, row.chain)


def chain_of(pem: str) -> tuple[x509.Certificate, ...]:
    """Certificates from PEM. Raises ValueError for anything else."""
    return _chain(pem)


@lru_cache(maxsize=1024)
def _chain(pem: str) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificates(pem.encode())) if pem else ()


@lru_cache(maxsize=256)
def _software(private: str, chain: str) -> SoftwareSealer:
    key = serialization.load_pem_private_key(private.encode(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ImproperlyConfigured("A kept key signs with an elliptic curve.")
    return SoftwareSealer(_chain(chain), key)


@lru_cache(maxsize=256)
def _in_token(location: str, chain: str) -> Sealer:
    return token.TokenSealer(_chain(chain), location)
