"""What the register's pages show: today, lists page by page, and one traveller's whole history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Q

from sojourn.core import clock
from sojourn.core.periods import DAY, day_before
from sojourn.register.access import confirm_seat
from sojourn.register.models import Assignment, AssignmentQuerySet, HealthPolicy, Traveller
from sojourn.register.seats import Seat
from sojourn.register.states import COUNTING, Cover, TripKind
from sojourn.register.to_do.events import to_dos_in_sight
from sojourn.register.to_do.models import ToDo
from sojourn.register.traveller_events import family_index, number_index

PAGE: Final = 25
MUST_ACT: Final = 10
SOON: Final = timedelta(days=30)
_UNCOVERED: Final = (Cover.NEEDED.value, Cover.REQUESTED.value, Cover.AT_RISK.value)


@dataclass(frozen=True, slots=True)
class Today:
    """How the register stands today. Counts are of trips under way, those that start or end soon, and things to do."""

    travellers: int
    trips: int
    abroad: int
    covered: int
    not_needed: int
    due: int
    due_by: date
    next_due: date | None
    must_act: tuple[ToDo, ...]
    starting: tuple[Assignment, ...]
    ending: tuple[Assignment, ...]


def today_of(seat: Seat) -> Today:
    """The same number of queries however large the register is."""
    seat, today = confirm_seat(seat), clock.today()
    by = today + timedelta(days=(4 - today.weekday()) % 7)
    trips = Assignment.objects.for_actor(seat)
    under_way = trips.on(today).aggregate(
        n=Count("traveller_id", distinct=True),
        covered=Count("traveller_id", distinct=True, filter=Q(cover=Cover.COVERED)),
        not_needed=Count("traveller_id", distinct=True, filter=Q(cover=Cover.NOT_NEEDED)),
    )
    awake = to_dos_in_sight(seat).awake(today)
    ordered = awake.order_by("due_on", "id").select_related("trip__traveller")
    must_act = tuple(ordered.defer("put_off_because")[:MUST_ACT])
    return Today(
        travellers=Traveller.objects.for_actor(seat).count(),
        trips=trips.counting().filter(last__gte=today).count(),
        abroad=under_way["n"],
        covered=under_way["covered"],
        not_needed=under_way["not_needed"],
        due=awake.filter(due_on__lte=by).count(),
        due_by=by,
        next_due=must_act[0].due_on if must_act else None,
        must_act=must_act,
        starting=tuple(_starting(trips, today)[:MUST_ACT]),
        ending=tuple(_ending(trips, today)[:MUST_ACT]),
    )


def _starting(trips: AssignmentQuerySet, today: date) -> AssignmentQuerySet:
    soon = trips.filter(state__in=COUNTING, cover__in=_UNCOVERED, start__gt=today, start__lte=today + SOON)
    return soon.order_by("start", "id").select_related("traveller")


def _ending(trips: AssignmentQuerySet, today: date) -> AssignmentQuerySet:
    soon = trips.filter(state__in=COUNTING, covered_until__gte=today, covered_until__lte=today + SOON)
    return soon.order_by("covered_until", "id").select_related("traveller")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which trips. `when`: now, coming, past or ""; `cover`: one of its words, or ""."""

    cover: str = ""
    host: str = ""
    when: str = ""
    kind: str = ""
    state: str = ""

    @property
    def is_all(self) -> bool:
        """Whether nothing is filtered."""
        return not (self.cover or self.host or self.when or self.kind or self.state)


@dataclass(frozen=True, slots=True)
class Cursor:
    """After which trip the page begins."""

    start: date
    id: UUID


@dataclass(frozen=True, slots=True)
class TripPage:
    """Some trips, and where the next ones begin."""

    rows: tuple[Assignment, ...] = field(repr=False)
    following: Cursor | None


WHEN: Final = ("now", "coming", "past")


def filtered(trips: AssignmentQuerySet, wanted: Wanted, today: date) -> AssignmentQuerySet:
    """The trips that are wanted."""
    trips = trips.filter(state=wanted.state) if wanted.state else trips.filter(state__in=COUNTING)
    if wanted.cover:
        trips = trips.filter(cover=wanted.cover)
    if wanted.host:
        trips = trips.filter(host=wanted.host)
    if wanted.kind:
        trips = trips.filter(kind=wanted.kind)
    match wanted.when:
        case "now":
            return trips.filter(start__lte=today, last__gte=today)
        case "coming":
            return trips.filter(start__gt=today)
        case "past":
            return trips.filter(last__lt=today)
    return trips


def trips_page(seat: Seat, wanted: Wanted, after: Cursor | None = None) -> TripPage:
    """One page of trips, first begun first; those that are over only where they are asked for."""
    today = clock.today()
    rows = filtered(Assignment.objects.for_actor(confirm_seat(seat)), wanted, today)
    if not wanted.when and not wanted.state:
        rows = rows.filter(last__gte=today)
    if after is not None:
        rows = rows.filter(Q(start__gt=after.start) | Q(start=after.start, id__gt=after.id))
    found = list(rows.order_by("start", "id").select_related("traveller")[: PAGE + 1])
    shown = tuple(found[:PAGE])
    return TripPage(shown, Cursor(shown[-1].start, shown[-1].pk) if len(found) > PAGE else None)


@dataclass(frozen=True, slots=True)
class TravellerRow:
    """A traveller in the list, with the trip that is under way or next."""

    traveller: Traveller
    next_trip: Assignment | None


@dataclass(frozen=True, slots=True)
class TravellerPage:
    """Some travellers, and the number of the next page."""

    rows: tuple[TravellerRow, ...] = field(repr=False)
    number: int
    more: bool


