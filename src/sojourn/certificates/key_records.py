"""The public part of every key that has sealed, kept so that seals can be checked years later."""

from cryptography.hazmat.primitives.serialization import Encoding

from sojourn.certificates.keys import Sealer, key_id
from sojourn.certificates.models import SealKey
from sojourn.core import clock


def kept_key(sealer: Sealer, institution_id: str, institution_name: str) -> SealKey:
    """The record of the sealer's key, made when it seals for the first time."""
    own = sealer.chain[0]
    key, _ = SealKey.objects.get_or_create(
        kid=key_id(own),
        defaults={
            "institution_id": institution_id,
            "institution_name": institution_name,
            "chain": b"".join(each.public_bytes(Encoding.PEM) for each in sealer.chain).decode(),
            "valid_from": own.not_valid_before_utc,
            "valid_until": own.not_valid_after_utc,
            "first_used_at": clock.now(),
        },
    )
    return key
