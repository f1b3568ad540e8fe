"""How long people have been in one country, against the limit that the law sets there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from sojourn.core import clock
from sojourn.engine import load_law
from sojourn.register.access import confirm_seat
from sojourn.register.models import Assignment, Traveller
from sojourn.register.reading import days_within, months_back
from sojourn.register.seats import Seat
from sojourn.register.states import TripKind

PAGE: Final = 25
_SHORT, _LONG = 24, 60


@dataclass(frozen=True, slots=True)
class Counted:
    """One traveller in a country: days within the last 24 and 60 months, up to the day that was asked for.

    `limit_months`: what the law of the latest trip allows for one posting, by `article` of `instrument`; None where it
    sets none. `last_allowed`: the last day that it allows for the latest trip.
    """

    traveller: Traveller = field(repr=False)
    days_24: int
    days_60: int
    trips: int
    limit_months: int | None
    article: str
    instrument: str
    last_allowed: date | None


@dataclass(frozen=True, slots=True)
class DaysPage:
    """Some travellers, the longest stays first, and the number of the page."""

    rows: tuple[Counted, ...] = field(repr=False)
    number: int
    more: bool


def days_page(seat: Seat, host: str, until: date | None = None, number: int = 1) -> DaysPage:
    """Who has worked in `host` longest within 24 months up to `until` (today). Queries do not grow with people."""
    seat, until = confirm_seat(seat), until or clock.today()
    number = max(1, number)
    ids = _longest(seat, host, until)[(number - 1) * PAGE : number * PAGE + 1]
    return DaysPage(_counted(seat, host, until, ids[:PAGE]), number, len(ids) > PAGE)


def days_of_all(seat: Seat, host: str, until: date, most: int) -> tuple[Counted, ...]:
    """The same for everybody, up to `most` people, for a file."""
    seat = confirm_seat(seat)
    return _counted(seat, host, until, _longest(seat, host, until)[:most])


def hosts_worked_in(seat: Seat) -> list[str]:
    """The countries where anybody in sight works or has worked: one look into the index for each."""
    trips = Assignment.objects.for_actor(confirm_seat(seat)).order_by("host").values_list("host", flat=True)
    found: list[str] = []
    following = trips.first()
    while following is not None:
        found.append(following)
        following = trips.filter(host__gt=following).first()
    return found


def _longest(seat: Seat, host: str, until: date) -> list[UUID]:
    """The travellers by their days within 24 months, then 60, the most first. One query for plain days, no rows."""
    rows = Assignment.objects.for_actor(seat).counting().filter(host=host, start__lte=until)
    rows = rows.filter(last__gte=months_back(until, _LONG)).exclude(kind=TripKind.VACATION.value)
    spans: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for traveller_id, start, last in rows.order_by().values_list("traveller_id", "start", "last"):
        spans[traveller_id].append((start, last))
    short, long = months_back(until, _SHORT), months_back(until, _LONG)
    ranked = [
        (-days_within(each, short, until), -days_within(each, long, until), pk) for pk, each in spans.items()
    ]
    return [pk for _, _, pk in sorted(ranked)]


def _counted(seat: Seat, host: str, until: date, ids: Sequence[UUID]) -> tuple[Counted, ...]:
    people = {each.pk: each for each in Traveller.objects.for_actor(seat).filter(pk__in=ids)}
    rows = Assignment.objects.for_actor(seat).counting().filter(host=host, traveller_id__in=ids)
    trips: dict[UUID, list[Assignment]] = defaultdict(list)
    for trip in rows.exclude(kind=TripKind.VACATION.value).filter(start__lte=until).order_by("start"):
        trips[trip.traveller_id].append(trip)
    return tuple(_one(people[pk], trips[pk], until) for pk in ids if pk in people and trips[pk])


def _one(traveller: Traveller, trips: Sequence[Assignment], until: date) -> Counted:
    spans, latest = [(trip.start, trip.last) for trip in trips], trips[-1]
    return Counted(
        traveller=traveller,
        days_24=days_within(spans, months_back(until, _SHORT), until),
        days_60=days_within(spans, months_back(until, _LONG), until),
        trips=len(trips),
        limit_months=limit_of(latest.instrument, latest.article),
        article=latest.article,
        instrument=latest.instrument,
        last_allowed=latest.law_until if "ends_at_limit" in latest.law_reasons else None,
    )


def limit_of(instrument_id: str, article: str) -> int | None:
    """The months that this article of an instrument allows for one stay; None where it says none."""
    instrument = load_law().instruments.get(instrument_id) if instrument_id else None
    for provision in instrument.provisions if instrument else ():
        if provision.article == article and provision.limit is not None and "employee" in provision.statuses:
            return provision.limit_months
    return None
