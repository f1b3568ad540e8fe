"""What may be wrong with one instrument's file although it loads."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from sojourn.engine.lawbook import schema
from sojourn.engine.lawbook.institutions import named_in
from sojourn.engine.lawbook.schema_institutions import Institution

_NUMBER = r"(?:\d+[a-z]{0,2}|[IVXL]+)"
_PART = r"(?:\.\d+|\.[a-z]\b|\([0-9a-z]+\))"
_BEFORE = (
    r"(?:Administrative Arrangement |Protocol |Withdrawal Agreement |Decision [A-Z]\d+ |Annex [A-Z]+-|"
    r"Reg\. \d+/\d+ |\d+/\d{4} (?:art\. )?|SSCI?\.)"
)
_ONE = rf"{_BEFORE}?{_NUMBER}{_PART}*(?:-{_NUMBER}?{_PART}*)?"
ARTICLE = re.compile(rf"^{_ONE}(?:(?:, |; | and ){_ONE})*(?:, (?:first|second) (?:part|sentence))?$")
"""6(2), 8.1.a, VIII, SSC.10(3)(a), 14(11), "5(3), 5(4)", 6-7, 6(2)-(4), Decision A2 3(c)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in the law data: where, and what."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Known:
    """What else there is in the law data, for looking up what an instrument names."""

    instruments: Mapping[str, schema.Instrument]
    institutions: Mapping[str, Institution]
    aliases: Mapping[str, str]

    def missing(self, institution: str) -> str | None:
        """Why an institution cannot be named so; None where it can."""
        if institution in self.institutions:
            return None
        if institution in self.aliases:
            return f"{institution} is another name of {self.aliases[institution]}"
        return f"there is no institution {institution}"


