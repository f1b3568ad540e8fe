"""Delivering what was posted, at least once.

A worker claims a letter by moving its next try into the future with one conditional UPDATE, which is atomic
on both databases: of two workers one changes the row, the other changes none. The claim ends by itself, so
that the letter of a worker that was killed is tried again. The window: a worker killed after the mail server
took the letter and before this was written down leads to a second copy, with the same Message-ID.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction
from django.db.models import F

from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Subject
from sojourn.journal.events import record
from sojourn.messages.models import Letter, LetterQuerySet
from sojourn.messages.states import LetterState
from sojourn.messages.transport import Fault, hand_over

# Longer than any try can take: the mail server is given 30 seconds an answer.
CLAIM: Final = timedelta(minutes=10)
# Four days and a half in all: mail servers are mended on Monday.
WAITS: Final = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440, 1440, 1440)
)
MOST_TRIES: Final = len(WAITS) + 1
OUT_OF_TRIES: Final = "out_of_tries"
_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a try ended: the letter's state, and when to try again if it is still posted."""

    state: LetterState
    next_try: datetime | None


def deliver(letter_id: uuid.UUID) -> Delivery | None:
    """Try to send this letter, if it is due. Call outside of a transaction: the mail server may take its
    time.

    None when there is nothing to do: sent before, not due yet, in another worker's hands, or unknown.
    """
    letter = _claimed(letter_id)
    if letter is None:
        return None
    spent = letter.tries > MOST_TRIES
    fault = Fault(OUT_OF_TRIES, for_good=True) if spent else hand_over(letter)
    if fault is None:
        return _finish(letter, LetterState.SENT, "")
    if fault.for_good or letter.tries >= MOST_TRIES:
        _log.error("letter_failed", letter=str(letter.pk), fault=fault.code, tries=letter.tries)
        return _finish(letter, LetterState.FAILED, fault.code)
    _log.warning("letter_waits", letter=str(letter.pk), fault=fault.code, tries=letter.tries)
    next_try = clock.now() + WAITS[letter.tries - 1]
    _still_ours(letter).update(next_try=next_try, last_fault=fault.code)
    return Delivery(LetterState.POSTED, next_try)


def deliver_due(limit: int) -> int:
    """Try up to `limit` letters that are due, longest waiting first; the number that were sent.

    The sweep that finds what was posted but never handed to a worker, whatever was killed in between.
    """
    due = Letter.objects.due(clock.now()).values_list("pk", flat=True)[:limit]
    results = [deliver(letter_id) for letter_id in list(due)]
    return sum(1 for result in results if result and result.state is LetterState.SENT)


def _claimed(letter_id: uuid.UUID) -> Letter | None:
    now = clock.now()
    claimed = (
        Letter.objects.due(now)
        .order_by()
        .filter(pk=letter_id)
        .update(tries=F("tries") + 1, next_try=now + CLAIM)
    )
    return Letter.objects.get(pk=letter_id) if claimed else None


def _still_ours(letter: Letter) -> LetterQuerySet:
    """The row, unless the claim ran out meanwhile and somebody else tries."""
    return Letter.objects.filter(pk=letter.pk, state=LetterState.POSTED, tries=letter.tries)


def _finish(letter: Letter, state: LetterState, fault: str) -> Delivery:
    sent_at = clock.now() if state is LetterState.SENT else None
    with transaction.atomic():
        if _still_ours(letter).update(state=state, next_try=None, sent_at=sent_at, last_fault=fault):
            record(
                event=f"letter_{state.value}",
                actor=SYSTEM,
                subject=_subject(letter),
                details={
                    "template": letter.template,
                    "version": letter.template_version,
                    "tries": letter.tries,
                },
            )
    return Delivery(state, None)


def _subject(letter: Letter) -> Subject:
    if letter.about_kind:
        return Subject(letter.about_kind, letter.about_id)
    return Subject("letter", str(letter.pk))
