"""Chance that nobody can foresee; in tests, chance that is told beforehand."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

PARTS: Final = 100
_told: ContextVar[Iterator[int] | None] = ContextVar("told", default=None)


def is_drawn(percent: int) -> bool:
    """Whether this one is among the `percent` in a hundred (0 to 100): decided anew each time, by secure chance."""
    told = _told.get()
    number = next(told) if told is not None else secrets.randbelow(PARTS)
    return number < percent


@contextmanager
def told(numbers: Iterable[int]) -> Iterator[None]:
    """Within it chance gives these numbers from 0 to 99, one after the other. For tests and rehearsals."""
    token = _told.set(iter(numbers))
    try:
        yield
    finally:
        _told.reset(token)
