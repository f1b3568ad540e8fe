"""Is the law data sound? What loads may still contradict itself; this looks, and says how much is known how well."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import get_args

from pydantic import ValidationError

from sojourn.engine.errors import LawError
from sojourn.engine.lawbook import reference, schema
from sojourn.engine.lawbook.forms import read_forms
from sojourn.engine.lawbook.institutions import own_instruments
from sojourn.engine.lawbook.law import Law
from sojourn.engine.lawbook.law_files import LawText, law_directory, read_law_text
from sojourn.engine.lawbook.load import load_law
from sojourn.engine.lawbook.schema_institutions import Institution
from sojourn.engine.lawkeeping.check_instruments import Fault, Known, instrument_faults, repeated
from sojourn.engine.lawkeeping.standing import Report, bound_pairs, families_of, standing_of
from sojourn.engine.telling.typesetting import LANGUAGES
from sojourn.engine.words.vocabulary import WORDS

LABELS = ("branches", "categories", "results", "terms", "outcomes", "confidence")


def check(directory: Path | None = None, on: date | None = None) -> Report:
    """Check the law in `directory` (else the law that is shipped). Raises LawError where it does not even load.

    `on`: the day for which pairs of countries are counted; left out: the last day as of which a source was read.
    """
    place = directory if directory is not None else law_directory()
    law, text = load_law(place), read_law_text(place)
    instruments = _by_family(text)
    domestic = read_forms(text, "domestic", schema.Domestic)
    institutions = read_forms(text, "institutions", Institution, listed=True)
    known = Known(
        instruments={form.id: form for _, form in instruments},
        institutions={form.id: form for form in institutions},
        aliases={alias: form.id for form in institutions for alias in form.aliases},
    )
    faults = [
        *repeated("instrument", (form.id for _, form in instruments)),
        *repeated("country", (form.country for form in domestic)),
        *repeated("institution", (name for form in institutions for name in (form.id, *form.aliases))),
        *(fault for _, form in instruments for fault in instrument_faults(form, known)),
        *(fault for form in domestic for fault in _domestic(form)),
        *(fault for form in institutions for fault in _institution(form, law, known)),
        *_reference(place, known),
        *_words(law),
        *_carried_twice(text, law),
    ]
    standings = tuple(standing_of(form, family) for family, form in instruments)
    day = on or max((each.newest for each in standings if each.newest), default=date.max)
    by_kind, with_rules = bound_pairs(law, day)
    return Report(
        version=law.version,
        on=day,
        faults=tuple(faults),
        standings=standings,
        families=families_of(standings),
        pairs=len(set().union(*by_kind.values())),
        pairs_with_rules=len(with_rules),
        pairs_by_kind={kind: len(pairs) for kind, pairs in sorted(by_kind.items())},
        domestic=tuple(sorted(form.country for form in domestic)),
        claims=sum(len(form.claims) for form in domestic),
        institutions=dict(Counter(form.confidence for form in institutions)),
        institution_countries=len({form.country for form in institutions}),
        not_carried=len({entry["id"] for entry in text.contents["reference/not_yet_carried.yaml"]}),
    )


def _by_family(text: LawText) -> list[tuple[str, schema.Instrument]]:
    """The instruments with the family (the folder) in which each stands."""
    forms = read_forms(text, "instruments", schema.Instrument)
    return [(name.split("/")[1], form) for name, form in zip(text.of("instruments"), forms, strict=True)]


def _domestic(form: schema.Domestic) -> Iterator[Fault]:
    yield from repeated(f"domestic {form.country}: claim", (claim.id for claim in form.claims))
    for claim in form.claims:
        if not claim.id.startswith(form.country.lower() + "-"):
            yield Fault(claim.id, f"the id does not begin with {form.country.lower()}-")
        if claim.rank == "general" and claim.conditions:
            yield Fault(claim.id, "a general claim has no conditions")
        if claim.rank == "special" and not claim.conditions:
            yield Fault(claim.id, "a special claim needs conditions")
        yield from _unsaid(claim.id, "the reason", claim.because)


def _institution(form: Institution, law: Law, known: Known) -> Iterator[Fault]:
    not_carried = {name for held in law.not_carried.values() for name, *_ in held}
    for name in dict.fromkeys(own_instruments(form)):
        instrument = known.instruments.get(name)
        if instrument is None and name not in not_carried:
            yield Fault(form.id, f"there is no instrument {name}")
        elif instrument is not None and form.country not in law.instruments[name].party_of:
            yield Fault(form.id, f"{form.country} is no party of {name}")
    if form.part_of is not None and form.part_of not in known.institutions:
        yield Fault(form.id, f"part of {form.part_of}, which is not there")
    cited = [
        *(key for role in form.roles for key in role.source),
        *(key for time in form.processing_times for key in time.source),
        *(key for hours in form.hours for key in hours.source),
        *(key for address in form.addresses for key in address.source),
    ]
    for key in dict.fromkeys(cited):
        if key not in form.sources:
            yield Fault(form.id, f"source {key} is not listed under sources")


def _reference(directory: Path, known: Known) -> Iterator[Fault]:
    """The reference data load, and groups that are the parties of an instrument have its parties."""
    for name in reference.FORMS:
        try:
            reference.load_reference(name, directory)
        except (LawError, ValidationError) as error:
            yield Fault(f"reference/{name}.yaml", str(error))
            return
    for name, group in reference.groups(directory).groups.items():
        instrument = known.instruments.get(group.parties_of or "")
        members = {country for each in group.members for country in each.countries}
        if instrument is not None and members != set(instrument.parties):
            strange = ", ".join(sorted(members ^ set(instrument.parties)))
            yield Fault("groups.yaml", f"{name} and the parties of {instrument.id} differ: {strange}")


def _words(law: Law) -> Iterator[Fault]:
    """Every variant that a condition can answer with has its sentence; every code its word."""
    wanted = {f"{word.name}.{variant}" for word in WORDS.values() for variant in word.variants}
    for code in sorted(wanted - set(law.sentences)):
        yield Fault("sentences.yaml", f"no sentence for {code}")
    for code, sentences in law.sentences.items():
        yield from _unsaid("sentences.yaml", code, sentences)
    for group, options in (("branches", schema.Branch), ("categories", schema.Category)):
        for code in get_args(options):
            if code not in law.labels[group]:
                yield Fault("labels.yaml", f"{group}: no word for {code}")
    for category in get_args(schema.Category):
        if not any(code.startswith(f"rule.{category}") for code in law.sentences):
            yield Fault("sentences.yaml", f"no sentence for rule.{category}")
    for group in LABELS:
        for code, words in law.labels[group].items():
            yield from _unsaid("labels.yaml", f"{group}.{code}", words)
    yield from _country_names(law, {party for each in law.instruments.values() for party in each.parties})
    for instrument in law.instruments.values():
        if len(instrument.parties) != 2:
            yield from _unsaid(instrument.id, "the short name", instrument.short)


def _unsaid(where: str, code: str, words: Mapping[str, object]) -> Iterator[Fault]:
    missing = [language for language in LANGUAGES if not words.get(language)]
    if missing:
        yield Fault(where, f"{code} has no words in {', '.join(missing)}")


def _country_names(law: Law, countries: Iterable[str]) -> Iterator[Fault]:
    for country in sorted(countries):
        if country not in law.labels["countries"]:
            yield Fault("countries.yaml", f"no name for {country}")
    for code, names in law.labels["countries"].items():
        yield from _unsaid("countries.yaml", code, names)


def _carried_twice(text: LawText, law: Law) -> Iterator[Fault]:
    for entry in text.contents["reference/not_yet_carried.yaml"]:
        if entry["id"] in law.instruments:
            yield Fault("not_yet_carried.yaml", f"{entry['id']} is carried")
