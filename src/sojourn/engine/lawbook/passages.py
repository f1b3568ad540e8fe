"""What stands between two countries, whoever works there: sorted out when somebody first asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sojourn.engine.lawbook.law import Instrument, Law


@dataclass(frozen=True, slots=True)
class Passage:
    """The instruments between a country of work and another one, in force or not, those that go first first.

    `last_change`: the last day on which something changes in any of them. `lapses`: a party may stay bound for work
    that goes on. `covers_first_months`: one covers the first months of a stay that is planned for longer.
    """

    host: str
    home: str
    instruments: tuple[Instrument, ...]
    last_change: date
    lapses: bool
    covers_first_months: bool

    def binding(self, day: date, since: date | None) -> Iterator[Instrument]:
        """Those that bind the two to each other on `day`, for work that has gone on unbroken `since` that day."""
        for each in self.instruments:
            if each.binds_between(self.host, self.home, day, since):
                yield each


def passage(law: Law, host: str, home: str) -> Passage:
    """What stands between the two countries."""
    key = ("passage", host, home)
    found: Passage | None = law.memory.get(key)
    if found is None:
        known = tuple(sorted(law.between(host, home), key=lambda each: each.precedence))
        found = law.memory[key] = Passage(
            host,
            home,
            known,
            max((each.last_change for each in known), default=date.min),
            any(each.times for each in known),
            any(each.covers_first_months for each in known),
        )
    return found
