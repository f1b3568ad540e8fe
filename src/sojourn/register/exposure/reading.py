"""Exposure of a trip, of one person's trips, and of all trips by country: what is uncovered, and what it could cost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, ExpressionWrapper, F, Max, Min, Q, Sum
from django.db.models.fields import DurationField

from sojourn.core import clock
from sojourn.engine.lawbook.reference import late_certificates, penalties
from sojourn.engine.lawbook.schema import Source
from sojourn.engine.lawbook.schema_reference import LateOption, Penalty
from sojourn.register.access import confirm_seat
from sojourn.register.exposure.contributions import DAYS_OF_YEAR, Contributions, contributions
from sojourn.register.models import Assignment, AssignmentQuerySet
from sojourn.register.seats import Seat
from sojourn.register.states import COUNTING, Cover, TripKind

UNCOVERED: Final = (Cover.NEEDED.value, Cover.REQUESTED.value, Cover.AT_RISK.value)
LOOKED_BACK: Final = timedelta(days=365)
"""Trips that ended longer ago are not counted: how far back a country may ask is not known here."""
_FIRST: Final = {"missing_certificate": 0, "unpaid_contributions": 1}


@dataclass(frozen=True, slots=True)
class TripExposure:
    """One trip. `days`: without cover, 0 where nothing is missing; `open_end`: counted for a year, as no end is set.

    `host`: what the host could ask for; `home`: what goes on at home meanwhile. None: no rates are known.
    """

    trip: Assignment
    days: int
    open_end: bool
    host: Contributions | None
    home: Contributions | None
    penalties: tuple[Penalty, ...]
    late: tuple[LateOption, ...]


@dataclass(frozen=True, slots=True)
class CountryExposure:
    """All uncovered trips to one country. `days`: of all people together; `open_ends`: trips counted for a year."""

    country: str
    trips: int
    by_cover: dict[str, int]
    days: int
    open_ends: int
    first: date
    last: date
    host: Contributions | None
    penalties: tuple[Penalty, ...]


def exposure_of(trip: Assignment, pay: Decimal | None = None) -> TripExposure:
    """For a trip that the caller has been given by `access`. `pay`: gross, of a year, in the host's currency."""
    days, first, last = _uncovered(trip)
    host = contributions(trip.host, days, first, last, pay) if days else None
    home = contributions(trip.home, days, first, last) if days else None
    return TripExposure(
        trip=trip,
        days=days,
        open_end=trip.end is None and bool(days),
        host=host,
        home=home,
        penalties=penalties_in(trip.host, first, last) if days else (),
        late=_late(trip) if days else (),
    )


def exposures_of(seat: Seat, traveller_id: UUID) -> list[TripExposure]:
    """Each trip of a traveller that is uncovered, or was within the last year."""
    trips = _counted(Assignment.objects.for_actor(confirm_seat(seat)).filter(traveller_id=traveller_id))
    found = (exposure_of(trip) for trip in trips.order_by("start"))
    return [each for each in found if each.days]


def exposure_by_country(seat: Seat, country: str = "") -> list[CountryExposure]:
    """All uncovered trips in sight by country, the most days first. Two queries, however many trips there are."""
    rows = _counted(Assignment.objects.for_actor(confirm_seat(seat)))
    rows = (rows.filter(host=country) if country else rows).order_by()
    whole = rows.filter(cover__in=UNCOVERED)
    part = rows.filter(cover=Cover.COVERED.value)
    sums = [*_sums(whole, F("end") - F("start"), 1), *_sums(part, F("end") - F("covered_until"), 0)]
    by_country: dict[str, list[dict[str, Any]]] = {}
    for each in sums:
        by_country.setdefault(each["host"], []).append(each)
    found = [_of_country(host, each) for host, each in by_country.items()]
    return sorted(found, key=lambda each: (-each.days, each.country))


