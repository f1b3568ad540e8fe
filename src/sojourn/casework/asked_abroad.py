"""Which authority of another country a request waits for, as its applicant reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sojourn.casework.asking.reach import request_in_reach
from sojourn.casework.european.models import Delivery
from sojourn.casework.exceptions.models import Exchange
from sojourn.casework.exceptions.states import ExchangeState
from sojourn.core import clock
from sojourn.parties.acting import ActingAs

AGREEMENT, QUESTION = "agreement", "question"


@dataclass(frozen=True, slots=True)
class AskedAbroad:
    """An authority that was asked and has not answered. `what`: its agreement, or a question (no day is set for that).

    `institution_id` is empty where the law data name nobody; `office` is then what the officer wrote.
    """

    what: str
    institution_id: str
    office: str
    country: str
    asked_on: date
    due_on: date | None = None

    @property
    def is_late(self) -> bool:
        """Whether the answer is overdue."""
        return self.due_on is not None and self.due_on < clock.today()


def asked_abroad(acting: ActingAs, request_id: UUID) -> tuple[AskedAbroad, ...]:
    """Whom the institution waits for about one's own request, an agreement first. Raises NotAllowed for any other."""
    request_in_reach(acting, request_id, writes=False)
    return (*_agreements([request_id]).values(), *_questions(request_id))


def agreements_awaited(request_ids: Iterable[UUID]) -> dict[UUID, AskedAbroad]:
    """By request: whose agreement it waits for; one query. The caller has asked for the requests."""
    return _agreements(list(request_ids))


def _agreements(request_ids: list[UUID]) -> dict[UUID, AskedAbroad]:
    rows = Exchange.objects.filter(
        case__request_id__in=request_ids, state=ExchangeState.SENT.value
    ).select_related("case")
    return {
        row.case.request_id: AskedAbroad(
            AGREEMENT,
            row.liaison_id,
            str((row.office or {}).get("name", "")),
            row.other_country,
            row.sent_on,
            row.due_on,
        )
        for row in rows
        if row.sent_on is not None
    }


def _questions(request_id: UUID) -> Iterable[AskedAbroad]:
    rows = Delivery.objects.filter(
        notice__case__request_id=request_id,
        notice__case__decision__isnull=True,
        notice__message="A005",
        notice__answered_by__isnull=True,
        sent_on__isnull=False,
    ).order_by("sent_on")
    return [
        AskedAbroad(QUESTION, row.institution_id, "", row.country, row.sent_on) for row in rows if row.sent_on
    ]
