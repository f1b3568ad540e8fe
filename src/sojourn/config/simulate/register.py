"""A made-up employer's register of any size, from a seed: the same seed makes the same people and trips."""

import csv
import io
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from sojourn.core import clock
from sojourn.register.importing.at_once import take_rows
from sojourn.register.importing.rows import RowRead, RowReader
from sojourn.register.seats import Seat

HEAD: Final = (
    "employee_number",
    "worker.given_names",
    "worker.family_name",
    "worker.birth_date",
    "person.nationalities",
    "person.residence",
    "activities[0].employed_since",
    "trip_key",
    "kind",
    "activities[0].country",
    "activities[0].start",
    "activities[0].end",
    "purpose",
)
AT_ONCE: Final = 2_000
_GIVEN: Final = (
    "Abigail",
    "Brandon",
    "Carla",
    "Dominic",
    "Eunice",
    "Felix",
    "Grace",
    "Hector",
    "Imani",
    "Joel",
    "Katya",
    "Lorenzo",
    "Mabel",
    "Nolan",
    "Opal",
    "Perry",
    "Annika",
    "Bastian",
    "Edda",
    "Falk",
    "Greta",
    "Henning",
    "Ilka",
    "Jannik",
    "Merle",
    "Asger",
    "Birgit",
    "Esben",
    "Freja",
    "Helle",
    "Jeppe",
    "Maren",
)
_BEGINS: Final = (
    "Ash",
    "Birch",
    "Cedar",
    "Elder",
    "Fern",
    "Hazel",
    "Laurel",
    "Maple",
    "Oak",
    "Rowan",
    "Willow",
    "Eichen",
    "Linden",
    "Rosen",
    "Tann",
    "Weiden",
)
_ENDS: Final = (
    "brook",
    "field",
    "ford",
    "hill",
    "stead",
    "ton",
    "acker",
    "bach",
    "berg",
    "hagen",
    "mann",
    "holm",
    "lund",
    "toft",
)
# Where people go, by how much is travelled; three lengths of stay: days, weeks, long.
_HOSTS: Final = {
    "DE": 16,
    "GB": 14,
    "FR": 10,
    "JP": 7,
    "IN": 9,
    "BR": 5,
    "CH": 6,
    "ES": 7,
    "NL": 6,
    "MX": 5,
    "KR": 4,
    "CN": 6,
    "AE": 3,
    "IT": 2,
}
_LENGTHS: Final = ((70, 1, 12), (22, 13, 90), (8, 120, 1100))
_KINDS: Final = (("business_trip", 82), ("posting", 12), ("vacation", 6))
_PURPOSES: Final = (
    "Client workshop",
    "Commissioning",
    "Trade fair",
    "Board meeting",
    "Training",
    "Audit",
    "Installation",
)


def rows(*, travellers: int, trips: int, seed: int, home: str, today: date) -> Iterator[list[str]]:
    """The rows of such a register: each trip with its traveller; everybody has at least one while there are enough."""
    chance = random.Random(seed)  # noqa: S311  made-up people, no secrets
    people = [_person(chance, number, home) for number in range(travellers)]
    for number in range(trips):
        person = people[number] if number < travellers else chance.choice(people)
        yield [*person, f"T{seed}-{number}", *_trip(chance, home, today)]


def _person(chance: random.Random, number: int, home: str) -> list[str]:
    born = date(1962, 1, 1) + timedelta(days=chance.randrange(38 * 365))
    since = date(2008, 1, 1) + timedelta(days=chance.randrange(16 * 365))
    family = chance.choice(_BEGINS) + chance.choice(_ENDS)
    return [
        f"S{number:06d}",
        chance.choice(_GIVEN),
        family,
        born.isoformat(),
        home,
        home,
        since.isoformat(),
    ]


def _trip(chance: random.Random, home: str, today: date) -> list[str]:
    host = home
    while host == home:
        (host,) = chance.choices(list(_HOSTS), list(_HOSTS.values()))
    _, least, most = chance.choices(_LENGTHS, [each[0] for each in _LENGTHS])[0]
    start = today + timedelta(days=chance.randrange(-500, 240))
    end = start + timedelta(days=chance.randint(least, most) - 1)
    (kind,) = chance.choices([name for name, _ in _KINDS], [weight for _, weight in _KINDS])
    return [kind, host, start.isoformat(), end.isoformat(), chance.choice(_PURPOSES)]


def table_of(*, travellers: int, trips: int, seed: int, home: str) -> tuple[bytes, tuple[str, ...]]:
    """Such a register as a table of a personnel office, and what its columns mean."""
    out = io.StringIO()
    made = rows(travellers=travellers, trips=trips, seed=seed, home=home, today=clock.today())
    csv.writer(out).writerows([HEAD, *made])
    return out.getvalue().encode(), HEAD


QUARTER_HEAD: Final = (
    "Pers.No",
    "First Name ",
    "SURNAME",
    "date of birth",
    "Nationality",
    "Country of residence",
    "Hire date",
    "Trip ref",
    "type of trip",
    "DESTINATION",
    "Start date",
    "End date",
    "Reason",
    "Cost centre",
)
"""The head of a table as people keep it: names of their own, and a column that means nothing here."""
_QUARTER: Final = 90


def quarter_file(*, trips: int, seed: int, home: str) -> bytes:
    """The plan of the coming quarter as a travel desk keeps it: CSV, everybody with one or two trips."""
    chance, today = random.Random(seed), clock.today()  # noqa: S311  made-up people, no secrets
    people = [_person(chance, number, home) for number in range(max(1, trips * 3 // 4))]
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(QUARTER_HEAD)
    for number in range(trips):
        person = people[number % len(people)]
        kind, host, start, end, purpose = _trip(chance, home, today)
        first = today + timedelta(days=chance.randrange(7, _QUARTER))
        last = first + (date.fromisoformat(end) - date.fromisoformat(start))
        trip = [kind, host, first.isoformat(), last.isoformat(), purpose, str(chance.randrange(1000, 1400))]
        table.writerow([*person, f"Q{seed}-{number}", *trip])
    return out.getvalue().encode()


def fill_register(*, seat: Seat, travellers: int, trips: int, seed: int, home: str) -> Iterator[int]:
    """Take such a register in, as rows of tables are taken in, without a file between. Gives how many are in so far.

    The trips of one person come together. The same seed again finds everything there.
    """
    made = rows(travellers=travellers, trips=trips, seed=seed, home=home, today=clock.today())
    reader, done = RowReader(HEAD, "", home), 0
    part: list[RowRead] = []
    for number, cells in enumerate(sorted(made, key=lambda row: row[0]), start=1):
        part.append(reader.read(number, cells))
        if len(part) == AT_ONCE:
            take_rows(seat=seat, rows=part)
            done, part = done + len(part), []
            yield done
    if part:
        take_rows(seat=seat, rows=part)
        yield done + len(part)
