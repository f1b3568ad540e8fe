"""Stays below each other on one axis of time: a list first, with a bar beside each line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sojourn.casework.case_view import CaseView, OtherCase
from sojourn.casework.states import CaseState
from sojourn.core import clock

DAYS_OF_AN_OPEN_END = 365
MOST_YEARS = 6


@dataclass(frozen=True, slots=True)
class Stay:
    """One line: the case it belongs to, and where its bar stands, in per cent. `width` 0: no first day is known."""

    case: OtherCase
    this: bool
    kind: str
    at: float
    width: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """The lines, newest first, and where today stands; None outside what is shown. `years` mark their first days."""

    stays: tuple[Stay, ...]
    today: float | None
    years: tuple[tuple[int, float], ...]


def timeline_of(case: CaseView, others: Sequence[OtherCase]) -> Timeline | None:
    """The case among others; None where there are none to show it with."""
    if not others:
        return None
    certified = (
        case.decision is not None
        and case.state == CaseState.DECIDED
        and bool(case.decision.certificate_number)
    )
    this = OtherCase(case.reference, case.host, case.start, case.end, case.state, certified)
    rows = sorted([this, *others], key=lambda each: (each.start or date.min, each.reference), reverse=True)
    starts = [each.start for each in rows if each.start]
    if not starts:
        return None
    first, last = min(starts), max(_last_day(each) for each in rows if each.start)
    span = max((last - first).days, 1)

    def place(day: date) -> float:
        return round(min(max((day - first).days / span * 100, 0), 100), 2)

    today = clock.today()
    # As many as there is room for: about six.
    every = max(1, -(-(last.year - first.year) // MOST_YEARS))
    years = tuple((year, place(date(year, 1, 1))) for year in range(first.year + 1, last.year + 1, every))
    stays = tuple(
        Stay(
            each,
            each is this,
            _kind(each),
            place(each.start) if each.start else 0,
            max(round(place(_last_day(each)) - place(each.start), 2), 0.5) if each.start else 0,
        )
        for each in rows
    )
    return Timeline(stays, place(today) if first <= today <= last else None, years)


def _last_day(case: OtherCase) -> date:
    """The last day, or a year after the first where no end is set."""
    start = case.start or clock.today()
    return case.end or date.fromordinal(start.toordinal() + DAYS_OF_AN_OPEN_END)


def _kind(case: OtherCase) -> str:
    if case.certified:
        return "certificate"
    return "requested" if case.state.is_open else "uncovered"
