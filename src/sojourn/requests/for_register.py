"""Where requests stand, for the register, which keeps the trips for which they were sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from sojourn.requests.models import Request
from sojourn.requests.packages.models import Package
from sojourn.requests.states import State


@dataclass(frozen=True, slots=True)
class AskedFor:
    """One request: where it stands, for which days, and what came of it.

    `number`: of a certificate issued here. `elsewhere`: the days of one that another institution sent back.
    """

    id: UUID
    state: State
    host: str
    start: date | None
    end: date | None
    number: str
    elsewhere: tuple[date, date | None] | None = None


def asked_for(request_ids: Iterable[UUID]) -> dict[UUID, AskedFor]:
    """The requests by their ids. Whether the asker may know is for the register to say, which keeps the link."""
    ids = list(request_ids)
    if not ids:
        return {}
    rows = Request.objects.filter(pk__in=ids)
    columns = ("pk", "state", "host", "period_start", "period_end", "certificate_number")
    found = {
        pk: AskedFor(pk, State(state), host, start, end, number)
        for pk, state, host, start, end, number in rows.values_list(*columns)
    }
    back = [pk for pk, each in found.items() if each.state is State.CERTIFICATE_RECEIVED]
    for package in Package.objects.filter(request_id__in=back) if back else ():
        one = found[package.request_id]
        found[one.id] = AskedFor(
            one.id, one.state, one.host, one.start, one.end, "", _days(package.answer, one)
        )
    return found


def _days(answer: dict[str, str], asked: AskedFor) -> tuple[date, date | None] | None:
    start = date.fromisoformat(answer["start"]) if answer.get("start") else asked.start
    end = date.fromisoformat(answer["end"]) if answer.get("end") else asked.end
    return (start, end) if start else None


def sent_requests(employer_id: UUID) -> QuerySet[Request]:
    """First requests of an employer that were sent and not withdrawn, oldest first."""
    rows = Request.objects.filter(employer_id=employer_id, kind="first", handed_in_at__isnull=False)
    return rows.exclude(state=State.WITHDRAWN.value).order_by("handed_in_at", "pk")
