"""What has to be done about a trip, and by when: worked out from where it stands. Codes; the words are texts'."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from sojourn.core.periods import DAY
from sojourn.register.models import Assignment
from sojourn.register.states import Cover, TripKind, TripState

INSURE_FROM_DAYS: Final = 7
"""Trips longer than so many days want travel health insurance, unless the employer says otherwise."""
LATE_DAYS: Final = timedelta(days=90)
"""So long after its end a trip without a certificate is still among what has to be done."""


class Act(StrEnum):
    """What has to be done."""

    APPLY = "apply"
    FINISH_DRAFT = "finish_draft"
    ANSWER = "answer"
    SEND_PACKAGE = "send_package"
    TELL_FACTS = "tell_facts"
    CLARIFY = "clarify"
    EXTEND = "extend"
    CORRECT = "correct"
    REPORT_END = "report_end"
    WITHDRAW = "withdraw"
    INSURE = "insure"


class Rule(StrEnum):
    """From which the day follows."""

    FIRST_DAY = "first_day"
    ANSWER_BY = "answer_by"
    COVER_ENDS = "cover_ends"
    HAS_CHANGED = "has_changed"
    WORK_BEGUN = "work_begun"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do: by when, and the rule from which the day follows."""

    act: Act
    on: date
    rule: Rule


@dataclass(frozen=True, slots=True)
class Asked:
    """What matters of the trip's request: its state, its days, and the last day to answer a question in."""

    state: str = ""
    start: date | None = None
    end: date | None = None
    answer_by: date | None = None
    open: bool = False


NOT_ASKED: Final = Asked()


@dataclass(frozen=True, slots=True)
class Wish:
    """From when on an employer wants travel health insurance: on trips of more days, and always in some countries.

    Where care costs much is not known here: the employer names the countries.
    """

    longer_than: int = INSURE_FROM_DAYS
    always_in: frozenset[str] = frozenset()


USUAL_WISH: Final = Wish()


def dues_of(
    trip: Assignment, asked: Asked, lead: timedelta, insured: bool, today: date, wish: Wish = USUAL_WISH
) -> list[Due]:
    """Everything that has to be done about the trip. `lead`: how long the issuer takes; `insured`: whether travel
    health insurance holds for the whole trip."""
    if trip.state == TripState.CANCELLED:
        stands = asked.open or bool(trip.certificate_number)
        return [Due(Act.WITHDRAW, min(today, trip.start), Rule.HAS_CHANGED)] if stands else []
    found = [*_about_cover(trip, asked, lead, today), *_about_change(trip, asked, today)]
    if not insured and _needs_insurance(trip, wish) and trip.last >= today:
        found.append(Due(Act.INSURE, trip.start, Rule.FIRST_DAY))
    return found


def _about_cover(trip: Assignment, asked: Asked, lead: timedelta, today: date) -> list[Due]:
    if asked.answer_by is not None:
        return [Due(Act.ANSWER, asked.answer_by, Rule.ANSWER_BY)]
    if trip.last < today - LATE_DAYS:
        return []
    begun = trip.start <= today
    rule = Rule.WORK_BEGUN if begun else Rule.FIRST_DAY
    by = trip.start - lead
    match trip.cover:
        case Cover.NEEDED if asked.state == "draft":
            return [Due(Act.FINISH_DRAFT, by, rule)]
        case Cover.NEEDED:
            return [Due(Act.APPLY, by, rule)]
        case Cover.REQUESTED if asked.state == "package_ready":
            return [Due(Act.SEND_PACKAGE, by, rule)]
        case Cover.AT_RISK if "missing_facts" in trip.reasons:
            return [Due(Act.TELL_FACTS, by, rule)]
        case Cover.AT_RISK if "officer_must_look" in trip.reasons and not asked.state:
            return [Due(Act.APPLY, by, rule)]
        case Cover.AT_RISK:
            return [Due(Act.CLARIFY, trip.start, rule)]
        case Cover.COVERED if trip.covered_until is not None and trip.covered_until < trip.last:
            return [Due(Act.EXTEND, trip.covered_until - lead, Rule.COVER_ENDS)]
    return []


def _about_change(trip: Assignment, asked: Asked, today: date) -> list[Due]:
    ended = trip.state == TripState.ENDED_EARLY
    if ended and (trip.covered_until is not None and trip.covered_until > trip.last):
        return [Due(Act.REPORT_END, trip.last, Rule.HAS_CHANGED)]
    if asked.open and asked.state != "draft" and (asked.start, asked.end) != (trip.start, trip.end):
        return [Due(Act.CORRECT, min(today, trip.start), Rule.HAS_CHANGED)]
    if trip.covered_from is not None and trip.covered_from > trip.start:
        return [Due(Act.CORRECT, trip.start, Rule.HAS_CHANGED)]
    return []


def _needs_insurance(trip: Assignment, wish: Wish) -> bool:
    if not TripKind(trip.kind).is_work:
        return False
    always = trip.host in wish.always_in or trip.host[:2] in wish.always_in
    return always or trip.end is None or (trip.end - trip.start + DAY).days > wish.longer_than
