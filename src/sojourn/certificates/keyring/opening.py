"""A kept key, ready to sign."""

from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.core.exceptions import ImproperlyConfigured

from sojourn.certificates.keyring.models import Key
from sojourn.certificates.keys import Sealer, SoftwareSealer


def opened(row: Key) -> Sealer:
    """The signing part of a kept key. Opened keys are remembered: the same row gives the same object."""
    return _software(row.private, row.chain)


@lru_cache(maxsize=256)
def _software(private: str, chain: str) -> SoftwareSealer:
    key = serialization.load_pem_private_key(private.encode(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise ImproperlyConfigured("A kept key signs with an elliptic curve or RSA.")
    return SoftwareSealer(tuple(x509.load_pem_x509_certificates(chain.encode())), key)
