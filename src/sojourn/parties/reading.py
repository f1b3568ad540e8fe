"""One look at who may act as whom, for the drawing of one page.

A page asks many rooms, and each of them reads again in which capacity it is asked (`access.confirm`). While a page
is only drawn, the answers of one moment are enough. Where something is changed nothing is kept: an event
reads anew.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any, Final

_SEEN: Final[ContextVar[dict[object, Any] | None]] = ContextVar("seen", default=None)


def while_drawing(method: str | None) -> AbstractContextManager[None]:
    """One look for a page that is only asked for (GET, HEAD); nothing is kept while a form is worked on."""
    return one_look() if method in {"GET", "HEAD"} else nullcontext()


@contextmanager
def one_look() -> Iterator[None]:
    """Within it, what `seen_once` was asked is answered from the first time."""
    token = _SEEN.set({})
    try:
        yield
    finally:
        _SEEN.reset(token)


def seen_once[T](key: object, read: Callable[[], T]) -> T:
    """What `read` gives; within `one_look`, what it gave the first time for this key. What it raises is not kept."""
    seen = _SEEN.get()
    if seen is None:
        return read()
    if key not in seen:
        seen[key] = read()
    answer: T = seen[key]
    return answer