def penalties_in(country: str, first: date, last: date) -> tuple[Penalty, ...]:
    """The sanctions that are known of a country and in force between two days: for missing certificates first."""
    known = [
        each
        for each in penalties().penalties
        if each.country == country
        and (each.valid.from_ or date.min) <= last
        and (each.valid.until or date.max) >= first
    ]
    return tuple(sorted(known, key=lambda each: _FIRST.get(each.kind, 2)))


def penalty_sources(penalty: Penalty) -> list[Source]:
    """Where a sanction was read."""
    keys = (*penalty.source, *(key for keys in penalty.sources_of.values() for key in keys))
    return [penalties().sources[key] for key in dict.fromkeys(keys)]


def late_sources(option: LateOption) -> list[Source]:
    """Where it was read what can be done late."""
    return [late_certificates().sources[key] for key in option.source]


def _counted(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    """Working trips without cover for all or for the last of their days."""
    ends_before = Q(cover=Cover.COVERED.value, covered_until__lt=F("last"))
    recent = rows.filter(state__in=COUNTING, last__gte=clock.today() - LOOKED_BACK)
    return recent.filter(Q(cover__in=UNCOVERED) | ends_before).exclude(kind=TripKind.VACATION.value)


def _uncovered(trip: Assignment) -> tuple[int, date, date]:
    """How many days are uncovered, the first and the last of them."""
    if not trip.stands.counts or not TripKind(trip.kind).is_work:
        return 0, trip.start, trip.start
    start = trip.start
    if trip.cover == Cover.COVERED:
        if trip.covered_until is None or trip.covered_until >= trip.last:
            return 0, trip.start, trip.start
        start = trip.covered_until + timedelta(days=1)
    elif trip.cover not in UNCOVERED:
        return 0, trip.start, trip.start
    last = trip.end or start + timedelta(days=DAYS_OF_YEAR - 1)
    return (last - start).days + 1, start, last


def _sums(rows: AssignmentQuerySet, length: Any, and_first: int) -> Sequence[dict[str, Any]]:
    """By country and cover word: how many trips, their days together, and the first and the last day."""
    days = ExpressionWrapper(length, output_field=DurationField())
    made = rows.values("host", "cover").annotate(
        trips=Count("pk"),
        open_ends=Count("pk", filter=Q(end__isnull=True)),
        length=Sum(days, filter=Q(end__isnull=False)),
        first=Min("start"),
        latest=Max("end"),
        latest_start=Max("start", filter=Q(end__isnull=True)),
    )
    return [{**row, "and_first": and_first} for row in made]


def _of_country(country: str, rows: Iterable[dict[str, Any]]) -> CountryExposure:
    by_cover: dict[str, int] = {}
    days = open_ends = 0
    firsts, lasts = [], []
    for row in rows:
        by_cover[row["cover"]] = by_cover.get(row["cover"], 0) + row["trips"]
        ended = row["trips"] - row["open_ends"]
        days += (row["length"].days if row["length"] else 0) + ended * row["and_first"]
        days += row["open_ends"] * DAYS_OF_YEAR
        open_ends += row["open_ends"]
        firsts.append(row["first"])
        if row["latest_start"] is not None:
            lasts.append(row["latest_start"] + timedelta(days=DAYS_OF_YEAR - 1))
        if row["latest"] is not None:
            lasts.append(row["latest"])
    first, last = min(firsts), max(lasts)
    return CountryExposure(
        country=country,
        trips=sum(by_cover.values()),
        by_cover=by_cover,
        days=days,
        open_ends=open_ends,
        first=first,
        last=last,
        host=contributions(country, days, first, last),
        penalties=penalties_in(country, first, last),
    )


def _late(trip: Assignment) -> tuple[LateOption, ...]:
    """What can still be done late, as far as it was read: under an agreement, or where none binds."""
    unbound = not trip.instrument
    return tuple(
        option
        for option in late_certificates().options
        if option.no_agreement is unbound
        and (option.instrument is None or option.instrument == trip.instrument)
        and (option.home is None or option.home == trip.home)
        and (option.host is None or option.host == trip.host)
    )
