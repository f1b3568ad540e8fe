"""Lists of requests that stay fast however many there are: by cursor instead of by page number, counts with a cap."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.parties.access import ActingAs
from sojourn.requests.access import requests_for
from sojourn.requests.answers import Answers
from sojourn.requests.models import Request, RequestQuerySet
from sojourn.requests.states import State
from sojourn.requests.worker_index import person_index, ssn_index

ROWS_AT_ONCE: Final = 50
MOST_COUNTED: Final = 1000
MOST_NEEDING: Final = 10
MOST_OF_A_PERSON: Final = 100
# The applicant has to do something: answer, or finish and send.
NEEDS_APPLICANT: Final = (State.INFORMATION_REQUESTED, State.DRAFT, State.PACKAGE_READY)
_SHOWN: Final = (
    "id",
    "kind",
    "reference",
    "state",
    "host",
    "period_start",
    "period_end",
    "institution_id",
    "worker_part",
    "created_at",
    "changed_at",
    "handed_in_at",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests; empty means all. `start` and `end`: work abroad on at least one of these days."""

    state: str = ""
    host: str = ""
    needs_me: bool = False
    start: date | None = None
    end: date | None = None

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self == Wanted()

    def without(self, name: str) -> "Wanted":
        """The same without one of its filters ("period": without both days)."""
        if name == "period":
            return replace(self, start=None, end=None)
        if name == "needs_me":
            return replace(self, needs_me=False)
        return replace(self, host="") if name == "host" else replace(self, state="")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last request of a page: the next one begins after it."""

    changed_at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class Counted:
    """How many, up to a cap: `number` of them, and perhaps more."""

    number: int
    or_more: bool


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One page of a list. `following`: where the next page begins; None on the last one.

    `needing` are the questions that wait for an answer, on the first page of the unfiltered list; the rows leave
    them out.
    """

    rows: tuple[Request, ...]
    following: Cursor | None
    fitting: Counted
    needing: tuple[Request, ...] = ()


def page_of_requests(acting: ActingAs, wanted: Wanted, after: Cursor | None = None) -> RequestPage:
    """The requests of the one for whom one acts, last changed first, from `after` on.

    The same number of queries however many there are. Raises NotAllowed when the capacity has ended.
    """
    mine = requests_for(acting)
    fitting = _filtered(mine, wanted)
    needing: tuple[Request, ...] = ()
    rows = fitting
    if wanted.is_all:
        asked = Q(state=State.INFORMATION_REQUESTED.value)
        needing = _rows(mine.filter(asked), MOST_NEEDING)
        rows = fitting.exclude(asked) if len(needing) < MOST_NEEDING else fitting
    if after is not None:
        rows = rows.filter(
            Q(changed_at__lt=after.changed_at) | Q(changed_at=after.changed_at, id__gt=after.id)
        )
    found = _rows(rows, ROWS_AT_ONCE + 1)
    page = found[:ROWS_AT_ONCE]
    last = page[-1] if len(found) > ROWS_AT_ONCE else None
    return RequestPage(
        rows=page,
        following=Cursor(last.changed_at, last.pk) if last else None,
        fitting=counted(fitting),
        needing=needing if after is None else (),
    )


def count_all(acting: ActingAs) -> Counted:
    """How many there are without any filter."""
    return counted(requests_for(acting))


def requests_of_person(acting: ActingAs, typed: dict[str, str]) -> tuple[Request, ...]:
    """One's own requests for one worker, found by the whole number, or by given names, family name and birth date.

    What rests encrypted is found by its index and so only whole. `typed`: answers to the questions of the same
    names. Raises NotAllowed.
    """
    answers = Answers(Applicant.EMPLOYER).with_typed(load_facts(), dict(typed))
    found = requests_for(acting).of_worker(ssn_index(answers), person_index(answers))
    return _rows(found, MOST_OF_A_PERSON)


def counted(requests: RequestQuerySet) -> Counted:
    """How many there are, counted no further than the cap."""
    number = requests.order_by()[: MOST_COUNTED + 1].count()
    return Counted(min(number, MOST_COUNTED), number > MOST_COUNTED)


def _rows(requests: RequestQuerySet, most: int) -> tuple[Request, ...]:
    return tuple(requests.only(*_SHOWN)[:most])


def _filtered(requests: RequestQuerySet, wanted: Wanted) -> RequestQuerySet:
    states: Sequence[State] = [State(wanted.state)] if wanted.state else []
    if wanted.needs_me:
        states = [each for each in NEEDS_APPLICANT if not states or each in states]
    if wanted.needs_me or wanted.state:
        requests = requests.filter(state__in=[each.value for each in states])
    if wanted.host:
        requests = requests.filter(host=wanted.host)
    if wanted.end is not None:
        requests = requests.filter(period_start__lte=wanted.end)
    if wanted.start is not None:
        requests = requests.filter(
            Q(period_end__gte=wanted.start) | Q(period_end__isnull=True, period_start__isnull=False)
        )
    return requests
