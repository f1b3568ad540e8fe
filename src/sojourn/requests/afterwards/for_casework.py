"""What casework reads of a request that follows another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sojourn.engine.lawbook.facts import load_facts
from sojourn.requests.answers import FIRST
from sojourn.requests.corrections import corrected, is_spelling
from sojourn.requests.models import Request


@dataclass(frozen=True, slots=True)
class Followed:
    """The request and certificate that a request is about, and how it differs from them.

    `said`: the answers of its kind that name nobody; `words`: those in own words; `corrected`: ids of questions that
    are answered differently; `certified_from` and `certified_until`: the certificate's days when it was asked.
    """

    request_id: UUID
    reference: str
    number: str
    kind: str
    certified_from: date | None
    certified_until: date | None
    limit: date | None
    corrected: tuple[str, ...]
    is_spelling: bool
    said: Mapping[str, Any]
    words: Mapping[str, str] = field(repr=False)

    @property
    def never_began(self) -> bool:
        """Whether an early end says that the work did not take place."""
        return self.kind == "early_end" and self.said.get("question.end_reason") == "never_began"


def followed_by(request_id: UUID) -> Followed | None:
    """What the request follows; None for a first request."""
    request = Request.objects.select_related("follows").get(pk=request_id)
    before = request.follows
    if before is None or request.kind == FIRST:
        return None
    facts, answers = load_facts(), request.answers
    own = facts.afterwards[request.kind].fresh
    particulars = answers.particulars(facts)
    return Followed(
        request_id=before.pk,
        reference=before.reference or "",
        number=request.follows_number,
        kind=request.kind,
        certified_from=answers.carried_day("certified_from"),
        certified_until=answers.carried_day("certified_until"),
        limit=answers.carried_day("limit"),
        corrected=corrected(before.answers, answers, facts),
        is_spelling=request.kind == "correction" and is_spelling(before.answers, answers, facts),
        said={name: value for name, value in answers.plain(facts).items() if name in own},
        words={name: str(value) for name, value in particulars.items() if name in own},
    )
