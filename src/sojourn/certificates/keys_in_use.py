"""Which key an institution seals with now, and which it has sealed with: the public part alone."""

from dataclasses import dataclass
from datetime import date

from cryptography import x509
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured

from sojourn.certificates.errors import SealUnavailable
from sojourn.certificates.keyring import sealer_in_use
from sojourn.certificates.keys import SealHolder, key_id
from sojourn.certificates.models import SealKey


@dataclass(frozen=True, slots=True)
class SealInUse:
    """A seal's key: its public name, for whom it was made out and by whom, its first and last day."""

    kid: str
    subject: str
    issuer: str
    valid_from: date
    valid_until: date


def seal_in_use(holder: SealHolder) -> tuple[SealInUse | None, tuple[SealInUse, ...]]:
    """The key in use, None where there is none or it cannot be read; and those before it that have sealed."""
    try:
        own = sealer_in_use(holder).chain[0]
    except (SealUnavailable, ImproperlyConfigured):
        now = None
    else:
        now = SealInUse(
            kid=key_id(own),
            subject=_called(own.subject),
            issuer=_called(own.issuer),
            valid_from=own.not_valid_before_utc.date(),
            valid_until=own.not_valid_after_utc.date(),
        )
    rows = SealKey.objects.filter(institution_id=holder.id).order_by("-first_used_at")
    earlier = tuple(
        SealInUse(row.kid, row.institution_name, "", row.valid_from.date(), row.valid_until.date())
        for row in rows
        if now is None or row.kid != now.kid
    )
    return now, earlier


def _called(name: x509.Name) -> str:
    """The common name, or all of the name where it has none."""
    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(common[0].value) if common else name.rfc4514_string()
