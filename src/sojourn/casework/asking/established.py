"""What officers took as established in a case, laid over what was declared."""

from uuid import UUID

from sojourn.casework.asking.models import EstablishedFact
from sojourn.requests.amending import amended_file
from sojourn.requests.entry import Typed
from sojourn.requests.for_casework import RequestFile


def established_in(case_id: UUID) -> dict[str, Typed]:
    """The facts taken as established, by the id of their question; the last one for each holds."""
    rows = EstablishedFact.objects.filter(case_id=case_id).order_by("set_at")
    return {row.fact: row.typed for row in rows}


def as_established(case_id: UUID, file: RequestFile) -> RequestFile:
    """The request as the case sees it: as it was sent, with the facts that an officer took as established."""
    return amended_file(file, established_in(case_id))
