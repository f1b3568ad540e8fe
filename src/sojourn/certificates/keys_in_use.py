"""Which key an institution signs with now: the public part alone."""

from dataclasses import dataclass
from datetime import date

from cryptography import x509
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured

from sojourn.certificates.errors import SealUnavailable
from sojourn.certificates.keyring import Purpose, sealer_in_use
from sojourn.certificates.keys import SealHolder, key_id


@dataclass(frozen=True, slots=True)
class SealInUse:
    """A seal's key: its public name, for whom it was made out and by whom, its first and last day."""

    kid: str
    subject: str
    issuer: str
    valid_from: date
    valid_until: date


def seal_in_use(holder: SealHolder, purpose: Purpose = Purpose.SEAL) -> SealInUse | None:
    """The key in use, None where there is none, where it cannot be read, or where it signs no more."""
    try:
        own = sealer_in_use(holder, purpose).chain[0]
    except (SealUnavailable, ImproperlyConfigured):
        return None
    return SealInUse(
        kid=key_id(own),
        subject=_called(own.subject),
        issuer=_called(own.issuer),
        valid_from=own.not_valid_before_utc.date(),
        valid_until=own.not_valid_after_utc.date(),
    )


def _called(name: x509.Name) -> str:
    """The common name, or all of the name where it has none."""
    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(common[0].value) if common else name.rfc4514_string()
