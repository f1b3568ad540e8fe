"""Is the law data sound? What loads may still contradict itself; this looks, and says how much is known how well."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import get_args

from sojourn.engine.lawbook import schema
from sojourn.engine.lawbook.law import Law
from sojourn.engine.lawbook.law_files import LawText, law_directory, read_law_text
from sojourn.engine.lawbook.load import load_law, read_forms
from sojourn.engine.words.vocabulary import WORDS

LANGUAGES = ("en", "de")
LEVELS = ("low", "medium", "high")
ARTICLE = re.compile(r"^(Administrative Arrangement )?(\d+[a-z]?|[IVXL]+)((\.\d+)|(\([0-9a-z]+\)))*$")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in the law data: where, and what."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How well one instrument is known."""

    id: str
    in_force: date | None
    provisions: int
    confidence: str
    oldest: date | None
    from_memory: int
    open_questions: int


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome: faults (none is good), and the standing of each instrument."""

    version: str
    faults: tuple[Fault, ...]
    standings: tuple[Standing, ...]
    pairs: int
    domestic: int
    institutions: int
    not_carried: int


def check(directory: Path | None = None) -> Report:
    """Check the law in `directory` (else the law that is shipped). Raises LawError where it does not even load."""
    place = directory if directory is not None else law_directory()
    law, text = load_law(place), read_law_text(place)
    instruments = read_forms(text, "instruments", schema.Instrument)
    domestic = read_forms(text, "domestic", schema.Domestic)
    faults = [
        *_repeated("instrument", (each.id for each in instruments)),
        *_repeated("country", (each.country for each in domestic)),
        *(fault for each in instruments for fault in _instrument(each, law)),
        *(fault for each in domestic for fault in _domestic(each)),
        *_institutions(law),
        *_words(law),
        *_carried_twice(text, law),
    ]
    binding = {tuple(sorted(each.parties)) for each in instruments if each.status == "in_force"}
    return Report(
        version=law.version,
        faults=tuple(faults),
        standings=tuple(_standing(each) for each in instruments),
        pairs=len(binding),
        domestic=len(domestic),
        institutions=len(law.institutions),
        not_carried=len({name for names in law.not_carried.values() for name in names}),
    )


def _repeated(kind: str, names: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield Fault(name, f"{kind} given twice")
        seen.add(name)


def _instrument(form: schema.Instrument, law: Law) -> Iterator[Fault]:
    yield from _dates(form)
    yield from _parties(form)
    yield from _repeated(f"{form.id}: provision", (provision.id for provision in form.provisions))
    for provision in form.provisions:
        yield from _provision(form, provision, law)
    for one, other in combinations(form.provisions, 2):
        if _same_ground(one, other):
            yield Fault(
                form.id, f"{one.id} and {other.id} answer the same case: same category, scope and time"
            )
    for party, paper in form.certificate.items():
        issuers = [paper.issuer] if isinstance(paper.issuer, str) else list((paper.issuer or {}).values())
        for name in (*issuers, *paper.issuers):
            if name not in law.institutions:
                yield Fault(form.id, f"certificate {party}: there is no institution {name}")
    used = {name for provision in form.provisions for name in provision.source}
    used.update(str(value) for value in form.provenance.values())
    used.update(form.series.source if form.series else ())
    if form.provisions and not used & set(form.sources):
        yield Fault(form.id, "no source is used")


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


def _parties(form: schema.Instrument) -> Iterator[Fault]:
    parties = set(form.parties)
    if form.kind in ("bilateral", "understanding") and len(parties) != 2:
        yield Fault(form.id, "a bilateral instrument has two parties")
    named = {
        "branches": set(form.branches),
        "certificate": set(form.certificate),
        "still_due": set(form.still_due),
    }
    for part, countries in named.items():
        for country in sorted(countries - parties):
            yield Fault(form.id, f"{part}: {country} is no party")
    if form.status == "in_force":
        for country in sorted(parties - named["branches"]):
            yield Fault(form.id, f"branches of {country} are missing")


def _provision(form: schema.Instrument, provision: schema.Provision, law: Law) -> Iterator[Fault]:
    where = provision.id
    if not provision.id.startswith(form.id + "-"):
        yield Fault(where, f"the id does not begin with {form.id}-")
    if provision.article is not None and not ARTICLE.match(provision.article):
        yield Fault(where, f"article {provision.article!r} has an impossible form")
    directions = [provision.direction] if provision.direction != "any" else []
    directions += [condition.only for condition in provision.conditions if condition.only]
    for direction in directions:
        if isinstance(direction, schema.Direction) and {direction.from_, direction.to} - set(form.parties):
            yield Fault(where, f"direction {direction.from_} to {direction.to} is not between the parties")
    for country, name in provision.ask.items():
        if country not in form.parties or name not in law.institutions:
            yield Fault(where, f"ask {country}: {name} is no institution of a party")
    for name in provision.displaces:
        if name not in {each.id for each in form.provisions}:
            yield Fault(where, f"displaces {name}, which is not there")
    months = provision.limit.months if provision.limit else None
    for condition in provision.conditions:
        given = condition.parameters.get("months")
        if condition.is_ in ("expected_within", "series") and given != months:
            yield Fault(where, f"{condition.is_} has {given} months, the limit {months}")
    if provision.category.startswith("posted") and months is None:
        yield Fault(where, "a posting without a limit")


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


def _domestic(form: schema.Domestic) -> Iterator[Fault]:
    yield from _repeated(f"domestic {form.country}: claim", (claim.id for claim in form.claims))
    for claim in form.claims:
        if not claim.id.startswith(form.country.lower() + "-"):
            yield Fault(claim.id, f"the id does not begin with {form.country.lower()}-")
        if claim.rank == "general" and claim.conditions:
            yield Fault(claim.id, "a general claim has no conditions")
        if claim.rank == "special" and not claim.conditions:
            yield Fault(claim.id, "a special claim needs conditions")
        missing = [language for language in LANGUAGES if not claim.because.get(language)]
        if missing:
            yield Fault(claim.id, f"no words in {', '.join(missing)}")


def _institutions(law: Law) -> Iterator[Fault]:
    for institution in law.institutions.values():
        for name in institution.instruments:
            instrument = law.instruments.get(name)
            if instrument is None:
                yield Fault(institution.id, f"there is no instrument {name}")
            elif institution.country not in instrument.parties:
                yield Fault(institution.id, f"{institution.country} is no party of {name}")


def _words(law: Law) -> Iterator[Fault]:
    """Every variant that a condition can answer with has its sentence; every code its word."""
    wanted = {f"{word.name}.{variant}" for word in WORDS.values() for variant in word.variants}
    for code in sorted(wanted - set(law.sentences)):
        yield Fault("sentences.yaml", f"no sentence for {code}")
    for code, sentences in law.sentences.items():
        missing = [language for language in LANGUAGES if not sentences.get(language)]
        if missing:
            yield Fault("sentences.yaml", f"{code} has no words in {', '.join(missing)}")
    for group, options in (("branches", schema.Branch), ("categories", schema.Category)):
        for code in get_args(options):
            if code not in law.labels[group]:
                yield Fault("labels.yaml", f"{group}: no word for {code}")
    for country in {party for instrument in law.instruments.values() for party in instrument.parties}:
        if country not in law.labels["countries"]:
            yield Fault("countries.yaml", f"no name for {country}")


def _carried_twice(text: LawText, law: Law) -> Iterator[Fault]:
    for entry in text.contents["reference/not_yet_carried.yaml"]:
        if entry["id"] in law.instruments:
            yield Fault("not_yet_carried.yaml", f"{entry['id']} is carried")


def _standing(form: schema.Instrument) -> Standing:
    levels = [form.confidence, *(provision.confidence for provision in form.provisions)]
    read = [source.as_of for source in form.sources.values() if source.as_of is not None]
    return Standing(
        id=form.id,
        in_force=form.in_force,
        provisions=len(form.provisions),
        confidence=min(levels, key=LEVELS.index),
        oldest=min(read) if read else None,
        from_memory=sum(
            all(form.sources[name].basis == "memory" for name in provision.source)
            for provision in form.provisions
        ),
        open_questions=len(form.open_questions) + sum(len(provision.open) for provision in form.provisions),
    )
