"""The law as the engine reads it: frozen, indexed, with each condition bound to its test."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sojourn.engine.finding import Finding
from sojourn.engine.lawbook.schema_institutions import Institution

if TYPE_CHECKING:
    from sojourn.engine.case import Case

Test = Callable[["Case", Mapping[str, Any]], Finding]

# Special categories before nationality, posting, several countries, and the general rules (design, "Reasoning").
RANKS = {
    "exception": 0,
    "civil_servant": 1,
    "diplomat": 1,
    "seafarer": 1,
    "aircrew": 1,
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
}
POSTING = RANKS["posted_employee"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read."""

    title: str
    url: str | None
    as_of: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class Use:
    """A condition as a provision uses it.

    `gate` and `silent` are those of the vocabulary word: a shut gate takes the provision out of the case, a silent
    variant stays out of the trace.
    """

    name: str
    test: Test
    parameters: Mapping[str, Any]
    home: str | None
    host: str | None
    gate: bool
    silent: frozenset[str]


@dataclass(frozen=True, slots=True)
class Extension:
    """A clause by which a posting can be prolonged."""

    possible: bool | None
    months_in_all: int | None
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
    limit_months: int | None
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
    still_due: Mapping[str, tuple[str, ...]]
    series: Series | None
    provisions: tuple[Provision, ...]
    scopes: Mapping[tuple[str, str, str], Scope]
    """By status, home country and host country."""
    limits: tuple[int, ...]
    """The limits in months that its provisions set."""
    covers_first_months: bool
    """Whether a provision covers the first months of a stay that is planned for longer."""
    certificate: Mapping[str, Certificate]
    required_information: tuple[str, ...]
    confidence: str
    open_questions: tuple[str, ...]
    sources: tuple[Source, ...]
    cuts: tuple[date, ...]
    """Days on which something in the instrument changes."""
    party_of: Mapping[str, str]
    """By country code: the party that it is, or belongs to for this instrument (Jersey to the United Kingdom)."""

    def other(self, party: str) -> str:
        """The other party of a bilateral instrument."""
        return self.parties[1] if self.parties[0] == party else self.parties[0]

    def binds_on(self, day: date) -> bool:
        """Whether it is in force on `day`."""
        return (
            self.in_force is not None and self.in_force <= day and (self.ended is None or day <= self.ended)
        )


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
    weeks_from: str
    how: str | None
    basis: str | None
    because: Mapping[str, str]
    branches: tuple[str, ...]
    sources: tuple[Source, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class Law:
    """All of the law data, of one version."""

    version: str
    instruments: Mapping[str, Instrument]
    domestic: Mapping[str, tuple[Claim, ...]]
    institutions: Mapping[str, Institution]
    labels: Mapping[str, Any] = field(repr=False)
    sentences: Mapping[str, Mapping[str, str]] = field(repr=False)
    by_pair: Mapping[tuple[str, str], tuple[Instrument, ...]] = field(repr=False)
    not_carried: Mapping[tuple[str, str], tuple[str, ...]] = field(repr=False)
    """Ids of instruments known to bind two countries that the data do not hold yet."""

    def between(self, one: str, other: str) -> tuple[Instrument, ...]:
        """The instruments that have both countries as parties, in force or not."""
        return self.by_pair.get((one, other), ())
