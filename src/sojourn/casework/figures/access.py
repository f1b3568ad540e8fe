"""Figures of the reader's own institution: a handful of queries, however many cases there are."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncWeek

from sojourn.casework.figures.measures import Measure, within
from sojourn.casework.figures.models import CountedDay, Figure
from sojourn.casework.models import Case, InstitutionSetting
from sojourn.casework.permissions import require_officer
from sojourn.casework.processing_times import FEWEST
from sojourn.casework.sampling.access import error_rates
from sojourn.casework.sampling.rates import ErrorRate
from sojourn.certificates.checking.counts import checks_between
from sojourn.core import clock
from sojourn.core.errors import NotAllowed
from sojourn.parties.acting import ActingAs

PERIODS: Final = (7, 30, 90, 365)
AGES: Final = (7, 30, 90)
_BY_WEEK_FROM: Final = 60


@dataclass(frozen=True, slots=True)
class Volume:
    """What came and went in a stretch of time that begins on `start`: a day, or a week."""

    start: date
    received: int
    automatic: int
    by_officers: int


@dataclass(frozen=True, slots=True)
class Share:
    """Decisions on one country of work or kind of request, and how many of them no person made."""

    code: str
    decided: int
    automatic: int


@dataclass(frozen=True, slots=True)
class Took:
    """How long officers took: half within `median`, nine in ten within `ninetieth`; None where they are too few."""

    code: str
    decided: int
    median: timedelta | None
    ninetieth: timedelta | None


@dataclass(frozen=True, slots=True)
class Aged:
    """Open cases received more than `over` and at most `upto` days ago (None: no end); how many are overdue."""

    over: int
    upto: int | None
    cases: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All of it, for the days from `first` to `last`. `counted_at`: as of when."""

    first: date
    last: date
    counted_at: datetime | None
    by_week: bool
    volumes: tuple[Volume, ...]
    hosts: tuple[Share, ...]
    kinds: tuple[Share, ...]
    times_by_host: tuple[Took, ...]
    times_by_kind: tuple[Took, ...]
    results: tuple[tuple[str, int], ...]
    refused_for: tuple[tuple[str, int], ...]
    ends: tuple[tuple[date, int], ...]
    ages: tuple[Aged, ...]
    error_rates: tuple[tuple[str, ErrorRate], ...]
    # By way and outcome: how often certificates of the institution were checked by anybody.
    checks: tuple[tuple[str, str, int], ...]

    @property
    def received(self) -> int:
        return sum(volume.received for volume in self.volumes)

    @property
    def decided(self) -> int:
        return sum(share.decided for share in self.hosts)

    @property
    def automatic(self) -> int:
        return sum(share.automatic for share in self.hosts)


def figures_of(acting: ActingAs, days: int) -> Figures:
    """The figures of the last so many days, with today. Raises NotAllowed for anyone but an institution's staff."""
    acting = require_officer(acting)
    institution_id = str(acting.institution_id)
    if not InstitutionSetting.objects.filter(pk=institution_id).exists():
        raise NotAllowed("not_allowed")
    last = clock.today()
    first = last - timedelta(days=days - 1)
    counted = CountedDay.objects.filter(institution_id=institution_id).order_by("-day").first()
    decided = _summed(institution_id, Measure.DECIDED, first, last)
    lasted = _summed(institution_id, Measure.LASTED, first, last)
    by_week = days > _BY_WEEK_FROM
    return Figures(
        first=first,
        last=last,
        counted_at=counted.counted_at if counted else None,
        by_week=by_week,
        volumes=_volumes(institution_id, first, last, by_week=by_week),
        hosts=_shares(decided, lambda kind, host: host),
        kinds=_shares(decided, lambda kind, host: kind),
        times_by_host=_times(lasted, lambda kind, host: host),
        times_by_kind=_times(lasted, lambda kind, host: kind),
        results=_most_first((detail.partition(":")[2], count) for _, _, detail, count in decided),
        refused_for=_most_first(
            (detail, count)
            for _, _, detail, count in _summed(institution_id, Measure.REFUSED_FOR, first, last)
        ),
        ends=_ends(institution_id, last),
        ages=_ages(institution_id, last),
        error_rates=_error_rates(institution_id, first),
        checks=_checks(institution_id, first, last),
    )


type _Row = tuple[str, str, str, int]


def _summed(institution_id: str, measure: Measure, first: date, last: date) -> list[_Row]:
    """Kind, country of work, detail and count."""
    rows = Figure.objects.of(institution_id, measure).between(first, last).order_by()
    return list(rows.values_list("kind", "host", "detail").annotate(Sum("count")))


