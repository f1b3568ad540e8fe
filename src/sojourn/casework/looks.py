"""Looks at people's data: written down with why, and reviewed by those who lead, odd ones first."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.contrib.auth import get_user_model

from sojourn.casework.models import Case
from sojourn.casework.moves import subject_of
from sojourn.casework.permissions import cases_in_sight, is_party, require_lead
from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, Problem
from sojourn.journal.access import Line, lines_of_party
from sojourn.journal.events import record
from sojourn.parties.acting import ActingAs

WHYS: Final = ("call", "standing_in", "advice", "related", "quality", "other")
"""Why somebody looks at a case that is not in their hands."""
IN_HAND: Final = "in_hand"
UNSAID: Final = "unsaid"
LOOKS: Final = ("case.person_looked_at", "case.thread_looked_at", "case.restricted_opened", "case.searched")
MANY_A_DAY: Final = 20
MOST_LINES: Final = 1000
MOST_DAYS: Final = 31


@dataclass(frozen=True, slots=True)
class LooksWanted:
    """Whose looks, at which case, on which days (both included)."""

    first_day: date
    last_day: date
    officer: UUID | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """One look: who, when, at which case ("" for one that the asker may not see, and for a search), why.

    `oddities`: codes of what makes it worth a question; empty for a plain one.
    """

    at: datetime
    event: str
    officer: str
    reference: str
    why: str
    oddities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookReview:
    """The looks, odd ones first, then the newest; `cut` where there are more than can be shown."""

    looks: tuple[Look, ...]
    cut: bool

    @property
    def odd(self) -> int:
        """How many are worth a question."""
        return sum(bool(look.oddities) for look in self.looks)


def write_down_look(acting: ActingAs, case: Case, *, why: str, event: str = "case.person_looked_at") -> None:
    """One line: who looked at whose data, whether with the case in hand, else why, and whether in an own matter.

    Raises InvalidInput for a reason that is none.
    """
    if why not in (*WHYS, IN_HAND, UNSAID):
        raise InvalidInput([Problem("look_why", "look_reason_missing")])
    details: dict[str, str | bool] = {"why": why}
    # Nobody has a case in hand to whose request they are party.
    if why != IN_HAND and is_party(acting, case):
        details["party"] = True
    record(event=event, actor=acting.actor, subject=subject_of(case), details=details)


def review_looks(acting: ActingAs, wanted: LooksWanted) -> LookReview:
    """Who looked at what at the institution. Raises NotAllowed for those who do not lead, and InvalidInput for days
    in the wrong order or more than a month."""
    acting = require_lead(acting)
    days = (wanted.last_day - wanted.first_day).days
    if not 0 <= days < MOST_DAYS:
        raise InvalidInput([Problem("first_day", "days_range", {"most": MOST_DAYS})])
    subject = None
    if wanted.reference:
        case = cases_in_sight(acting).filter(reference__iexact=wanted.reference.strip()).first()
        subject = subject_of(case) if case else Subject("case", "none")
    lines = lines_of_party(
        str(acting.institution_id),
        LOOKS,
        since=datetime.combine(wanted.first_day, time.min, UTC),
        until=datetime.combine(wanted.last_day + timedelta(days=1), time.min, UTC),
        person_id=str(wanted.officer) if wanted.officer else None,
        subject=subject,
        limit=MOST_LINES + 1,
    )
    cut = len(lines) > MOST_LINES
    looks = _looks(acting, lines[:MOST_LINES])
    return LookReview(tuple(sorted(looks, key=lambda look: (not look.oddities, -look.at.timestamp()))), cut)


def first_day_shown() -> date:
    """From which day the review begins where nothing else is chosen: a week with today."""
    return clock.today() - timedelta(days=6)


def _looks(acting: ActingAs, lines: Iterable[Line]) -> list[Look]:
    lines = list(lines)
    ids = {line.subject.id for line in lines if line.subject.kind == "case"}
    seen = cases_in_sight(acting).filter(pk__in=ids).values_list("pk", "reference")
    references = {str(pk): reference for pk, reference in seen}
    people = get_user_model().objects.in_bulk(
        {line.actor.person_id for line in lines if line.actor.person_id}
    )
    names = {str(pk): person.name or person.email for pk, person in people.items()}
    said = {
        (line.actor.person_id, line.subject.id, line.at.date())
        for line in lines
        if line.details.get("why") in WHYS
    }
    strange = Counter(
        (line.actor.person_id, line.at.date())
        for line in lines
        if line.details.get("why") not in (None, IN_HAND)
    )
    return [
        Look(
            at=line.at,
            event=line.event,
            officer=names.get(line.actor.person_id or "", ""),
            reference=references.get(line.subject.id, ""),
            why=str(line.details.get("why") or ""),
            oddities=_oddities(line, strange, said),
        )
        for line in lines
    ]


def _oddities(
    line: Line,
    strange: Mapping[tuple[str | None, date], int],
    said: Collection[tuple[str | None, str, date]],
) -> tuple[str, ...]:
    """Codes of what is odd. Who said once on a day why they look at a case need not say it again for its messages."""
    why = line.details.get("why")
    told = (line.actor.person_id, line.subject.id, line.at.date()) in said
    odd = {
        "own_matter": bool(line.details.get("party")),
        "unsaid": why == UNSAID and not told,
        "other_reason": why == "other",
        "many": why not in (None, IN_HAND) and strange[line.actor.person_id, line.at.date()] >= MANY_A_DAY,
    }
    return tuple(code for code, holds in odd.items() if holds)
