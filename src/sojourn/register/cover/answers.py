"""A trip as the answers of a request: the same facts, put together from employer, traveller, trip and earlier stays.

So the register, the interview and the certificate rest on one reading of the same facts, and a request begins with
everything that the register knows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sojourn.engine.lawbook.facts import Applicant
from sojourn.register.models import Assignment, Traveller
from sojourn.register.states import TripKind
from sojourn.requests.answers import Answers
from sojourn.requests.entry import Value

COUNTRY: Final = "activities[0].country"
START, END = "activities[0].start", "activities[0].end"
SENT_FROM: Final = "activities[0].sent_from"
HEALTH_COVER: Final = "person.private_health_cover"
BEFORE, STAYS = "question.worked_there_before", "history"
_SEVERAL, _ROWS = "question.several_countries", "question.countries_of_work"
_MOST_STAYS: Final = 20


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay of the same traveller, as far as it matters to another one."""

    host: str
    start: date
    last: date
    certified: bool
    works: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What holds for all trips of one employer: its own record, and its usual facts."""

    seat: str
    employer: Mapping[str, Value] = field(repr=False)
    usual: Mapping[str, Value] = field(default_factory=dict, repr=False)


def answers_of(
    known: Known,
    traveller: Traveller,
    trip: Assignment,
    stays: Iterable[Stay] = (),
    *,
    insured: bool = False,
) -> Answers:
    """Everything that the register knows about the trip, as the answers of a request.

    `stays`: the traveller's other stays; those in the same country that ended before it began are told as history. A
    trip says more than its traveller, a traveller more than the usual facts. `insured`: travel health insurance is
    recorded for the whole trip.
    """
    values: dict[str, Any] = {**known.usual, **traveller.plain, **trip.plain, **known.employer}
    values |= {**traveller.particulars, **trip.particulars}
    values |= {SENT_FROM: trip.home, COUNTRY: trip.host, START: trip.start.isoformat()}
    unknown: frozenset[str] = frozenset()
    if trip.end is not None:
        values[END] = trip.end.isoformat()
    else:
        unknown = frozenset({END})
    if insured:
        values.setdefault(HEALTH_COVER, True)
    if BEFORE not in values:
        values |= _history(trip, stays)
    if TripKind(trip.kind).is_usual and _SEVERAL not in values:
        values |= _usual_pattern(trip)
    return Answers(Applicant.EMPLOYER, values, unknown)


def _history(trip: Assignment, stays: Iterable[Stay]) -> dict[str, Any]:
    before = [stay for stay in stays if stay.host == trip.host and stay.works and stay.last < trip.start]
    if not before:
        return {BEFORE: False}
    rows = [
        {
            "start": stay.start.isoformat(),
            "end": stay.last.isoformat(),
            "how": "sent_by_us",
            "certificate": stay.certified,
        }
        for stay in sorted(before, key=lambda stay: stay.start)[-_MOST_STAYS:]
    ]
    return {BEFORE: True, STAYS: rows}


def _usual_pattern(trip: Assignment) -> dict[str, Any]:
    if trip.share is None:
        return {_SEVERAL: True}
    rest = round(1 - trip.share, 4)
    rows = [{"country": trip.host, "share": trip.share, "how": "for_us"}]
    if rest > 0:
        rows.append({"country": trip.home, "share": rest, "how": "for_us"})
    return {_SEVERAL: True, _ROWS: rows}


def stays_of(trips: Sequence[Assignment], but: Assignment) -> list[Stay]:
    """The other trips of a traveller that take place, as stays."""
    return [
        Stay(each.host, each.start, each.last, bool(each.certificate_number), TripKind(each.kind).is_work)
        for each in trips
        if each.pk != but.pk and each.stands.counts
    ]
