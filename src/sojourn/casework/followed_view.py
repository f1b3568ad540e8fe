"""What a request follows, as an officer sees it: the case before, the certificate, what differs, the consent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sojourn.casework.checks.facts import as_date
from sojourn.casework.gathering import Gathered


@dataclass(frozen=True, slots=True)
class FollowedView:
    """The request before and its certificate. `corrected`: ids of questions that are answered differently now.

    `consent_until`: to which day the authorities agreed (see `exceptions`).
    """

    reference: str
    number: str
    status: str
    certified_from: date | None
    certified_until: date | None
    corrected: tuple[str, ...]
    said: Mapping[str, Any]
    consent_until: date | None


def followed_view(gathered: Gathered) -> FollowedView | None:
    """None for a first request."""
    followed, known = gathered.followed, gathered.facts.followed
    if followed is None:
        return None
    return FollowedView(
        reference=followed.reference,
        number=followed.number,
        status=(known.status if known else None) or "",
        certified_from=followed.certified_from,
        certified_until=followed.certified_until,
        corrected=followed.corrected,
        said=followed.said,
        consent_until=as_date(gathered.case.consent.get("until")),
    )
