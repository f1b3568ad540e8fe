"""What a proof of application says of a request, and what of it anybody with the proof may know today."""

import hashlib
import json
from typing import Literal
from uuid import UUID

from sojourn.core import clock
from sojourn.requests.models import Request
from sojourn.requests.states import State

type Today = Literal["received", "decided", "withdrawn", "to_be_sent", "sent", "unknown"]

_TODAY: dict[State, Today] = {
    State.SUBMITTED: "received",
    State.INFORMATION_REQUESTED: "received",
    State.APPROVED: "decided",
    State.REFUSED: "decided",
    State.FORWARDED: "decided",
    State.DISCONTINUED: "decided",
    State.WITHDRAWN: "withdrawn",
    State.PACKAGE_READY: "to_be_sent",
    State.PACKAGE_SENT: "sent",
    State.CERTIFICATE_RECEIVED: "decided",
    State.PACKAGE_ANSWERED: "decided",
}


def fingerprint(request_id: UUID) -> str:
    """SHA-256 of everything that was frozen when the request was handed in.

    The request's id, which is random, is part of it: nobody who does not have the request can try out answers.
    """
    request = Request.objects.get(pk=request_id)
    frozen = {
        "request": str(request.pk),
        "reference": request.reference,
        "applicant": request.applicant_kind,
        "answers": {**request.plain, **request.particulars},
        "unknown": request.unknown,
        "situation": request.situation,
        "institution": request.institution_id,
        "law": request.law_version,
        "questions": request.questions_version,
        "asked": request.questions_asked,
        "received": request.handed_in_at.isoformat() if request.handed_in_at else "",
    }
    text = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def language_of(request_id: UUID) -> str:
    """The language of the person who handed the request in."""
    return Request.objects.values_list("handed_in_by__language", flat=True).get(pk=request_id) or "en"


def unproven_ids(limit: int) -> list[UUID]:
    """Requests that were handed in and have no proof yet, in any order: none that fails holds up the others."""
    waiting = Request.objects.filter(handed_in_at__isnull=False, proven_at__isnull=True)
    return list(waiting.order_by("?").values_list("pk", flat=True)[:limit])


def note_proof(request_id: UUID) -> None:
    """Remember that the proof is there. Again changes nothing."""
    Request.objects.filter(pk=request_id, proven_at__isnull=True).update(proven_at=clock.now())


def stands_today(request_id: UUID | str) -> Today:
    """Where a request stands, told without particulars to whoever holds its proof."""
    state = Request.objects.filter(pk=request_id).values_list("state", flat=True).first()
    return _TODAY.get(State(state), "unknown") if state else "unknown"
