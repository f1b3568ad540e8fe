"""When an instrument binds its parties: in which times it binds one, and in which it binds two to each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product


@dataclass(frozen=True, slots=True)
class PartyTime:
    """When one party is bound; `continuing`: afterwards still for work that began before and goes on unbroken."""

    start: date | None
    until: date | None
    continuing: bool

    def holds(self, day: date, since: date | None = None) -> bool:
        """Whether the party is bound on `day`, for work that goes on unbroken `since` that day."""
        if self.start is not None and day < self.start:
            return False
        if self.until is None or day <= self.until:
            return True
        return self.continuing and since is not None and since <= self.until


@dataclass(frozen=True, slots=True)
class Bond:
    """A time in which an instrument binds two countries: from `start`, and to each of `ends`.

    An end that is continuing is none for work that began up to it and goes on unbroken.
    """

    start: date
    ends: tuple[tuple[date, bool], ...]

    def holds(self, day: date, since: date | None) -> bool:
        """Whether they are bound on `day`, for work that goes on unbroken `since` that day."""
        if day < self.start:
            return False
        for until, continuing in self.ends:
            if day > until and not (continuing and since is not None and since <= until):
                return False
        return True


def bonds(own: PartyTime, *parties: Iterable[PartyTime]) -> Iterator[Bond]:
    """The times in which the instrument itself and all these parties are bound."""
    for times in product((own,), *parties):
        starts = [each.start for each in times if each.start is not None]
        ends = [(each.until, each.continuing) for each in times if each.until is not None]
        yield Bond(max(starts, default=date.min), tuple(dict.fromkeys(ends)))
