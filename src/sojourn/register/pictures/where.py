"""Who is where on a day, under which cover: counted by country of work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count

from sojourn.register.access import confirm_seat
from sojourn.register.models import Assignment
from sojourn.register.seats import Seat
from sojourn.register.states import Cover

_FINE: Final = (Cover.COVERED.value, Cover.NOT_NEEDED.value)


@dataclass(frozen=True, slots=True)
class Place:
    """A country of work on a day: how many people are there, by the word for their cover."""

    country: str
    by_cover: Mapping[str, int]

    @property
    def people(self) -> int:
        """How many; whoever is there on two trips with two words counts for each word."""
        return sum(self.by_cover.values())

    @property
    def fine(self) -> int:
        """How many of them are covered, or need no certificate."""
        return sum(self.by_cover.get(word, 0) for word in _FINE)

    @property
    def at_risk(self) -> int:
        """How many of them are at risk."""
        return self.by_cover.get(Cover.AT_RISK.value, 0)

    @property
    def open(self) -> int:
        """How many of them have no cover yet, though they need one."""
        return self.people - self.fine


def places(seat: Seat, day: date, cover: str = "") -> tuple[Place, ...]:
    """The countries where somebody in sight is on `day`, those first where most people have no cover.

    `cover`: one of its words, to count only these; "": all. One query, however many people there are.
    """
    trips = Assignment.objects.for_actor(confirm_seat(seat)).on(day)
    if cover:
        trips = trips.filter(cover=cover)
    counted = trips.order_by().values_list("host", "cover").annotate(n=Count("traveller_id", distinct=True))
    found: dict[str, dict[str, int]] = {}
    for host, word, number in counted:
        found.setdefault(host, {})[word] = number
    made = [Place(country, words) for country, words in found.items()]
    return tuple(sorted(made, key=lambda each: (-each.open, -each.people, each.country)))
