"""One traveller's trips on a line of time: a row for each country, bars by cover, today as a thin line.

Trips to one country that overlap stand below each other; the last day that the law allows is a double tick.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from uuid import UUID

from sojourn.core.charts import Drawing, Line, Rect, Words
from sojourn.core.periods import DAY
from sojourn.register.access import Assignment
from sojourn.register.states import Cover
from sojourn.web.register_pages.words import host_words

TONES = {
    Cover.COVERED.value: "tone4",
    Cover.REQUESTED.value: "tone2",
    Cover.NEEDED.value: "unknown",
    Cover.AT_RISK.value: "risk",
    Cover.NOT_NEEDED.value: "tone1",
}
_ROW, _BAR, _LABEL, _BAR_TOP, _FOOT, _LANE = 46, 14, 15, 22, 22, 18
_TICK = 0.6
_LONGEST = timedelta(days=366 * 6)
_LEAST_WIDTH = 0.8


def draw_timeline(trips: Sequence[Assignment], today: date) -> Drawing | None:
    """The drawing of the trips that take place; None where there is none. Trips without an end run to the edge."""
    shown = [trip for trip in trips if trip.stands.counts]
    if not shown:
        return None
    last = max([min(trip.last, trip.start + _LONGEST) for trip in shown] + [today])
    first = max(min([trip.start for trip in shown] + [today]), last - _LONGEST)
    length = max((last + DAY - first).days, 1)

    def at(day: date) -> float:
        return round(100 * (min(max(day, first), last + DAY) - first).days / length, 2)

    rects: list[Rect] = []
    words: list[Words] = []
    lines: list[Line] = []
    floor = 0
    for country in dict.fromkeys(trip.host for trip in shown):
        words.append(Words(0, floor + _LABEL, host_words(country)))
        there = [each for each in shown if each.host == country and each.last >= first]
        lanes = _lanes(there)
        for trip in there:
            top = floor + _BAR_TOP + lanes[trip.pk] * _LANE
            width = max(round(at(min(trip.last, last) + DAY) - at(trip.start), 2), _LEAST_WIDTH)
            rects.append(
                Rect(round(min(at(trip.start), 100 - width), 2), width, top, _BAR, TONES[trip.cover])
            )
            lines += _limit(trip, top, at, last)
        floor += _ROW + _LANE * max(lanes.values(), default=0)
    years = range(first.year + 1, last.year + 1)
    words += [Words(at(date(year, 1, 1)), floor + 16, str(year)) for year in years]
    lines += [Line(0, 100, floor, floor), Line(at(today), at(today), 0, floor)]
    return Drawing(floor + _FOOT, rects=tuple(rects), lines=tuple(lines), words=tuple(words))


def _lanes(trips: Sequence[Assignment]) -> dict[UUID, int]:
    """By trip the line on which it stands: the first that is free on its first day."""
    ends: list[date] = []
    found: dict[UUID, int] = {}
    for trip in sorted(trips, key=lambda each: each.start):
        free = next((place for place, end in enumerate(ends) if end < trip.start), len(ends))
        ends[free : free + 1] = [trip.last]
        found[trip.pk] = free
    return found


def _limit(trip: Assignment, top: float, at: Callable[[date], float], last: date) -> list[Line]:
    """Two short strokes on the last day that the law allows, where the trip goes on after it."""
    until = trip.law_until
    if "ends_at_limit" not in trip.law_reasons or until is None or not trip.start <= until < last:
        return []
    place = at(until + DAY)
    return [Line(place + aside, place + aside, top - 3, top + _BAR + 3) for aside in (0, _TICK)]
