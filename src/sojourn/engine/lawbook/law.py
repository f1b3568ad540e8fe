"""The law as the engine reads it: frozen, indexed, with each condition bound to its test."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from sojourn.core.periods import end_of_month, last_day_of, last_day_of_weeks
from sojourn.engine.finding import Finding
from sojourn.engine.lawbook.schema_institutions import Institution
from sojourn.engine.lawbook.times import Bond, PartyTime, bonds

if TYPE_CHECKING:
    from sojourn.engine.case import Case

Test = Callable[["Case", Mapping[str, Any]], Finding]

# Special categories before nationality, posting, several countries, and the general rules (design, "Reasoning").
RANKS = {
    "exception": 0,
    "telework": 1,
    "contract_staff": 1,
    "civil_servant": 1,
    "diplomat": 1,
    "seafarer": 1,
    "aircrew": 1,
    "transport": 1,
    "continental_shelf": 1,
    "dependants": 1,
    "classification": 1,
    "nationals_choice": 2,
    "nationality": 2,
    "posted_employee": 3,
    "posted_self_employed": 3,
    "multi_state": 4,
    "local_self_employed": 5,
    "local_employee": 6,
    "not_working": 7,
}
POSTING = RANKS["posted_employee"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read."""

    title: str
    url: str | None
    as_of: date | None
    basis: str


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """A condition as provisions use it; the same one wherever an instrument asks the same.

    `gate` and `silent` are those of the vocabulary word: a shut gate takes the provision out of the case, a silent
    variant stays out of the trace. `shared`: several rules ask it, and it does not look at the rule that asks.
    """

    name: str
    test: Test
    parameters: Mapping[str, Any]
    home: str | None
    host: str | None
    gate: bool
    silent: frozenset[str]
    shared: bool


@dataclass(frozen=True, slots=True)
class Term:
    """How long a posting may last."""

    months: int | None
    weeks: int | None
    to_month_end: bool

    def last_day(self, start: date) -> date:
        """The last day of the term for work that began on `start`, that day counted."""
        if self.weeks is not None:
            return last_day_of_weeks(start, self.weeks)
        assert self.months is not None  # noqa: S101  the schema asks for one of the two
        if self.to_month_end:
            # Calendar months: the one in which the work begins counts in full (DVKA, on the agreement with China).
            return end_of_month(start, self.months - 1)
        return last_day_of(start, self.months)


@dataclass(frozen=True, slots=True)
class Extension:
    """A clause by which a posting can be prolonged."""

    possible: bool | None
    months_in_all: int | None
    step_months: int | None
    article: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Provision:
    """One rule of an instrument."""

    id: str
    category: str
    rank: int
    article: str | None
    home: str | None
    host: str | None
    statuses: frozenset[str]
    legislation: str
    limit: Term | None
    first_months: bool
    conditions: tuple[Use, ...]
    extension: Extension | None
    uncovered_in: frozenset[str]
    ask: Mapping[str, str]
    valid_from: date | None
    valid_until: date | None
    displaces: frozenset[str]
    reading: str | None
    refer: str | None
    sources: tuple[Source, ...]
    confidence: str
    open: tuple[str, ...]
    supplement: "Supplement | None"
    """Where the rule stands in an instrument of its own that supplements this one."""

    @property
    def limit_months(self) -> int | None:
        """The limit, where it is counted in months."""
        return self.limit.months if self.limit is not None else None


@dataclass(frozen=True, slots=True)
class Supplement:
    """An instrument whose rules are read together with those of another one."""

    id: str
    title: str
    short: Mapping[str, str]
    times: Mapping[str, tuple[PartyTime, ...]]
    parties: tuple[str, ...]

    def binds(self, party: str, day: date) -> bool:
        """Whether `party` is bound on `day`."""
        return party in self.parties and any(each.holds(day) for each in self.times.get(party, ()))


@dataclass(frozen=True, slots=True)
class PersonScope:
    """Whom an instrument covers between two countries: every condition has to hold."""

    id: str
    one: frozenset[str]
    other: frozenset[str]
    conditions: tuple[Use, ...]
    valid_from: date | None
    valid_until: date | None
    article: str | None

    def concerns(self, home: str, host: str, day: date) -> bool:
        """Whether it speaks of these two countries on `day`."""
        if (self.valid_from is not None and day < self.valid_from) or (
            self.valid_until is not None and day > self.valid_until
        ):
            return False
        return (home in self.one and host in self.other) or (home in self.other and host in self.one)


@dataclass(frozen=True, slots=True)
class Scoped:
    """A provision for one direction, with the conditions that are tested in that direction."""

    provision: Provision
    uses: tuple[Use, ...]


Ranked = tuple[tuple[Scoped, ...], ...]
"""Provisions in groups of equal rank, the special before the general."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an instrument holds for one status and direction: for each reading of its sources, the provisions."""

    readings: tuple[Ranked, ...]
    categories: frozenset[str]


