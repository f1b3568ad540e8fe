"""People and employers who do not exist: names put together by chance, numbers that only have the right form."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Final

from stdnum.us import ssn

from sojourn.requests.identity_numbers import Fit, fit_of

_GIVEN: Final = {
    "US": "Abigail Brandon Carla Dominic Eunice Felix Grace Hector Imani Joel Katya Lorenzo Mabel Nolan Opal Perry",
    "DE": "Annika Bastian Carolin Detlef Edda Falk Greta Henning Ilka Jannik Katrin Lasse Merle Nils Ortrud Piet",
    "DK": "Asger Birgit Carsten Dagny Esben Freja Gorm Helle Inger Jeppe Kirsten Laust Maren Niels Palle Rikke",
}
_FAMILY: Final = {
    "US": (
        "Ash Birch Cedar Elder Fern Hazel Laurel Maple Oak Quince Rowan Willow",
        "brook field ford hill stead ton",
    ),
    "DE": ("Bruch Eichen Feld Holz Linden Moor Rosen Stein Tann Weiden", "acker bach berg hagen kamp mann"),
    "DK": ("Bjerge Ege Hede Kilde Lille Mose Nør Sol Ves Øster", "bæk by gaard holm lund toft"),
}
_BORN_IN: Final = {"US": "Duluth", "DE": "Kiel", "DK": "Odense"}
_COUNTRY: Final = {"US": "United States", "DE": "Germany", "DK": "Denmark"}
_AT_HOME: Final = {
    "US": None,
    "DE": ("Gartenweg 2", "24103", "Kiel"),
    "DK": ("Vestergade 3", "8000", "Aarhus"),
}
_TRADE: Final = (
    "Analytics Bearings Catering Drones Engines Films Glass Hydraulics Instruments Logistics Optics Pumps"
)
_FORM: Final = {"US": "Inc.", "DE": "GmbH", "DK": "A/S"}
_SEAT: Final = {
    "US": ("{n} Mill Road", "50309", "Des Moines", "IA"),
    "DE": ("Lange Straße {n}", "20095", "Hamburg", ""),
    "DK": ("Havnegade {n}", "8000", "Aarhus", ""),
}
HOMES: Final = tuple(_SEAT)
"""Countries from which made-up people can be sent."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who does not exist."""

    home: str
    given_names: str
    family_name: str
    born_on: date
    number: str

    def particulars(self) -> dict[str, str]:
        """The answers that name the person."""
        known = {
            "worker.given_names": self.given_names,
            "worker.family_name": self.family_name,
            "worker.birth_date": self.born_on.isoformat(),
            "worker.birth_place": f"{_BORN_IN[self.home]}, {_COUNTRY[self.home]}",
        }
        if address := _AT_HOME[self.home]:
            street, postcode, city = address
            known |= {"worker.street": street, "worker.postcode": postcode, "worker.city": city}
        return known | {("worker.ssn" if self.home == "US" else "worker.home_number"): self.number}


class People:
    """Draws people and employers, nobody and no number twice."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._names = {home: self._shuffled_names(home) for home in HOMES}
        self._numbers: set[str] = set()

    def worker(self, home: str) -> Worker:
        """The next person of this country."""
        given, family = next(self._names[home])
        born_on = date(1962, 1, 1) + timedelta(days=self._chance.randrange(38 * 365))
        return Worker(home, given, family, born_on, self._number(home, born_on))

    def employer(self, home: str, number: int) -> Mapping[str, str]:
        """The particulars of the employer with this number."""
        street, postcode, city, state = _SEAT[home]
        first = self._chance.choice(_FAMILY[home][0].split())
        trade = self._chance.choice(_TRADE.split())
        return {
            "name": f"{first} {trade} {number} {_FORM[home]}",
            "street": street.format(n=number),
            "postcode": postcode,
            "city": city,
            "state": state,
            "ein": "",
        }

    def _shuffled_names(self, home: str) -> Iterator[tuple[str, str]]:
        begins, ends = (part.split() for part in _FAMILY[home])
        families = [begin + end for begin, end in product(begins, ends)]
        names = list(product(_GIVEN[home].split(), families))
        self._chance.shuffle(names)
        yield from names
        # More people than names: two given names, and a family name of two parts.
        while True:
            (one, family), (two, other) = self._chance.sample(names, 2)
            yield f"{one} {two}", f"{family}-{other}"

    def _number(self, home: str, born_on: date) -> str:
        while (number := self._drawn(home, born_on)) in self._numbers:
            continue
        self._numbers.add(number)
        return number

    def _drawn(self, home: str, born_on: date) -> str:
        """A number of the right form and check digits, from a range that is not given out where there is one."""
        digits = self._chance.randrange
        while True:
            match home:
                case "US":
                    number = f"{digits(800, 900)}-{digits(1, 100):02d}-{digits(1, 10_000):04d}"
                    fits = ssn.is_valid(number)
                case "DE":
                    # Serial numbers from 50 on are women's.
                    letter = chr(ord("A") + digits(26))
                    number = f"{digits(40, 48):02d}{born_on:%d%m%y}{letter}{digits(100):02d}{digits(10)}"
                    fits = fit_of(home, number) is Fit.FITS
                case _:
                    number = f"{born_on:%d%m%y}-{digits(4000):04d}"
                    fits = fit_of(home, number) is Fit.FITS
            if fits:
                return number
