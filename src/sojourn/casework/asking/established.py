"""What officers found out about the facts of a case, laid over what was declared."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sojourn.casework.asking.models import DisputedFact, EstablishedFact
from sojourn.parties.reading import seen_once
from sojourn.requests.amending import amended_file
from sojourn.requests.entry import Typed
from sojourn.requests.for_casework import RequestFile

ANSWER: Final = "answer"
SOURCES: Final = ("paper", "register", "call", "authority")
"""From what an officer can take a fact, beside the applicant's answer to a question."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a fact stands that is no longer merely declared.

    `state`: "verified" (found to be as declared), "established" (another value holds), "disputed" (in doubt).
    """

    state: str
    source: str
    by: UUID
    at: datetime
    reason: str = field(repr=False, default="")


def established_in(case_id: UUID) -> dict[str, Typed]:
    """The facts taken as established, by the id of their question; the last one for each holds."""
    return {row.fact: row.typed for row in _established(case_id)}


def as_established(case_id: UUID, file: RequestFile) -> RequestFile:
    """The request as the case sees it: as it was sent, with the facts that an officer took as established."""
    return amended_file(file, established_in(case_id))


def standings_in(case_id: UUID) -> dict[str, Standing]:
    """How those facts stand on which an officer has said something, by the id of their question."""
    found = {
        row.fact: Standing(
            "verified" if row.confirms else "established",
            row.source,
            row.set_by_id,
            row.set_at,
            row.reason or "",
        )
        for row in _established(case_id)
    }
    for row in _disputed(case_id):
        found[row.fact] = Standing("disputed", "", row.raised_by_id, row.raised_at, row.reason)
    return found


def _established(case_id: UUID) -> list[EstablishedFact]:
    rows = EstablishedFact.objects.filter(case_id=case_id).order_by("set_at")
    return seen_once(("established", case_id), lambda: list(rows))


def _disputed(case_id: UUID) -> list[DisputedFact]:
    rows = DisputedFact.objects.filter(case_id=case_id, settled_at__isnull=True)
    return seen_once(("disputed", case_id), lambda: list(rows))