def repeated(kind: str, names: Iterable[str]) -> Iterator[Fault]:
    """Names that are given more than once."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield Fault(name, f"{kind} given twice")
        seen.add(name)


def instrument_faults(form: schema.Instrument, known: Known) -> Iterator[Fault]:
    """What is wrong with one instrument."""
    yield from _dates(form)
    yield from _parties(form)
    yield from _groups(form)
    yield from _party_times(form)
    yield from _others(form, known)
    yield from _sources(form)
    yield from repeated(f"{form.id}: provision", (provision.id for provision in form.provisions))
    yield from repeated(f"{form.id}: entry of persons", (entry.id for entry in form.persons))
    for provision in form.provisions:
        yield from _provision(form, provision, known)
    for one, other in combinations(form.provisions, 2):
        if _same_ground(one, other):
            yield Fault(
                form.id, f"{one.id} and {other.id} answer the same case: same category, scope and time"
            )


def _dates(form: schema.Instrument) -> Iterator[Fault]:
    days = [day for day in (form.signed, form.in_force, form.ended) if day is not None]
    if days != sorted(days):
        yield Fault(form.id, "signed, in force and ended are not in order")
    # In force since a day that nobody read: allowed where the file says so among its open questions.
    asked = any("in force" in each or "into force" in each for each in form.open_questions)
    if (form.status == "signed") != (form.in_force is None) and not (form.status == "in_force" and asked):
        yield Fault(form.id, f"status {form.status} does not fit in_force {form.in_force}")
    if (form.status == "ended") != (form.ended is not None):
        yield Fault(form.id, f"status {form.status} does not fit ended {form.ended}")
    for provision in form.provisions:
        last, first = provision.valid.until, provision.valid.from_
        if form.in_force and last and last < form.in_force:
            yield Fault(provision.id, f"ends on {last}, before the instrument is in force")
        if form.ended and first and first > form.ended:
            yield Fault(provision.id, f"begins on {first}, after the instrument has ended")


def _parties(form: schema.Instrument) -> Iterator[Fault]:
    parties: set[str] = set(form.parties)
    yield from repeated(f"{form.id}: party", form.parties)
    if form.kind == "bilateral" and len(parties) != 2:
        yield Fault(form.id, "a bilateral instrument has two parties")
    named: dict[str, set[str]] = {
        "branches": set(form.branches),
        "certificate": set(form.certificate),
        "still_due": set(form.still_due),
        "party_times": set(form.party_times),
        "territories": set(form.territories),
    }
    for part, countries in named.items():
        for country in sorted(countries - parties - {"*"}):
            yield Fault(form.id, f"{part}: {country} is no party")
    # Where nothing at all was read about branches, none are listed.
    if form.branches and form.status == "in_force" and "*" not in form.branches:
        for country in sorted(parties - named["branches"]):
            yield Fault(form.id, f"branches of {country} are missing")


def _groups(form: schema.Instrument) -> Iterator[Fault]:
    parties = {*form.parties, *(land for lands in form.territories.values() for land in lands)}
    for name, members in form.groups.items():
        strange = sorted(set(members) - parties)
        if strange:
            yield Fault(form.id, f"group {name}: {', '.join(strange)} is no party")


def _party_times(form: schema.Instrument) -> Iterator[Fault]:
    for country, times in form.party_times.items():
        spans = [(each.from_ or date.min, each.until or date.max) for each in times]
        if any(last < first for first, last in spans):
            yield Fault(form.id, f"party_times {country}: until lies before from")
        if any(earlier[1] >= later[0] for earlier, later in pairwise(sorted(spans))):
            yield Fault(form.id, f"party_times {country}: times overlap")


def _others(form: schema.Instrument, known: Known) -> Iterator[Fault]:
    """Other instruments and institutions that it names are there."""
    if form.supplements is not None and form.supplements not in known.instruments:
        yield Fault(form.id, f"supplements: there is no instrument {form.supplements}")
    if form.id in (form.rules_of, form.supplements):
        yield Fault(form.id, "names itself under rules_of or supplements")
    asked = {name for provision in form.provisions for name in provision.ask.values()}
    for name in dict.fromkeys(named_in(form.model_dump())):
        missing = known.missing(name)
        if missing and name not in asked:
            yield Fault(form.id, f"certificate: {missing}")


def _sources(form: schema.Instrument) -> Iterator[Fault]:
    """Sources are used, and party_times name some that are listed; for all else the loading sees to that."""
    used: set[str] = {str(value) for value in form.provenance.values()}
    used.update(key for provision in form.provisions for key in provision.source)
    used.update(key for entry in form.persons for key in entry.source)
    used.update(form.series.source if form.series else ())
    for country, times in form.party_times.items():
        for key in (key for each in times for key in each.source):
            used.add(key)
            if key not in form.sources:
                yield Fault(f"{form.id}: party_times {country}", f"source {key} is not listed under sources")
    if form.provisions and not used & set(form.sources):
        yield Fault(form.id, "no source is used")
    if not form.sources:
        yield Fault(form.id, "no source at all")


def _provision(form: schema.Instrument, provision: schema.Provision, known: Known) -> Iterator[Fault]:
    where = provision.id
    parties = {*form.parties, *(land for lands in form.territories.values() for land in lands)}
    if not provision.id.startswith(form.id + "-"):
        yield Fault(where, f"the id does not begin with {form.id}-")
    articles = [provision.article, provision.extension.article if provision.extension else None]
    for article in articles:
        if article is not None and not ARTICLE.match(article):
            yield Fault(where, f"article {article!r} has an impossible form")
    directions = [provision.direction] if provision.direction != "any" else []
    directions += [condition.only for condition in provision.conditions if condition.only]
    for direction in directions:
        if isinstance(direction, schema.Direction) and {direction.from_, direction.to} - parties:
            yield Fault(where, f"direction {direction.from_} to {direction.to} is not between the parties")
    for country, name in provision.ask.items():
        if country not in parties or known.missing(name):
            yield Fault(where, f"ask {country}: {name} is no institution of a party")
    for name in provision.displaces:
        if name not in {each.id for each in form.provisions}:
            yield Fault(where, f"displaces {name}, which is not there")
    yield from _limit(provision)


def _limit(provision: schema.Provision) -> Iterator[Fault]:
    """The conditions that measure time use the provision's own limit."""
    limit = provision.limit
    for condition in provision.conditions:
        if condition.is_ not in ("expected_within", "series"):
            continue
        given = {
            unit: condition.parameters[unit] for unit in ("months", "weeks") if unit in condition.parameters
        }
        own = {"months": limit.months, "weeks": limit.weeks} if limit else {}
        if given != {unit: value for unit, value in own.items() if value is not None}:
            said = " ".join(f"{value} {unit}" for unit, value in given.items()) or "no time"
            kept = f"{limit.months or limit.weeks}" if limit else None
            yield Fault(provision.id, f"{condition.is_} has {said}, the limit {kept}")
    reasons = (provision.refer, provision.note, *provision.open)
    if provision.category.startswith("posted") and limit is None and not any(reasons):
        yield Fault(provision.id, "a posting without a limit, and without a word why")
    extended = provision.extension.months_in_all if provision.extension else None
    if extended is not None and limit is not None and extended < (limit.months or 0):
        yield Fault(provision.id, "the extension ends before the limit")


def _same_ground(one: schema.Provision, other: schema.Provision) -> bool:
    """Whether two provisions would both answer each case that reaches them."""
    return (
        one.category == other.category
        and one.direction == other.direction
        and set(one.status) & set(other.status) != set()
        and one.reading == other.reading
        and one.conditions == other.conditions
        and _overlap(one.valid, other.valid)
    )


def _overlap(one: schema.Validity, other: schema.Validity) -> bool:
    starts = [each.from_ or date.min for each in (one, other)]
    ends = [each.until or date.max for each in (one, other)]
    return max(starts) <= min(ends)
