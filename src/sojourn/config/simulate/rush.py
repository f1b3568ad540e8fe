"""A rush: very many clear requests at once, most of them of one employer, sent as a table of many is sent."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.auth import get_user_model

from sojourn.config.simulate.people import People
from sojourn.config.simulate.recipes import Stay, answers_of
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.core.periods import last_day_of
from sojourn.parties.access import Person
from sojourn.parties.acting import ActingAs
from sojourn.parties.events import create_employer, open_account
from sojourn.requests.many import Asking, send_all

AT_ONCE: Final = 250
_LARGEST: Final = 0.7
_HOSTS: Final = ("DE", "GB", "PL")


@dataclass(frozen=True, slots=True)
class Sent:
    """What one employer has sent: so many requests, in the order of `requests`."""

    employer_id: UUID
    requests: tuple[UUID, ...]


def shares_of(requests: int, employers: int) -> list[int]:
    """How many each employer sends: the first seven in ten, the last one, the others alike.

    Raises ValueError for fewer requests than employers.
    """
    if not 0 < employers <= requests:
        raise ValueError("There must be an employer, and a request of each.")
    if employers == 1:
        return [requests]
    middle = employers - 2
    largest = max(1, min(int(requests * _LARGEST), requests - employers + 1)) if middle else requests - 1
    rest = requests - largest - 1
    return [largest, *(rest // middle + (at < rest % middle) for at in range(middle)), 1]


def rush(*, requests: int, employers: int, seed: int) -> Iterator[Sent]:
    """Send so many, part by part; the largest employer begins and the smallest comes last.

    The same seed on the same day sends the same again, which changes nothing. Raises ValueError.
    """
    name = f"sojourn-rush:{seed}:{clock.today()}"
    chance = random.Random(name)  # noqa: S311  the same each time, on purpose
    people = People(chance)
    for number, count in enumerate(shares_of(requests, employers), 1):
        acting = _employer(name, people, number)
        for part in batched(range(count), AT_ONCE, strict=False):
            askings = [_asking(f"{name}:{number}:{at}", people, chance) for at in part]
            made, refused = send_all(acting=acting, askings=askings, notify=True, declared=True)
            if refused or acting.employer_id is None:
                raise ValueError(f"{len(refused)} requests could not be sent.")
            yield Sent(acting.employer_id, tuple(each.request_id for each in made))


def _asking(name: str, people: People, chance: random.Random) -> Asking:
    worker = people.worker("US")
    start = clock.today() + timedelta(days=chance.randrange(20, 200))
    stay = Stay(chance.choice(_HOSTS), start, last_day_of(start, chance.choice((6, 12, 24))))
    return Asking(
        key=uuid5(NAMESPACE_URL, name), typed=answers_of(worker, stay, "clear", clock.today()), reasons={}
    )


def _employer(name: str, people: People, number: int) -> ActingAs:
    email = f"{uuid5(NAMESPACE_URL, f'{name}:{number}').hex[:12]}@simulated.example"
    known: Person | None = get_user_model().objects.filter(email=email).first()
    return create_employer(
        person=known or open_account(actor=SYSTEM, email=email, name="Simulated Clerk"),
        seat="US",
        kind="private",
        particulars=people.employer("US", number),
        key=uuid5(NAMESPACE_URL, f"{name}:employer:{number}"),
    )
