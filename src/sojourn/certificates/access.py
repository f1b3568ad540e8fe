"""Reading certificates, and who may issue.

This room knows no case and no request: who may see a certificate is for the room that asked for it to say.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.conf import settings

from sojourn.certificates.content import CertificateContent, read_content
from sojourn.certificates.errors import CERTIFICATE_UNKNOWN, CertificateUnknown
from sojourn.certificates.models import Certificate
from sojourn.certificates.number import normal_number
from sojourn.certificates.states import STANDING, Status
from sojourn.core.actors import Actor, Capacity
from sojourn.core.errors import InvalidInput, NotAllowed
from sojourn.files import access as files

NOT_ISSUER: Final = "not_issuer"


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    """A certificate as issued. `secret` and `address` open it to whoever has them."""

    id: uuid.UUID
    number: str
    secret: str = field(repr=False)
    status: Status
    institution_id: str
    period_start: date
    period_end: date | None
    issued_at: datetime
    file_id: uuid.UUID
    document_sha256: str
    kid: str

    @property
    def address(self) -> str:
        """Where anybody who holds the paper can check it."""
        return f"{settings.SOJOURN_BASE_URL}/c/{self.number}/{self.secret}"


def certificate(number: str) -> IssuedCertificate:
    """The certificate with this number, however it was typed. Raises CertificateUnknown."""
    return issued(_row(number))


def content(number: str) -> CertificateContent:
    """What the certificate says. Raises CertificateUnknown, also for one that was erased."""
    return read_content(_whole(number).content)


def certificate_and_content(number: str) -> tuple[IssuedCertificate, CertificateContent]:
    """The certificate with this number and what it says. Raises CertificateUnknown, also for one that was erased."""
    row = _whole(number)
    return issued(row), read_content(row.content)


@dataclass(frozen=True, slots=True)
class LastChange:
    """What became of a certificate: replaced by another one (its number), withdrawn, or suspended."""

    status: Status
    changed_on: date
    effective_on: date
    replaced_by: str | None
    reason_code: str = ""


def last_change(number: str) -> LastChange | None:
    """The change that made a certificate's status what it is; None for one that is valid. Raises CertificateUnknown."""
    row = _row(number)
    change = row.changes.select_related("replaced_by").filter(status=row.status).order_by("changed_at").last()
    if change is None or row.status == Status.VALID:
        return None
    successor = change.replaced_by.number if change.replaced_by else None
    return LastChange(
        status=Status(change.status),
        changed_on=change.changed_at.date(),
        effective_on=change.effective_on,
        replaced_by=successor,
        reason_code=change.reason_code,
    )


def document(number: str) -> bytes:
    """The sealed PDF, exactly as issued. Raises CertificateUnknown, and FileDamaged where it did not keep.

    One that was erased has no document any more: it is unknown here.
    """
    return files.read(_whole(number).document_file)


def not_in_force(numbers: Iterable[str]) -> set[str]:
    """Those among these numbers whose certificates were withdrawn or replaced."""
    rows = Certificate.objects.filter(number__in=numbers).exclude(
        status__in=[each.value for each in STANDING]
    )
    return set(rows.values_list("number", flat=True))


def may_act_for(actor: Actor, institution_id: str) -> None:
    """Ask whether the actor may issue and change certificates of an institution: its staff, or the service itself.

    Raises NotAllowed.
    """
    own_staff = actor.capacity is Capacity.STAFF and actor.party_id == institution_id
    if not own_staff and actor.capacity is not Capacity.SYSTEM:
        raise NotAllowed(NOT_ISSUER)


def issued(row: Certificate) -> IssuedCertificate:
    """The row as other rooms see it."""
    return IssuedCertificate(
        id=row.id,
        number=row.number,
        secret=row.secret,
        status=Status(row.status),
        institution_id=row.institution_id,
        period_start=row.period_start,
        period_end=row.period_end,
        issued_at=row.issued_at,
        file_id=row.document_file,
        document_sha256=row.document_sha256,
        kid=row.seal_key.kid,
    )


def _whole(number: str) -> Certificate:
    row = _row(number)
    if row.erased_at is not None:
        raise CertificateUnknown(CERTIFICATE_UNKNOWN)
    return row


def _row(number: str) -> Certificate:
    try:
        row = Certificate.objects.numbered(normal_number(number))
    except InvalidInput:
        row = None
    if row is None:
        raise CertificateUnknown(CERTIFICATE_UNKNOWN)
    return row
