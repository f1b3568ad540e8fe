"""Reading status lists."""

from dataclasses import dataclass
from datetime import datetime

from sojourn.certificates.models import Certificate
from sojourn.certificates.states import Status
from sojourn.certificates.status_list import StatusReference
from sojourn.certificates.status_list.models import SignedList, StatusList


def status_of(uri: str, index: int) -> Status | None:
    """The status of the certificate at this place, as of now; None where no certificate has it."""
    row = Certificate.objects.filter(status_list__uri=uri, status_index=index).first()
    return Status(row.status) if row else None


def reference_of(number: str) -> StatusReference | None:
    """The place of the certificate with this number; None for one from before there were lists."""
    rows = Certificate.objects.filter(number=number, status_index__isnull=False)
    uri, index = next(iter(rows.values_list("status_list__uri", "status_index")), (None, None))
    return None if uri is None or index is None else StatusReference(uri, index)


@dataclass(frozen=True, slots=True)
class Published:
    """A list as anybody may have it."""

    jwt: str
    cwt: bytes
    signed_at: datetime


def published(name: str) -> Published | None:
    """The newest signed form of the list with this name; None where there is none yet."""
    row = SignedList.objects.filter(status_list_id=name).first()
    return Published(row.jwt, bytes(row.cwt), row.signed_at) if row else None


def list_addresses(institution_id: str | None = None) -> list[str]:
    """The addresses of all lists, or of those of one institution, oldest first."""
    rows = (
        StatusList.objects.all()
        if institution_id is None
        else StatusList.objects.filter(institution_id=institution_id)
    )
    return list(rows.values_list("uri", flat=True))
