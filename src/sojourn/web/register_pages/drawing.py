"""One traveller's trips on a line of time: a row for each country, bars by cover, today as a thin line."""

from collections.abc import Sequence
from datetime import date, timedelta

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
_ROW, _BAR, _LABEL, _BAR_TOP, _FOOT = 46, 14, 15, 22, 22
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

    countries = list(dict.fromkeys(trip.host for trip in shown))
    rects: list[Rect] = []
    words: list[Words] = []
    for place, country in enumerate(countries):
        top = place * _ROW
        words.append(Words(0, top + _LABEL, host_words(country)))
        for trip in (each for each in shown if each.host == country and each.last >= first):
            end = last if trip.last > last else trip.last
            width = max(round(at(end + DAY) - at(trip.start), 2), _LEAST_WIDTH)
            start = min(at(trip.start), 100 - width)
            rects.append(Rect(round(start, 2), width, top + _BAR_TOP, _BAR, TONES[trip.cover]))
    floor = len(countries) * _ROW
    years = range(first.year + 1, last.year + 1)
    words += [Words(at(date(year, 1, 1)), floor + 16, str(year)) for year in years]
    lines = (Line(0, 100, floor, floor), Line(at(today), at(today), 0, floor))
    return Drawing(floor + _FOOT, rects=tuple(rects), lines=lines, words=tuple(words))
