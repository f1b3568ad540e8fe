"""How much of the law is known, how well, and how long ago it was read."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from sojourn.engine.lawbook import law as compiled
from sojourn.engine.lawbook import schema
from sojourn.engine.lawkeeping.check_instruments import Fault

LEVELS = ("low", "medium", "high")
STALEST = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """How well one instrument is known.

    `oldest` and `newest`: the first and the last day as of which one of its sources was read, where they say.
    """

    id: str
    family: str
    kind: str
    status: str
    in_force: date | None
    provisions: int
    has_rules: bool
    confidence: str
    oldest: date | None
    newest: date | None
    from_memory: int
    open_questions: int


@dataclass(frozen=True, slots=True)
class Family:
    """The same over one family of instruments."""

    name: str
    instruments: int
    in_force: int
    without_rules: int
    provisions: int
    from_memory: int
    confidence: Mapping[str, int]
    oldest: date | None
    undated: int
    open_questions: int


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check: faults (none is good), and how much is known how well.

    `on`: the day for which pairs are counted. `pairs_by_kind`: pairs of countries that an instrument of that kind binds
    to each other; a pair may stand under several. `pairs_with_rules`: those between which rules were read.
    """

    version: str
    on: date
    faults: tuple[Fault, ...]
    standings: tuple[Standing, ...]
    families: tuple[Family, ...]
    pairs: int
    pairs_with_rules: int
    pairs_by_kind: Mapping[str, int]
    domestic: tuple[str, ...]
    claims: int
    institutions: Mapping[str, int]
    institution_countries: int
    not_carried: int

    @property
    def stalest(self) -> tuple[Standing, ...]:
        """The instruments of which nothing has been read for the longest time."""
        dated = [each for each in self.standings if each.newest is not None and each.status != "ended"]
        return tuple(sorted(dated, key=lambda each: (each.newest or date.max, each.id))[:STALEST])

    @property
    def confidence(self) -> Mapping[str, int]:
        """How many instruments are known how well."""
        counted = Counter(each.confidence for each in self.standings)
        return {level: counted[level] for level in reversed(LEVELS)}

    @property
    def open_questions(self) -> int:
        """How many questions the instruments leave open."""
        return sum(each.open_questions for each in self.standings)


def standing_of(form: schema.Instrument, family: str) -> Standing:
    """How well one instrument is known."""
    levels = [form.confidence, *(provision.confidence for provision in form.provisions)]
    read = [source.as_of for source in form.sources.values() if source.as_of is not None]
    return Standing(
        id=form.id,
        family=family,
        kind=form.kind,
        status=form.status,
        in_force=form.in_force,
        provisions=len(form.provisions),
        has_rules=bool(form.provisions) or form.rules_of is not None,
        confidence=min(levels, key=LEVELS.index),
        oldest=min(read, default=None),
        newest=max(read, default=None),
        from_memory=sum(
            all(form.sources[name].basis == "memory" for name in provision.source if name in form.sources)
            for provision in form.provisions
        ),
        open_questions=len(form.open_questions) + sum(len(provision.open) for provision in form.provisions),
    )


def families_of(standings: Iterable[Standing]) -> tuple[Family, ...]:
    """The standings family by family."""
    held: dict[str, list[Standing]] = {}
    for each in standings:
        held.setdefault(each.family, []).append(each)
    return tuple(_family(name, held[name]) for name in sorted(held))


def _family(name: str, held: list[Standing]) -> Family:
    counted = Counter(each.confidence for each in held)
    return Family(
        name=name,
        instruments=len(held),
        in_force=sum(each.status == "in_force" for each in held),
        without_rules=sum(each.status == "in_force" and not each.has_rules for each in held),
        provisions=sum(each.provisions for each in held),
        from_memory=sum(each.from_memory for each in held),
        confidence={level: counted[level] for level in reversed(LEVELS)},
        oldest=min((each.oldest for each in held if each.oldest), default=None),
        undated=sum(each.newest is None for each in held),
        open_questions=sum(each.open_questions for each in held),
    )


type Pairs = set[frozenset[str]]


def bound_pairs(law: compiled.Law, on: date) -> tuple[dict[str, Pairs], Pairs]:
    """The pairs of countries bound on `on` by kind of instrument, and those between which rules were read."""
    by_kind: dict[str, Pairs] = {}
    with_rules: Pairs = set()
    for instrument in law.instruments.values():
        for one, other in combinations(instrument.parties, 2):
            tied = any(each is instrument for each in law.between(one, other))
            if not tied or not instrument.binds_between(one, other, on):
                continue
            pair = frozenset((one, other))
            by_kind.setdefault(instrument.kind, set()).add(pair)
            if instrument.provisions:
                with_rules.add(pair)
    return by_kind, with_rules