def _most_first(counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    total: Counter[str] = Counter()
    for code, count in counts:
        total[code] += count
    return tuple(sorted(total.items(), key=lambda each: (-each[1], each[0])))


def _volumes(institution_id: str, first: date, last: date, *, by_week: bool) -> tuple[Volume, ...]:
    rows = Figure.objects.filter(
        institution_id=institution_id, measure__in=[Measure.RECEIVED, Measure.DECIDED]
    ).between(first, last)
    starts = TruncWeek("day") if by_week else F("day")
    grouped = rows.annotate(start=starts).order_by().values_list("start", "measure", "detail")
    counts: dict[date, Counter[str]] = defaultdict(Counter)
    for start, measure, detail, count in grouped.annotate(Sum("count")):
        what = measure if measure == Measure.RECEIVED else detail.partition(":")[0]
        counts[start][what] += count
    step = timedelta(days=7 if by_week else 1)
    start = first - timedelta(days=first.weekday()) if by_week else first
    volumes = []
    while start <= last:
        found = counts[start]
        volumes.append(Volume(start, found[Measure.RECEIVED], found["automatic"], found["officer"]))
        start += step
    return tuple(volumes)


def _shares(rows: Iterable[_Row], code_of: Callable[[str, str], str]) -> tuple[Share, ...]:
    decided: Counter[str] = Counter()
    automatic: Counter[str] = Counter()
    for kind, host, detail, count in rows:
        code = code_of(kind, host)
        decided[code] += count
        automatic[code] += count if detail.startswith("automatic:") else 0
    codes = sorted(decided, key=lambda code: (-decided[code], code))
    return tuple(Share(code, decided[code], automatic[code]) for code in codes)


def _times(rows: Iterable[_Row], code_of: Callable[[str, str], str]) -> tuple[Took, ...]:
    """The slowest first; what is too little to tell a time from comes last."""
    classes: dict[str, Counter[int]] = defaultdict(Counter)
    for kind, host, detail, count in rows:
        classes[code_of(kind, host)][int(detail)] += count
    times = [_took(code, counts) for code, counts in classes.items()]
    return tuple(sorted(times, key=lambda each: (-(each.ninetieth or timedelta(0)), each.code)))


def _took(code: str, counts: Mapping[int, int]) -> Took:
    decided = sum(counts.values())
    if decided < FEWEST:
        return Took(code, decided, None, None)
    return Took(code, decided, within(counts, 0.5), within(counts, 0.9))


def _ends(institution_id: str, today: date) -> tuple[tuple[date, int], ...]:
    rows = Figure.objects.of(institution_id, Measure.ENDS).filter(day__gte=today.replace(day=1))
    found = dict(rows.order_by().values_list("day").annotate(Sum("count")))
    month = today.replace(day=1)
    months = []
    for _ in range(12):
        months.append((month, found.get(month, 0)))
        month = (month + timedelta(days=32)).replace(day=1)
    return tuple(months)


def _ages(institution_id: str, today: date) -> tuple[Aged, ...]:
    """Open cases by age, in one query over what is open."""
    bounds = [(0, AGES[0]), *pairwise(AGES), (AGES[-1], None)]
    now, counts = clock.now(), {}
    for at, (over, upto) in enumerate(bounds):
        # A case is as old as the days since it was opened; the first class holds today's.
        younger = Q(opened_at__lt=now - timedelta(days=over)) if over else Q()
        older = Q(opened_at__gte=now - timedelta(days=upto)) if upto else Q()
        counts[f"cases{at}"] = Count("pk", filter=younger & older) if over or upto else Count("pk")
        counts[f"late{at}"] = Count("pk", filter=younger & older & Q(due_on__lt=today))
    found = Case.objects.of_institution(institution_id).undecided().aggregate(**counts)
    return tuple(
        Aged(over, upto, found[f"cases{at}"], found[f"late{at}"]) for at, (over, upto) in enumerate(bounds)
    )


def _checks(institution_id: str, first: date, last: date) -> tuple[tuple[str, str, int], ...]:
    """The most frequent first."""
    counts = checks_between(first, last, institution_id)
    rows = ((way, outcome, count) for (way, outcome), count in counts.items())
    return tuple(sorted(rows, key=lambda each: (-each[2], each[0], each[1])))


def _error_rates(institution_id: str, first: date) -> tuple[tuple[str, ErrorRate], ...]:
    """By country of work, of what was decided in the period; the most looked at first."""
    begins = clock.now() - (clock.today() - first) - timedelta(days=1)
    by_host: dict[str, ErrorRate] = defaultdict(ErrorRate)
    for (host, _), rate in error_rates(institution_id, decided_from=begins).items():
        by_host[host] = by_host[host] + rate
    return tuple(sorted(by_host.items(), key=lambda each: (-each[1].judged, each[0])))
