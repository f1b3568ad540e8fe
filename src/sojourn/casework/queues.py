"""What waits for an officer, and what an officer has in hand: lists, counts and pictures, in few queries.

Everything here is counted over cases that are still open, through the index of the queue; what was decided, however
much it is, is never read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Count, Min, Q

from sojourn.casework.access import CaseRow, rows_of
from sojourn.casework.asking.models import Inquiry
from sojourn.casework.hosting.queues import named_queues
from sojourn.casework.models import Case, CaseQuerySet, Flag
from sojourn.casework.permissions import cases_in_sight, employers_of_officer, officer_id
from sojourn.casework.states import IN_HAND_STATES, OPEN_STATES, CaseState
from sojourn.core import clock
from sojourn.parties.acting import ActingAs

PAGE_LENGTH: Final = 50
MOST_OWN: Final = 200
# Ages in whole days, each from the first to the second; the last has no end.
AGES: Final[Mapping[str, tuple[int, int | None]]] = {
    "0": (0, 1),
    "2": (2, 7),
    "8": (8, 30),
    "31": (31, None),
}
_WAITING_STATES: Final = (CaseState.WAITING.value, CaseState.LIAISON.value)


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which of the waiting cases; empty means all. `age` is a key of AGES, `risk` a number of `risk.Risk`,
    `queue` the name of one that the institution has set."""

    kind: str = ""
    host: str = ""
    age: str = ""
    risk: str = ""
    language: str = ""
    flag: str = ""
    queue: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """What is set, by name."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name))}


@dataclass(frozen=True, slots=True)
class Pile:
    """The waiting cases that have one thing in common: how many, since when the oldest waits."""

    value: str
    count: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the waiting cases; the piles by each thing to filter by; how many come back tomorrow."""

    rows: tuple[CaseRow, ...]
    fitting: int
    waiting: int
    oldest: datetime | None
    piles: Mapping[str, tuple[Pile, ...]]
    flags: tuple[str, ...]
    back_tomorrow: int
    page: int
    pages: int
    named: tuple[str, ...] = ()

    @property
    def elsewhere(self) -> int:
        """How many wait that do not fit the filter."""
        return self.waiting - self.fitting


@dataclass(frozen=True, slots=True)
class OwnCases:
    """What an officer has in hand: due today or late, back from waiting today, other work, and what still waits."""

    due: tuple[CaseRow, ...]
    returned: tuple[CaseRow, ...]
    others: tuple[CaseRow, ...]
    waiting: tuple[CaseRow, ...]

    @property
    def for_today(self) -> int:
        """How many can be worked on now."""
        return len(self.due) + len(self.returned) + len(self.others)


@dataclass(frozen=True, slots=True)
class Load:
    """A colleague's open cases: in work, waiting for others, and of both those that are late."""

    name: str
    working: int
    waiting: int
    late: int


