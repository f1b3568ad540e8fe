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
        self._entries: dict[str, tuple[str, Any]] = {}
        self._supplements: dict[str, list[str]] = {}
        for name, content in text.of("instruments").items():
            if not isinstance(content, dict) or not isinstance(content.get("id"), str):
                raise LawError(f"{name}: id: every instrument needs one")
            key = content["id"]
            if key in self._entries:
                raise LawError(f"{name}: id: {key} is given twice")
            self._entries[key] = (name, content)
            if content.get("supplements") is not None:
                self._supplements.setdefault(content["supplements"], []).append(key)
        self._forms: dict[str, schema.Instrument] = {}
        self._open: dict[str, law.Instrument] = {}

    def __getitem__(self, key: str) -> law.Instrument:
        """The instrument, ready for use. Raises KeyError, or LawError where its file is not in order."""
        found = self._open.get(key)
        if found is None:
            form = self.form(key)
            near = {key: form}
            rules = form.rules_of if form.rules_of is not None and form.rules_of in self._entries else key
            for name in (rules, *self._supplements.get(rules, ())):
                near[name] = self.form(name)
            found = self._open[key] = compile_instrument(form, near)
        return found

    def __iter__(self) -> Iterator[str]:
        """The ids, in the order of the files."""
        return iter(self._entries)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._entries)

    def __contains__(self, key: object) -> bool:
        """Whether there is an instrument of this id; opens nothing."""
        return key in self._entries

    def form(self, key: str) -> schema.Instrument:
        """The instrument as written, checked against its form."""
        found = self._forms.get(key)
        if found is None:
            name, content = self._entries[key]
            found = self._forms[key] = read_form(name, content, schema.Instrument)
        return found

    def check(self) -> None:
        """Open every instrument. Raises LawError at the first that is not in order."""
        for key in self:
            self[key]

    def written(self) -> Iterator[Mapping[str, Any]]:
        """The instruments as they stand in the files."""
        return (content for _, content in self._entries.values())


class Pairs(Mapping[tuple[str, str], tuple[law.Instrument, ...]]):
    """The instruments between two countries, in force or not."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._ids: dict[tuple[str, str], list[str]] = {}
        for content in shelf.written():
            if content.get("supplements") is None:
                for pair in _pairs(content):
                    self._ids.setdefault(pair, []).append(content["id"])
        self._open: dict[tuple[str, str], tuple[law.Instrument, ...]] = {}

    def between(self, one: str, other: str) -> tuple[law.Instrument, ...]:
        """Those between the two countries; empty where there is none."""
        pair = (one, other)
        found = self._open.get(pair)
        if found is None:
            found = self._open[pair] = tuple(self._shelf[key] for key in self._ids.get(pair, ()))
        return found

    def __getitem__(self, pair: tuple[str, str]) -> tuple[law.Instrument, ...]:
        """Those between the two countries. Raises KeyError where there is none."""
        if pair not in self._ids:
            raise KeyError(pair)
        return self.between(*pair)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The pairs of countries, both ways round."""
        return iter(self._ids)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._ids)

    def __contains__(self, pair: object) -> bool:
        """Whether there is any between the two; opens nothing."""
        return pair in self._ids


def _pairs(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The pairs of countries that an instrument stands between, territories with those they belong to."""
    parties = content.get("parties") or ()
    party_of = {party: party for party in parties}
    for party, lands in (content.get("territories") or {}).items():
        party_of |= dict.fromkeys(lands, party)
    groups, between = content.get("groups") or {}, content.get("between") or ()
    sides = [(groups.get(one, [one]), groups.get(other, [other])) for one, other in between]
    for one, other in permutations(party_of, 2):
        if party_of[one] != party_of[other] and (
            not sides or any((one in a and other in b) or (one in b and other in a) for a, b in sides)
        ):
            yield one, other


class DomesticLaw(Mapping[str, tuple[law.Claim, ...]]):
    """What each country's own law says, by country."""

    def __init__(self, text: LawText) -> None:
        self._entries = {
            content["country"] if isinstance(content, dict) and "country" in content else name: (
                name,
                content,
            )
            for name, content in text.of("domestic").items()
        }
        self._open: dict[str, tuple[law.Claim, ...]] = {}

    def __getitem__(self, country: str) -> tuple[law.Claim, ...]:
        """The claims of one country. Raises KeyError where the data hold none."""
        found = self._open.get(country)
        if found is None:
            name, content = self._entries[country]
            form = read_form(name, content, schema.Domestic)
            found = self._open[country] = tuple(compile_claim(form, claim) for claim in form.claims)
        return found

    def __iter__(self) -> Iterator[str]:
        """The countries."""
        return iter(self._entries)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._entries)


class Institutions(Mapping[str, Institution]):
    """The institutions by id; read at the first question for any of them."""

    def __init__(self, text: LawText) -> None:
        self._text = text
        self._all: dict[str, Institution] | None = None

    def _read(self) -> dict[str, Institution]:
        if self._all is None:
            forms = read_forms(self._text, "institutions", Institution, listed=True)
            self._all = with_instruments(forms, named_by(self._text.of("instruments").values()))
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
