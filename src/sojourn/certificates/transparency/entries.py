"""What an entry of the log says, and how it becomes the hash that the log shows."""

import secrets
from collections.abc import Mapping
from typing import Any, Final

from sojourn.certificates.models import Certificate, StatusChange
from sojourn.certificates.states import Status
from sojourn.certificates.transparency.digests import digest_of
from sojourn.certificates.transparency.models import Entry
from sojourn.core import clock

VERSION: Final = 1
_SALT_BYTES: Final = 32
# A certificate becomes valid again by being confirmed after it was suspended.
_SAID: Final = {Status.VALID.value: "confirmed"}


def enter_issued(certificate: Certificate) -> None:
    """Write down that a certificate was issued, in the transaction that issues it."""
    _enter(certificate, None, {"event": "issued", "at": certificate.issued_at.isoformat()})


def enter_change(change: StatusChange) -> None:
    """Write down a change of status, in the transaction that makes it."""
    successor = change.replaced_by.number if change.replaced_by else None
    said = {
        "event": _SAID.get(change.status, change.status),
        "at": change.changed_at.isoformat(),
        "effective_on": change.effective_on.isoformat(),
        "replaced_by": successor,
    }
    _enter(change.certificate, change, said)


def _enter(certificate: Certificate, change: StatusChange | None, said: Mapping[str, Any]) -> None:
    salt = secrets.token_hex(_SALT_BYTES)
    told = {
        "v": VERSION,
        "number": certificate.number,
        "institution": certificate.institution_id,
        "document": certificate.document_sha256,
        **said,
    }
    Entry.objects.create(
        certificate=certificate,
        change=change,
        told=told,
        salt=salt,
        digest=digest_of(salt, told),
        made_at=clock.now(),
    )
