"""The decision as the applicant reads it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sojourn.casework.models import Decision
from sojourn.casework.texts import reason_words, remedy_words
from sojourn.requests.receiving import receiving_name


@dataclass(frozen=True, slots=True)
class Notice:
    """What was decided, why, and what can be done about it, in one language.

    `is_later`: it took the place of an earlier one; `forwarded_to`: the institution that decides now, by name.
    """

    result: str
    reasons: tuple[str, ...]
    own_words: str
    remedy: str
    decided_at: datetime
    is_automatic: bool
    certificate_number: str | None
    certified_from: date | None = None
    certified_until: date | None = None
    forwarded_to: str = ""
    is_later: bool = False


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
        certified_from=decision.certified_from,
        certified_until=decision.certified_until,
        forwarded_to=receiving_name(decision.forwarded_to, language) if decision.forwarded_to else "",
        is_later=decision.position > 1,
    )
