"""Reading status lists."""

from sojourn.certificates.models import Certificate
from sojourn.certificates.states import Status
from sojourn.certificates.status_list import StatusReference


def status_of(uri: str, index: int) -> Status | None:
    """The status of the certificate at this place, as of now; None where no certificate has it."""
    row = Certificate.objects.filter(status_list__uri=uri, status_index=index).first()
    return Status(row.status) if row else None


def reference_of(number: str) -> StatusReference | None:
    """The place of the certificate with this number; None for one from before there were lists."""
    row = Certificate.objects.select_related("status_list").filter(number=number).first()
    if row is None or row.status_list is None or row.status_index is None:
        return None
    return StatusReference(row.status_list.uri, row.status_index)
