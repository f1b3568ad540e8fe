"""Whoever wants a credential bound to a key proves that they hold it: a JWT as OpenID4VCI 1.0 words it."""

from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec

from sojourn.certificates.credential.errors import PROOF_WRONG, CredentialRefused
from sojourn.certificates.credential.refusals import PresentationRefused
from sojourn.certificates.credential.signed import header_of, key_of_jwk, signed_claims

LARGEST: Final = 16 * 1024
TYPE: Final = "openid4vci-proof+jwt"
_OLDEST: Final = 900
_CLOCKS_DIFFER: Final = 60


def proven_key(proof: object, *, audience: str, now: datetime) -> tuple[ec.EllipticCurvePublicKey, object]:
    """The key that the proof was made with, and the nonce in it, which the caller checks and uses up.

    Raises CredentialRefused (`credential_proof_wrong`): not signed by the key in its header, for somebody else, made
    at another time, or naming its key in another way than as a JWK.
    """
    if not isinstance(proof, str) or len(proof) > LARGEST or not proof.isascii():
        raise CredentialRefused(PROOF_WRONG)
    try:
        header = header_of(proof, {TYPE})
        if "kid" in header or "x5c" in header:
            raise CredentialRefused(PROOF_WRONG)
        key = key_of_jwk(header.get("jwk"))
        claims = signed_claims(proof, key)
    except PresentationRefused:
        raise CredentialRefused(PROOF_WRONG) from None
    made_at = claims.get("iat")
    in_time = type(made_at) is int and -_CLOCKS_DIFFER <= now.timestamp() - made_at <= _OLDEST
    if claims.get("aud") != audience or not in_time:
        raise CredentialRefused(PROOF_WRONG)
    return key, claims.get("nonce")
