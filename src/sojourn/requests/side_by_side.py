"""Two windows on one draft: what one changed is never silently replaced by what the other typed.

A page carries a mark of each answer as it showed it, and the name of the window. An answer whose mark no longer
fits was changed meanwhile: if this page left it alone, the change stands; if this page changed it too, the
person chooses. What the same window saved before is its own.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.crypto import salted_hmac

from sojourn.requests.answers import Answers
from sojourn.requests.models import Request

_SALT = "sojourn.requests.side_by_side"
MARK_LENGTH = 16
LONGEST_WINDOW = 40


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page showed when it was drawn: its window, and a mark of each answer on it."""

    window: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)


NOTHING_SEEN = Seen()


@dataclass(frozen=True, slots=True)
class Conflict:
    """One question that was changed on both sides. `before` holds the other's answer."""

    fact_id: str
    before: Answers = field(repr=False)
    by: UUID | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sorting:
    """Which answers of a page are taken, and which stand against somebody else's."""

    taken: frozenset[str]
    conflicts: tuple[Conflict, ...]


def mark_of(answers: Answers, fact_id: str) -> str:
    """A short mark of the answer as it stands; the same answer has the same mark, and it tells nothing."""
    text = json.dumps([fact_id, _state(answers, fact_id)], sort_keys=True, default=str)
    return salted_hmac(_SALT, text, algorithm="sha256").hexdigest()[:MARK_LENGTH]


def _state(answers: Answers, fact_id: str) -> list[Any]:
    return [answers.values.get(fact_id), fact_id in answers.unknown, answers.entered.get(fact_id)]


def marks_of(answers: Answers, fact_ids: Iterable[str]) -> dict[str, str]:
    """The marks of several answers, by question."""
    return {fact_id: mark_of(answers, fact_id) for fact_id in fact_ids}


def sort_out(request: Request, offered: Answers, names: Iterable[str], seen: Seen) -> Sorting:
    """Which of the answers offered for these questions may be kept beside what stands in the request."""
    before, taken, conflicts = request.answers, set(), []
    for name in names:
        now, mine = mark_of(before, name), mark_of(offered, name)
        shown = seen.marks.get(name, now)
        own = bool(seen.window) and _stamp(request, name)[2:] == [seen.window]
        if now in (shown, mine) or own:
            taken.add(name)
        elif mine != shown:
            conflicts.append(_conflict(request, before, name))
    return Sorting(frozenset(taken), tuple(conflicts))


def stamped(
    request: Request, before: Answers, after: Answers, *, by: UUID, at: datetime, window: str
) -> dict[str, list[str]]:
    """The request's stamps with those of the answers that changed: who, when, in which window."""
    names = {*before.values, *after.values, *before.unknown, *after.unknown, *before.entered, *after.entered}
    changed = (name for name in names if _state(before, name) != _state(after, name))
    new = [str(by), at.isoformat(), window[:LONGEST_WINDOW]]
    return dict(request.stamps) | dict.fromkeys(changed, new)


def _stamp(request: Request, fact_id: str) -> list[Any]:
    return list(request.stamps.get(fact_id, ()))


def _conflict(request: Request, before: Answers, fact_id: str) -> Conflict:
    stamp = _stamp(request, fact_id)
    if not stamp:
        return Conflict(fact_id, before)
    return Conflict(fact_id, before, UUID(stamp[0]), datetime.fromisoformat(stamp[1]))