NO_SCOPE = Scope(((),), frozenset())


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch that an instrument coordinates on one side."""

    name: str
    valid_from: date | None
    valid_until: date | None
    when: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """How one party certifies."""

    kind: str
    form: str | None
    issuers: Mapping[str, str]
    apply: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Series:
    """How several postings are counted together."""

    rule: str
    window: bool
    gap_months: int | None
    same_host_employer: bool
    article: str | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """One agreement."""

    id: str
    title: str
    short: Mapping[str, str]
    parties: tuple[str, ...]
    in_force: date | None
    ended: date | None
    clock_floor: date | None
    branches: Mapping[str, tuple[Branch, ...]]
    plain_branches: Mapping[str, tuple[str, ...]]
    """By party: the branches, where none hangs on a day or a condition."""
    still_due: Mapping[str, tuple[str, ...]]
    series: Series | None
    provisions: tuple[Provision, ...]
    exception: Provision | None
    """The clause by which both sides can agree on something else in a single case."""
    scopes: Mapping[tuple[str, str, str], Scope]
    """By status, home country and host country."""
    limits: tuple[Term, ...]
    """The limits that its provisions set."""
    covers_first_months: bool
    """Whether a provision covers the first months of a stay that is planned for longer."""
    certificate: Mapping[str, Certificate]
    required_information: tuple[str, ...]
    confidence: str
    open_questions: tuple[str, ...]
    sources: tuple[Source, ...]
    cuts: tuple[date, ...]
    """Days on which something in the instrument changes for all its parties."""
    party_cuts: Mapping[str, tuple[date, ...]]
    """By party: days on which it comes in or goes out."""
    last_change: date
    """The last of these days; the first day of the calendar where there is none."""
    party_of: Mapping[str, str]
    """By country code: the party that it is, or belongs to for this instrument (Jersey to the United Kingdom)."""

    kind: str
    precedence: int
    many: bool
    """Whether it puts all work of a person under one legislation, whatever the direction."""
    times: Mapping[str, tuple[PartyTime, ...]]
    joined: Mapping[str, frozenset[str]]
    """By party: those to which it binds the party; empty: any two parties to each other."""
    persons: tuple[PersonScope, ...]
    supplements: tuple[Supplement, ...]
    precision: str
    signed: date | None
    since_unknown: bool = False
    """In force, but the day on which it began was not read: it is taken to bind from its signature."""
    benefits_only: bool = False
    """It has no rules on whose law applies to work, so it decides nothing here."""
    bonds: dict[tuple[str, str], tuple[Bond, ...]] = field(default_factory=dict, repr=False, compare=False)
    """When it binds two countries to each other, of those that somebody has asked about."""

    def other(self, party: str) -> str:
        """The other party of a bilateral instrument."""
        return self.parties[1] if self.parties[0] == party else self.parties[0]

    def binds_on(self, day: date) -> bool:
        """Whether it is in force on `day` and has rules about work."""
        began = self._began()
        return began is not None and began <= day and (self.ended is None or day <= self.ended)

    def joins(self, one: str, other: str) -> bool:
        """Whether it works between these two parties at all."""
        return not self.joined or other in self.joined.get(one, ())

    def binds_between(self, one: str, other: str, day: date, since: date | None = None) -> bool:
        """Whether it binds the two countries to each other on `day`."""
        found = self.bonds.get((one, other))
        if found is None:
            found = self.bonds[one, other] = tuple(self._bonds(one, other))
        for bond in found:  # noqa: SIM110  asked twenty times an answer, where any() takes twice as long
            if bond.holds(day, since):
                return True
        return False

    def _bonds(self, one: str, other: str) -> Iterator[Bond]:
        """The times of the instrument, of the one and of the other, where they meet."""
        began = self._began()
        if began is None or not self.joins(one, other):
            return iter(())
        always = (PartyTime(None, None, continuing=False),)
        sides = (self.times.get(self.party_of.get(party, party), always) for party in (one, other))
        return bonds(PartyTime(began, self.ended, continuing=False), *sides)

    def _began(self) -> date | None:
        """Since when it has bound; None where it does not, or has no rules about work."""
        if self.benefits_only:
            return None
        return (self.signed or date.min) if self.since_unknown else self.in_force

    def scope(self, status: str, home: str | None, host: str) -> Scope:
        """What it holds for a status from `home` to `host`."""
        if self.many:
            return self.scopes.get((status, "*", "*"), NO_SCOPE)
        return self.scopes.get((status, home or "", host), NO_SCOPE)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one country's own law says."""

    id: str
    direction: str
    statuses: frozenset[str]
    applies: str
    special: bool
    conditions: tuple[Use, ...]
    months: int | None
    weeks: int | None
    limited: bool
    """Whether it holds for so many months or weeks only."""
    weeks_from: str
    how: str | None
    basis: str | None
    because: Mapping[str, str]
    branches: tuple[str, ...]
    sources: tuple[Source, ...]
    confidence: str


class InstrumentsBetween(Protocol):
    """Finds instruments by pair of countries; walked through, it gives the pairs."""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The pairs of countries between which there is any, both ways round."""

    def between(self, one: str, other: str) -> tuple[Instrument, ...]:
        """The instruments that have both countries as parties, in force or not."""


@dataclass(frozen=True, slots=True)
class Law:
    """All of the law data, of one version."""

    version: str
    instruments: Mapping[str, Instrument]
    domestic: Mapping[str, tuple[Claim, ...]]
    institutions: Mapping[str, Institution]
    labels: Mapping[str, Any] = field(repr=False)
    sentences: Mapping[str, Mapping[str, str]] = field(repr=False)
    by_pair: InstrumentsBetween = field(repr=False)
    not_carried: Mapping[tuple[str, str], tuple[tuple[str, date | None], ...]] = field(repr=False)
    """Instruments known to bind two countries that the data do not hold: id, and the day until which they did."""

    memory: dict[Any, Any] = field(repr=False, compare=False, default_factory=dict)
    """What has been looked up once: a table by question."""

    def between(self, one: str, other: str) -> tuple[Instrument, ...]:
        """The instruments that have both countries as parties, in force or not."""
        return self.by_pair.between(one, other)
