"""Counting wrong guesses, for all processes together.

Counted by the client's address: ten wrong tries in ten minutes, whatever was tried. Counted by the paper, whoever
asks: twenty wrong dates of birth in thirty days, for there are only some twenty thousand likely ones. There is no limit
by number on wrong codes: a code has 128 bits, so that no number of addresses finds one; and such a limit would let
anybody keep honest people from a paper whose number they know.

A refusal is known for some seconds without asking the database, so that a flood of guesses costs next to nothing.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from sojourn.core import clock
from sojourn.parties.guessing.models import WrongTries
from sojourn.vault.blind import blind_index

_BELIEVED: Final = timedelta(seconds=5)
_MOST_BELIEVED: Final = 50_000


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` wrong tries under one name in one `stretch`, which begins with the first."""

    purpose: str
    most: int
    stretch: timedelta


BY_CLIENT: Final = Limit("guessing.client", 10, timedelta(minutes=10))
BIRTH_DATES: Final = Limit("guessing.birth_dates", 20, timedelta(days=30))


class TooManyTries(Exception):
    """All wrong tries are used up. `minutes`: how long to wait, rounded up."""

    def __init__(self, minutes: int) -> None:
        super().__init__("too many tries")
        self.minutes = minutes


@dataclass(slots=True)
class Try:
    """One try; stays counted unless it is said to have been right."""

    right: bool = False


_refused: dict[str, tuple[datetime, datetime]] = {}
"""By name: until when the refusal is believed, and when the stretch ends."""


def named(limit: Limit, of: str) -> str:
    """Under which name the tries of `of` (an address, a number) are counted."""
    return blind_index(limit.purpose, of)


def check_left(limit: Limit, name: str) -> None:
    """Raises TooManyTries where all tries under this name are used up. Counts nothing."""
    now = clock.now()
    believed = _refused.get(name)
    if believed is not None and now < believed[0]:
        raise TooManyTries(_minutes(believed[1] - now))
    row = next(iter(WrongTries.objects.filter(name=name).values_list("count", "ends_at")), None)
    if row is not None and row[0] >= limit.most and now < row[1]:
        raise _refusal(name, row[1], now)


def count_wrong(limit: Limit, name: str) -> None:
    """Count one wrong try. Raises TooManyTries where none was left: then the answer to it may not be told either.

    One statement decides, so that many at once get no more answers than the limit has.
    """
    now = clock.now()
    with transaction.atomic():
        WrongTries.objects.filter(ends_at__lte=now).delete()
        row, _ = WrongTries.objects.get_or_create(name=name, defaults={"ends_at": now + limit.stretch})
        taken = WrongTries.objects.filter(name=name, count__lt=limit.most).update(count=F("count") + 1)
    if not taken:
        raise _refusal(name, row.ends_at, now)


@contextmanager
def counted_try(limit: Limit, name: str) -> Iterator[Try]:
    """Count one try beforehand; inside the block say `right = True` to give it back.

    For what can be guessed in few tries, where not one may slip past the limit while another is under way. Raises
    TooManyTries, before the block is entered, when none is left.
    """
    check_left(limit, name)
    count_wrong(limit, name)
    attempt = Try()
    yield attempt
    if attempt.right:
        WrongTries.objects.filter(name=name, count__gt=0).update(count=F("count") - 1)


def forget_refusals() -> None:
    """Ask the database again at the next try."""
    _refused.clear()


def _refusal(name: str, ends_at: datetime, now: datetime) -> TooManyTries:
    if len(_refused) >= _MOST_BELIEVED:
        _refused.clear()
    _refused[name] = (min(now + _BELIEVED, ends_at), ends_at)
    return TooManyTries(_minutes(ends_at - now))


def _minutes(left: timedelta) -> int:
    return max(1, math.ceil(left.total_seconds() / 60))
