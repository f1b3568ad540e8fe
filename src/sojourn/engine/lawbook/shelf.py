"""The law as a shelf of books: each is opened when somebody first asks for it, and stays open.

The law of the world is some six hundred instruments, and one answer needs two or three of them.
"""

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Any

from sojourn.engine.errors import LawError
from sojourn.engine.lawbook import law, schema
from sojourn.engine.lawbook.compile_law import compile_claim, compile_instrument
from sojourn.engine.lawbook.forms import read_form, read_forms
from sojourn.engine.lawbook.institutions import named_by, with_instruments
from sojourn.engine.lawbook.law_files import LawText
from sojourn.engine.lawbook.schema_institutions import Institution


class Shelf(Mapping[str, law.Instrument]):
    """The instruments by id."""

    def __init__(self, text: LawText) -> None:
        self._text = text
        self._names: dict[str, str] = {}
        self._supplements: dict[str, list[str]] = {}
        for name, head in text.heads_of("instruments").items():
            if not isinstance(head, dict) or not isinstance(head.get("id"), str):
                raise LawError(f"{name}: id: every instrument needs one")
            key = head["id"]
            if key in self._names:
                raise LawError(f"{name}: id: {key} is given twice")
            self._names[key] = name
            if head.get("supplements") is not None:
                self._supplements.setdefault(head["supplements"], []).append(key)
        self._forms: dict[str, schema.Instrument] = {}
        self._open: dict[str, law.Instrument] = {}

    def __getitem__(self, key: str) -> law.Instrument:
        """The instrument, ready for use. Raises KeyError, or LawError where its file is not in order."""
        found = self._open.get(key)
        if found is None:
            form = self.form(key)
            near = {key: form}
            rules = form.rules_of if form.rules_of is not None and form.rules_of in self._names else key
            for name in (rules, *self._supplements.get(rules, ())):
                near[name] = self.form(name)
            found = self._open[key] = compile_instrument(form, near)
        return found

    def __iter__(self) -> Iterator[str]:
        """The ids, in the order of the files."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._names)

    def __contains__(self, key: object) -> bool:
        """Whether there is an instrument of this id; opens nothing."""
        return key in self._names

    def form(self, key: str) -> schema.Instrument:
        """The instrument as written, checked against its form."""
        found = self._forms.get(key)
        if found is None:
            name = self._names[key]
            found = self._forms[key] = read_form(name, self._text.contents[name], schema.Instrument)
        return found

    def check(self) -> None:
        """Open every instrument. Raises LawError at the first that is not in order."""
        for key in self:
            self[key]

    def heads(self) -> Iterator[Mapping[str, Any]]:
        """What is known of each instrument without opening it."""
        yield from self._text.heads_of("instruments").values()


class Pairs(Mapping[tuple[str, str], tuple[law.Instrument, ...]]):
    """The instruments between two countries, in force or not."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._of_country: dict[str, list[_Standing]] = {}
        for head in shelf.heads():
            if head.get("supplements") is None:
                standing = _Standing(head)
                for country in standing.party_of:
                    self._of_country.setdefault(country, []).append(standing)
        self._ids: dict[tuple[str, str], list[str]] = {}
        self._open: dict[tuple[str, str], tuple[law.Instrument, ...]] = {}

    def between(self, one: str, other: str) -> tuple[law.Instrument, ...]:
        """Those between the two countries; empty where there is none."""
        pair = (one, other)
        found = self._open.get(pair)
        if found is None:
            found = self._open[pair] = tuple(self._shelf[key] for key in self._between(pair))
        return found

    def _between(self, pair: tuple[str, str]) -> list[str]:
        """The ids of those between two countries; opens nothing."""
        one, other = pair
        found = self._ids.get(pair)
        if found is None:
            found = self._ids[pair] = [
                each.id for each in self._of_country.get(one, ()) if each.joins(one, other)
            ]
        return found

    def __getitem__(self, pair: tuple[str, str]) -> tuple[law.Instrument, ...]:
        """Those between the two countries. Raises KeyError where there is none."""
        if pair not in self:
            raise KeyError(pair)
        return self.between(*pair)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The pairs of countries, both ways round."""
        return (pair for pair in permutations(self._of_country, 2) if self._between(pair))

    def __len__(self) -> int:
        """How many there are."""
        return sum(1 for _ in self)

    def __contains__(self, pair: object) -> bool:
        """Whether there is any between the two; opens nothing."""
        return isinstance(pair, tuple) and len(pair) == 2 and bool(self._between(pair))


class _Standing:
    """Between which countries an instrument stands, as its head says: territories with those they belong to."""

    __slots__ = ("id", "party_of", "sides")

    def __init__(self, head: Mapping[str, Any]) -> None:
        self.id: str = head["id"]
        self.party_of = {party: party for party in head.get("parties") or ()}
        for party, lands in (head.get("territories") or {}).items():
            self.party_of |= dict.fromkeys(lands, party)
        groups, between = head.get("groups") or {}, head.get("between") or ()
        self.sides = [(groups.get(one, [one]), groups.get(other, [other])) for one, other in between]

    def joins(self, one: str, other: str) -> bool:
        """Whether it stands between the two."""
        if other not in self.party_of or self.party_of[one] == self.party_of[other]:
            return False
        return not self.sides or any(
            (one in a and other in b) or (one in b and other in a) for a, b in self.sides
        )


class DomesticLaw(Mapping[str, tuple[law.Claim, ...]]):
    """What each country's own law says, by country."""

    def __init__(self, text: LawText) -> None:
        self._text = text
        self._names: dict[str, str] = {
            head["country"] if isinstance(head, dict) and "country" in head else name: name
            for name, head in text.heads_of("domestic").items()
        }
        self._open: dict[str, tuple[law.Claim, ...]] = {}

    def __getitem__(self, country: str) -> tuple[law.Claim, ...]:
        """The claims of one country. Raises KeyError where the data hold none."""
        found = self._open.get(country)
        if found is None:
            name = self._names[country]
            form = read_form(name, self._text.contents[name], schema.Domestic)
            found = self._open[country] = tuple(compile_claim(form, claim) for claim in form.claims)
        return found

    def __iter__(self) -> Iterator[str]:
        """The countries."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._names)


class Institutions(Mapping[str, Institution]):
    """The institutions by id; read at the first question for any of them."""

    def __init__(self, text: LawText) -> None:
        self._text = text
        self._all: dict[str, Institution] | None = None

    def _read(self) -> dict[str, Institution]:
        if self._all is None:
            forms = read_forms(self._text, "institutions", Institution, listed=True)
            named = self._text.named
            if named is None:
                named = named_by(self._text.of("instruments").values())
            self._all = with_instruments(forms, named)
        return self._all

    def __getitem__(self, key: str) -> Institution:
        """The institution of this id. Raises KeyError."""
        return self._read()[key]

    def __iter__(self) -> Iterator[str]:
        """The ids."""
        return iter(self._read())

    def __len__(self) -> int:
        """How many there are."""
        return len(self._read())
