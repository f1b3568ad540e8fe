"""Why cases change hands: the catalogue of causes, what was noted, and noting it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sojourn.casework.asking.writing import written
from sojourn.casework.models import Case
from sojourn.casework.officers.models import PassedOn
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, Problem

WHYS: Final = ("absence", "load", "knowledge", "language", "too_close", "other")
LONGEST_NOTE: Final = 1000


@dataclass(frozen=True, slots=True)
class PassedOnView:
    """One change of hands. `passed_to` is None where the case went into the queue."""

    why: str
    passed_by: UUID
    passed_to: UUID | None
    passed_at: datetime
    words: str = field(repr=False)


def checked_note(why: str, words: str) -> str:
    """The officer's words, if they can be kept. Raises InvalidInput for an unknown cause, and for "other" without
    words."""
    said = written(words, at="words", longest=LONGEST_NOTE)
    problems = [] if why in WHYS else [Problem("why", "why_missing")]
    if why == "other" and not said:
        problems.append(Problem("words", "why_words_missing"))
    if problems:
        raise InvalidInput(problems)
    return said


def note_passed_on(case: Case, *, why: str, words: str, by: UUID, to: UUID | None) -> None:
    """Keep why a case went from one to another, or into the queue."""
    PassedOn.objects.create(
        case=case, why=why, words=words, passed_by_id=by, passed_to_id=to, passed_at=clock.now()
    )


def passed_on_of(case: Case) -> tuple[PassedOnView, ...]:
    """How a case changed hands, newest first."""
    rows = PassedOn.objects.filter(case=case).order_by("-passed_at")[:20]
    return tuple(
        PassedOnView(row.why, row.passed_by_id, row.passed_to_id, row.passed_at, row.words) for row in rows
    )