def queue_for(acting: ActingAs, wanted: QueueFilter | None = None, page: int = 1) -> Queue:
    """The institution's queue, what is due first on top. Raises NotAllowed for anyone but its staff."""
    wanted = wanted or QueueFilter()
    named = named_queues(str(acting.institution_id))
    waiting = cases_in_sight(acting).waiting()
    piles = _piles(waiting)
    codes = Flag.objects.filter(case__in=waiting.order_by()).order_by("code").values_list("code", flat=True)
    fitting = filtered(waiting.filter(named.get(wanted.queue, Q())), wanted)
    by_kind = piles["kind"]
    waiting_count = sum(pile.count for pile in by_kind)
    count = fitting.count() if wanted.chosen else waiting_count
    pages = max(1, -(-count // PAGE_LENGTH))
    page = min(max(page, 1), pages)
    rows = fitting.order_by("due_on", "opened_at", "pk")[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
    return Queue(
        rows=rows_of(rows),
        fitting=count,
        waiting=waiting_count,
        oldest=min((pile.oldest for pile in by_kind), default=None),
        piles=piles,
        flags=tuple(codes.distinct()),
        back_tomorrow=_back_on_day(acting),
        named=tuple(named),
        page=page,
        pages=pages,
    )


def waiting_for(acting: ActingAs, wanted: QueueFilter) -> CaseQuerySet:
    """The waiting cases that fit and are not the officer's own matter, what is due first on top."""
    return (
        filtered(cases_in_sight(acting).waiting().filter(_named(acting, wanted)), wanted)
        .exclude(requester_id=acting.actor.person_id)
        .exclude(employer_id__in=employers_of_officer(acting))
        .order_by("due_on", "opened_at", "pk")
    )


def _named(acting: ActingAs, wanted: QueueFilter) -> Q:
    """What the chosen queue of the institution holds; everything where none is chosen or it is gone."""
    return named_queues(str(acting.institution_id)).get(wanted.queue, Q()) if wanted.queue else Q()


def own_cases(acting: ActingAs) -> OwnCases:
    """The open cases that the officer has in hand, by what is to be done today. Raises NotAllowed."""
    mine = cases_in_sight(acting).filter(
        assigned_to=officer_id(acting), state__in=[state.value for state in IN_HAND_STATES]
    )
    cases = list(mine.order_by("due_on", "opened_at", "pk").prefetch_related("flags")[:MOST_OWN])
    today = clock.today()
    back = _came_back(cases)
    sorted_out: dict[str, list[Case]] = {"due": [], "returned": [], "others": [], "waiting": []}
    for case in cases:
        if case.pk in back:
            pile = "returned"
        elif case.state in _WAITING_STATES:
            pile = "waiting"
        else:
            pile = "due" if case.due_on <= today else "others"
        sorted_out[pile].append(case)
    return OwnCases(**{name: rows_of(found) for name, found in sorted_out.items()})


def loads_of(acting: ActingAs) -> tuple[Load, ...]:
    """Who has how much in hand at the institution, most first. Raises NotAllowed for anyone but its staff."""
    late = Q(due_on__lt=clock.today())
    waits = Q(state__in=_WAITING_STATES)
    counted = (
        cases_in_sight(acting)
        .filter(state__in=[state.value for state in IN_HAND_STATES])
        .order_by()
        .values("assigned_to")
        .annotate(all=Count("pk"), waiting=Count("pk", filter=waits), late=Count("pk", filter=late))
    )
    rows = list(counted)
    people = get_user_model().objects.in_bulk([row["assigned_to"] for row in rows])
    loads = (
        Load(_name(people, row["assigned_to"]), row["all"] - row["waiting"], row["waiting"], row["late"])
        for row in rows
    )
    return tuple(sorted(loads, key=lambda load: (-(load.working + load.waiting), load.name)))


def due_cases_of(acting: ActingAs, people: Iterable[UUID]) -> tuple[tuple[str, CaseRow], ...]:
    """What is due or back today and lies with colleagues who are away: the colleague's name and the case."""
    away = list(people)
    if not away:
        return ()
    theirs = cases_in_sight(acting).filter(
        assigned_to__in=away, state__in=[state.value for state in IN_HAND_STATES]
    )
    cases = list(
        theirs.order_by("due_on", "pk").select_related("assigned_to").prefetch_related("flags")[:MOST_OWN]
    )
    back, today = _came_back(cases), clock.today()
    due = [
        case
        for case in cases
        if case.pk in back or (case.state not in _WAITING_STATES and case.due_on <= today)
    ]
    return tuple(
        (case.assigned_to.name or case.assigned_to.email, row)
        for case, row in zip(due, rows_of(due), strict=True)
        if case.assigned_to
    )


def filtered(cases: CaseQuerySet, wanted: QueueFilter) -> CaseQuerySet:
    """Those that fit. What is no value of the thing filtered by fits nothing."""
    for name in ("kind", "host", "language"):
        if value := getattr(wanted, name):
            cases = cases.filter(**{name: value})
    if wanted.risk:
        cases = cases.filter(risk=int(wanted.risk)) if wanted.risk.isdecimal() else cases.none()
    if wanted.age:
        cases = cases.filter(_of_age(wanted.age)) if wanted.age in AGES else cases.none()
    if wanted.flag:
        cases = cases.filter(pk__in=Flag.objects.filter(code=wanted.flag).values("case"))
    return cases


def _piles(waiting: CaseQuerySet) -> dict[str, tuple[Pile, ...]]:
    """The piles by kind, country of work, risk, language and age, from one pass over the waiting cases."""
    ages: dict[str, Any] = {f"age_{age}": Count("pk", filter=_of_age(age)) for age in AGES}
    ages |= {f"since_{age}": Min("opened_at", filter=_of_age(age)) for age in AGES}
    groups = list(
        waiting.order_by()
        .values("kind", "host", "risk", "language")
        .annotate(count=Count("pk"), oldest=Min("opened_at"), **ages)
    )
    piles = {name: _pile_by(groups, name) for name in ("kind", "host", "risk", "language")}
    piles["age"] = _piles_by_age(groups)
    return piles


def _pile_by(groups: Iterable[Mapping[str, Any]], name: str) -> tuple[Pile, ...]:
    found: dict[str, Pile] = {}
    for group in groups:
        value = str(group[name])
        known = found.get(value, Pile(value, 0, group["oldest"]))
        found[value] = Pile(value, known.count + group["count"], min(known.oldest, group["oldest"]))
    return tuple(found[value] for value in sorted(found))


def _piles_by_age(groups: Iterable[Mapping[str, Any]]) -> tuple[Pile, ...]:
    groups = list(groups)
    counts = {age: sum(group[f"age_{age}"] for group in groups) for age in AGES}
    since = {age: [group[f"since_{age}"] for group in groups if group[f"since_{age}"]] for age in AGES}
    return tuple(Pile(age, count, min(since[age])) for age, count in counts.items() if count)


def _of_age(age: str) -> Q:
    first, last = AGES[age]
    now = clock.now()
    opened = Q(opened_at__lte=now - timedelta(days=first)) if first else Q()
    return opened & Q(opened_at__gt=now - timedelta(days=last + 1)) if last is not None else opened


def _came_back(cases: Iterable[Case]) -> set[UUID]:
    """Of these cases, those whose answer came today or whose day to answer has come without one."""
    ids = [case.pk for case in cases]
    if not ids:
        return set()
    today = clock.today()
    day_came = Q(state="open", due_on__lte=today) | Q(state="open", more_time_until__isnull=False)
    answered = Q(state="answered", ended_at__date=today)
    found = Inquiry.objects.filter(day_came | answered, case__in=ids)
    return set(found.values_list("case_id", flat=True))


def _back_on_day(acting: ActingAs) -> int:
    """How many waiting cases come back tomorrow because the day to answer comes."""
    tomorrow = clock.today() + timedelta(days=1)
    coming = Inquiry.objects.open().filter(due_on=tomorrow, case__institution_id=acting.institution_id)
    return coming.filter(case__restricted_to__isnull=True, case__state__in=OPEN_STATES).count()


def _name(people: Mapping[UUID, Any], person_id: UUID) -> str:
    person = people.get(person_id)
    return (person.name or person.email) if person else ""
