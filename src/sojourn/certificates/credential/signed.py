"""Checking signatures of compact tokens: one algorithm, fixed by the key, never by what the token says of itself."""

from collections.abc import Collection
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from sojourn.certificates.credential.plain_json import decoded, encoded, parsed_object
from sojourn.certificates.credential.refusals import PresentationRefused, Refusal

ALGORITHM: Final = "ES256"
_PARTS: Final = 3
_COORDINATE: Final = 32
_SIGNATURE: Final = 64


class _Registry(jws.JWSRegistry):
    """A header may hold a chain of certificates; what else is in it is nothing that must be understood."""

    max_header_length = 16 * 1024


_REGISTRY: Final = _Registry(algorithms=[ALGORITHM], strict_check_header=False)


def header_of(token: str, types: Collection[str]) -> dict[str, Any]:
    """The header of a compact token, looked at before anything is believed.

    Raises PresentationRefused: not three parts, another type than one of `types`, another algorithm than ES256 (so
    also none, HS256 and a list of extensions that must be understood).
    """
    parts = token.split(".")
    if len(parts) != _PARTS:
        raise PresentationRefused(Refusal.NOT_A_CREDENTIAL)
    header = parsed_object(decoded(parts[0]))
    if header.get("alg") != ALGORITHM or "crit" in header or "b64" in header:
        raise PresentationRefused(Refusal.WRONG_ALGORITHM)
    if not isinstance(header.get("typ"), str) or header["typ"] not in types:
        raise PresentationRefused(Refusal.NOT_A_CREDENTIAL)
    if len(decoded(parts[2])) != _SIGNATURE:
        raise PresentationRefused(Refusal.SIGNATURE)
    return header


def signed_claims(token: str, key: ec.EllipticCurvePublicKey) -> dict[str, Any]:
    """The claims of a compact token that this P-256 key has signed. Raises PresentationRefused (`signature`)."""
    try:
        found = jws.deserialize_compact(token, ECKey.import_key(key), registry=_REGISTRY)
    except (JoseError, ValueError):
        raise PresentationRefused(Refusal.SIGNATURE) from None
    return parsed_object(found.payload)


def public_jwk(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """A P-256 key as RFC 7518 writes it."""
    numbers = key.public_numbers()
    x, y = (number.to_bytes(_COORDINATE, "big") for number in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": encoded(x), "y": encoded(y)}


def key_of_jwk(value: object) -> ec.EllipticCurvePublicKey:
    """The P-256 key that a JWK holds. Raises PresentationRefused for anything else, a private key included."""
    if not isinstance(value, dict) or (value.get("kty"), value.get("crv")) != ("EC", "P-256") or "d" in value:
        raise PresentationRefused(Refusal.BINDING_WRONG)
    x, y = value.get("x"), value.get("y")
    if not isinstance(x, str) or not isinstance(y, str):
        raise PresentationRefused(Refusal.BINDING_WRONG)
    coordinates = [decoded(each) for each in (x, y)]
    if any(len(each) != _COORDINATE for each in coordinates):
        raise PresentationRefused(Refusal.BINDING_WRONG)
    numbers = [int.from_bytes(each, "big") for each in coordinates]
    try:
        return ec.EllipticCurvePublicNumbers(numbers[0], numbers[1], ec.SECP256R1()).public_key()
    except (ValueError, UnsupportedAlgorithm):
        raise PresentationRefused(Refusal.BINDING_WRONG) from None