def travellers_page(seat: Seat, search: str = "", number: int = 1) -> TravellerPage:
    """One page of travellers, last changed first. `search`: an employee number or a family name, whole.

    What rests encrypted is found by its index and so only whole.
    """
    seat, today = confirm_seat(seat), clock.today()
    rows = Traveller.objects.for_actor(seat)
    if search.strip():
        by_number, by_name = number_index(seat.employer_id, search), family_index(search)
        rows = rows.filter(Q(number_index=by_number) & ~Q(number_index="") | Q(family_index=by_name))
    first = (max(1, number) - 1) * PAGE
    found = list(rows.order_by("-changed_at", "id")[first : first + PAGE + 1])
    shown = found[:PAGE]
    nearest: dict[UUID, Assignment] = {}
    coming = Assignment.objects.for_actor(seat).filter(traveller__in=[each.pk for each in shown])
    for trip in coming.going_on(today).order_by("-start", "-id"):
        nearest[trip.traveller_id] = trip
    pages = tuple(TravellerRow(each, nearest.get(each.pk)) for each in shown)
    return TravellerPage(pages, max(1, number), len(found) > PAGE)


@dataclass(frozen=True, slots=True)
class CountryCount:
    """How long somebody has worked in a country: days within the last 24 and 60 months, planned ones included up to the
    end of the trip that is under way, and the last day that the law of the latest trip allows."""

    country: str
    days_24: int
    days_60: int
    trips: int
    last_allowed: date | None
    article: str


@dataclass(frozen=True, slots=True)
class Gap:
    """The days between two trips to the same country."""

    country: str
    start: date
    end: date

    @property
    def days(self) -> int:
        """How many, both ends included."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class History:
    """Everything that the register has of one traveller."""

    traveller: Traveller
    trips: tuple[Assignment, ...] = field(repr=False)
    policies: tuple[HealthPolicy, ...] = field(repr=False)
    counts: tuple[CountryCount, ...]
    gaps: tuple[Gap, ...]
    overlaps: tuple[tuple[Assignment, Assignment], ...]
    suggests_several: bool


def history_of(seat: Seat, traveller: Traveller) -> History:
    """The traveller's trips in sight with what follows from all of them together."""
    trips = tuple(
        Assignment.objects.for_actor(confirm_seat(seat)).filter(traveller=traveller).order_by("start")
    )
    counting = [trip for trip in trips if trip.stands.counts]
    working = [trip for trip in counting if TripKind(trip.kind).is_work]
    return History(
        traveller=traveller,
        trips=trips,
        policies=tuple(traveller.policies.order_by("start")),
        counts=tuple(_counts(working)),
        gaps=tuple(_gaps(working)),
        overlaps=tuple(_overlaps(counting)),
        suggests_several=_suggests_several(working),
    )


def _counts(trips: Sequence[Assignment]) -> list[CountryCount]:
    today = clock.today()
    by_country: dict[str, list[Assignment]] = {}
    for trip in trips:
        by_country.setdefault(trip.host, []).append(trip)
    found = []
    for country, there in sorted(by_country.items()):
        begun = [trip for trip in there if trip.start <= today]
        until = max((min(trip.last, today) for trip in begun), default=today)
        latest, spans = there[-1], [(trip.start, trip.last) for trip in there]
        found.append(
            CountryCount(
                country,
                days_within(spans, months_back(until, 24), until),
                days_within(spans, months_back(until, 60), until),
                len(there),
                latest.law_until if "ends_at_limit" in latest.law_reasons else None,
                latest.article,
            )
        )
    return found


def months_back(day: date, months: int) -> date:
    """The first day of so many months that end on `day`."""
    after = day + DAY
    year, month = divmod(after.year * 12 + after.month - 1 - months, 12)
    for number in (after.day, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def days_within(spans: Iterable[tuple[date, date]], first: date, last: date) -> int:
    """The days from `first` to `last` on which at least one of the spans was under way, each counted once."""
    count, reached = 0, first - DAY
    for start, end in sorted((max(start, first), min(end, last)) for start, end in spans):
        start = max(start, reached + DAY)
        if end >= start:
            count += (end - start).days + 1
            reached = end
    return count


def _gaps(trips: Sequence[Assignment]) -> list[Gap]:
    found, reached = [], dict[str, date]()
    for trip in trips:
        before = reached.get(trip.host)
        if before is not None and before < day_before(trip.start):
            found.append(Gap(trip.host, before + DAY, day_before(trip.start)))
        reached[trip.host] = max(trip.last, before or trip.last)
    return found


def _overlaps(trips: Sequence[Assignment]) -> list[tuple[Assignment, Assignment]]:
    return [
        (one, other)
        for place, one in enumerate(trips)
        for other in trips[place + 1 :]
        if other.start <= one.last
    ]


def _suggests_several(trips: Sequence[Assignment]) -> bool:
    """Whether the coming year has three or more trips with an A1 of its own to two or more states: work that is usual
    there may be one case of work in several states (Regulation 883/2004 article 13) in the place of many postings."""
    today = clock.today()
    coming = [
        trip
        for trip in trips
        if trip.last >= today
        and trip.start <= today + timedelta(days=365)
        and trip.instrument == "eu-883-2004"
    ]
    return len(coming) >= 3 and len({trip.host for trip in coming}) >= 2


def by_cover(seat: Seat, wanted: Wanted) -> Mapping[str, int]:
    """How many of the trips that are wanted have which word."""
    rows = filtered(Assignment.objects.for_actor(confirm_seat(seat)), wanted, clock.today())
    return dict(rows.order_by().values_list("cover").annotate(count=Count("pk")))
