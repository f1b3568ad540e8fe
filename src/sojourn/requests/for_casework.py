"""What casework reads of requests: frozen files, and which of them wait."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sojourn.core.errors import NotAllowed
from sojourn.requests.models import Request
from sojourn.requests.states import State
from sojourn.requests.worker_questions import WorkersTurn


@dataclass(frozen=True, slots=True)
class RequestFile:
    """A request as it was handed in.

    `particulars` are texts; `family` are the members who come along; `remarks` are the warnings that the
    applicant went on from: code and own words. `firm_id`: the firm that began the request under a mandate;
    `worker_asked`: the worker was asked for the own part and has not finished it.
    """

    id: UUID
    reference: str
    kind: str
    applicant_kind: str
    institution_id: str
    employer_id: UUID | None
    requester_id: UUID
    keeper_id: UUID
    handed_in_at: datetime
    is_submitted: bool
    situation: Mapping[str, Any]
    determination: Mapping[str, Any]
    law_version: str
    questions_version: str
    certificate_number: str
    ssn_index: str
    person_index: str
    unknown: tuple[str, ...]
    particulars: Mapping[str, str] = field(repr=False)
    family: tuple[Mapping[str, str], ...] = field(default=(), repr=False)
    remarks: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    follows_id: UUID | None = None
    language: str = "en"
    firm_id: UUID | None = None
    worker_asked: bool = False


def request_file(request_id: UUID, *, lock: bool = False) -> RequestFile:
    """The file of a request that was handed in; with `lock`, nobody changes it until the transaction ends.

    Raises NotAllowed where there is none or it is still a draft.
    """
    rows = Request.objects.filter(pk=request_id, handed_in_at__isnull=False)
    request = (rows.locked() if lock else rows).first()
    if request is None or request.handed_in_at is None or request.handed_in_by_id is None:
        raise NotAllowed("not_allowed")
    family = request.particulars.get("worker.family") or []
    return RequestFile(
        id=request.pk,
        reference=request.reference or "",
        kind=request.kind,
        applicant_kind=request.applicant_kind,
        institution_id=request.institution_id,
        employer_id=request.employer_id,
        requester_id=request.handed_in_by_id,
        keeper_id=request.kept_by_id or request.handed_in_by_id,
        handed_in_at=request.handed_in_at,
        is_submitted=request.stands.is_with_institution,
        situation=request.situation,
        determination=request.determination or {},
        law_version=request.law_version,
        questions_version=request.questions_version,
        certificate_number=request.certificate_number,
        ssn_index=request.ssn_index,
        person_index=request.person_index,
        unknown=tuple(request.unknown),
        particulars={key: value for key, value in request.particulars.items() if isinstance(value, str)},
        family=tuple(family),
        remarks=tuple((kept["code"], kept["reason"]) for kept in request.acknowledged.values()),
        follows_id=request.follows_id,
        firm_id=request.firm_id,
        worker_asked=request.worker_part == WorkersTurn.ASKED,
        language=request.language,
    )


def withdrawn_ids() -> QuerySet[Request, UUID]:
    """The ids of requests that were handed in and withdrawn."""
    gone = Request.objects.filter(state=State.WITHDRAWN.value, handed_in_at__isnull=False)
    return gone.values_list("pk", flat=True)
