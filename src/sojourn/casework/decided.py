"""What was decided in a case, one after the other, and the letters: for officers and for the applicant."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from sojourn.casework.models import Decision, Letter
from sojourn.casework.permissions import case_in_sight, cases_in_sight, require_officer
from sojourn.core.actors import Capacity
from sojourn.core.errors import NotAllowed
from sojourn.files.access import read
from sojourn.parties.acting import ActingAs
from sojourn.requests.access import request_for
from sojourn.requests.forwarding import SentOn, sent_on


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision in the line of those of a case. `in_force`: no later one has superseded it."""

    position: int
    result: str
    reasons: tuple[str, ...]
    decided_at: datetime
    decided_by: str
    signed_by: str
    certificate_number: str
    certified_from: date | None
    certified_until: date | None
    forwarded_to: str
    law_version: str
    in_force: bool
    letter_id: UUID | None
    own_words: str = field(repr=False, default="")

    @property
    def is_automatic(self) -> bool:
        """Whether no person decided."""
        return not self.decided_by


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter of the institution that can be opened."""

    id: UUID
    occasion: str
    written_at: datetime


def decisions_of(acting: ActingAs, reference: str) -> tuple[Decided, ...]:
    """All decisions of a case, newest first. Raises NotAllowed for one that the officer does not see."""
    case = case_in_sight(require_officer(acting), reference)
    if case.decision_id is None:
        return ()
    rows = Decision.objects.filter(case=case).select_related("decided_by", "signed_by", "letter")
    return tuple(_decided(each, in_force=each.pk == case.decision_id) for each in rows.order_by("-position"))


def letter_of_officer(acting: ActingAs, reference: str, letter_id: UUID) -> bytes:
    """A letter of a case as it was sent. Raises NotAllowed for one that the officer does not see."""
    cases = cases_in_sight(require_officer(acting)).filter(reference=reference)
    return _opened(Letter.objects.filter(case__in=cases, pk=letter_id).first())


def letters_of_applicant(acting: ActingAs, request_id: UUID) -> tuple[LetterRow, ...]:
    """The institution's letters about one's own request, newest first. Raises NotAllowed for any other."""
    _own_request(acting, request_id)
    # Of the same moment: what answers a decision comes after the decision's own letter.
    newest_first = ("-written_at", F("decision").asc(nulls_first=True), "pk")
    rows = Letter.objects.filter(case__request_id=request_id).order_by(*newest_first)
    return tuple(LetterRow(row.pk, row.occasion, row.written_at) for row in rows)


def letter_of_applicant(acting: ActingAs, request_id: UUID, letter_id: UUID) -> bytes:
    """One of them as it was sent. Raises NotAllowed for any other."""
    _own_request(acting, request_id)
    return _opened(Letter.objects.filter(case__request_id=request_id, pk=letter_id).first())


def went_on_to(acting: ActingAs, request_id: UUID) -> SentOn | None:
    """Where one's own request went on; None for one that was not forwarded. Raises NotAllowed for any other."""
    _own_request(acting, request_id)
    return sent_on(request_id)


def _own_request(acting: ActingAs, request_id: UUID) -> None:
    if acting.actor.capacity is Capacity.STAFF:
        raise NotAllowed("not_allowed")
    request_for(acting, request_id)


def _opened(letter: Letter | None) -> bytes:
    if letter is None:
        raise NotAllowed("not_allowed")
    return read(letter.file_id)


def _decided(decision: Decision, *, in_force: bool) -> Decided:
    letter: Letter | None = getattr(decision, "letter", None)
    return Decided(
        position=decision.position,
        result=decision.result,
        reasons=tuple(decision.reasons),
        decided_at=decision.decided_at,
        decided_by=_name(decision.decided_by),
        signed_by=_name(decision.signed_by),
        certificate_number=decision.certificate_number or "",
        certified_from=decision.certified_from,
        certified_until=decision.certified_until,
        forwarded_to=decision.forwarded_to,
        law_version=decision.law_version,
        in_force=in_force,
        letter_id=letter.pk if letter else None,
        own_words=decision.own_words,
    )


def _name(person: object) -> str:
    return getattr(person, "name", "") or getattr(person, "email", "") if person else ""
