"""The decision as the applicant reads it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sojourn.casework.models import Decision
from sojourn.casework.texts import reason_words, remedy_words


@dataclass(frozen=True, slots=True)
class Notice:
    """What was decided, why, and what can be done about it, in one language."""

    result: str
    reasons: tuple[str, ...]
    own_words: str
    remedy: str
    decided_at: datetime
    is_automatic: bool
    certificate_number: str | None


def notice_of(request_id: UUID, language: str) -> Notice | None:
    """The decision on a request in the reader's language, None while there is none.

    The caller has asked `requests.access` for the request before: this does not ask again who may see it.
    """
    decision = Decision.objects.in_force().filter(case__request_id=request_id).first()
    if decision is None:
        return None
    return Notice(
        result=decision.result,
        reasons=tuple(reason_words(code, language) for code in decision.reasons),
        own_words=decision.own_words,
        remedy=remedy_words(decision.remedy, language),
        decided_at=decision.decided_at,
        is_automatic=decision.is_automatic,
        certificate_number=decision.certificate_number,
    )
