"""Loading the law: found beside the package, checked against its form, bound to the vocabulary, once a process."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from itertools import permutations
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ValidationError

import sojourn
from sojourn.engine import law as compiled
from sojourn.engine import schema, words_domestic, words_person, words_posting, words_special
from sojourn.engine.errors import LawError
from sojourn.engine.vocabulary import WORDS
from sojourn.engine.yaml_reading import read_yaml

# The modules whose import fills the vocabulary.
VOCABULARY_MODULES = (words_posting, words_person, words_special, words_domestic)
# What the engine reads; questions, examples and the contract have versions of their own.
PARTS = ("instruments", "domestic", "institutions", "reference")


def law_directory() -> Path:
    """Where the law data lie: `law` in the checkout, `sojourn/law` in an installed wheel."""
    package = Path(sojourn.__file__).parent
    for place in (package / "law", package.parent.parent / "law"):
        if (place / "instruments").is_dir():
            return place
    raise LawError("the law data were not found")


def law_files(directory: Path) -> list[Path]:
    """The files that make up a version of the law, in a fixed order."""
    return sorted(path for part in PARTS for path in (directory / part).rglob("*.yaml"))


def content_hash(directory: Path, files: Iterable[Path]) -> str:
    """The version of the law: a hash over names and contents."""
    digest = hashlib.sha256()
    for path in files:
        name = path.relative_to(directory).as_posix().encode()
        content = path.read_bytes()
        digest.update(b"%d:%b%d:" % (len(name), name, len(content)))
        digest.update(content)
    return digest.hexdigest()


def load_law(path: Path | None = None) -> compiled.Law:
    """The law in `path` (a directory), else the law that is shipped; read once a process.

    Raises LawError with file and place where the data do not fit their form.
    """
    return _load(path if path is not None else law_directory())


@cache
def _load(directory: Path) -> compiled.Law:
    files = law_files(directory)
    instruments = [
        compile_instrument(form) for form in read_forms(directory, "instruments", schema.Instrument)
    ]
    domestic = {
        form.country: tuple(_claim(form, claim) for claim in form.claims)
        for form in read_forms(directory, "domestic", schema.Domestic)
    }
    institutions = {
        form.id: compiled.Institution(**form.model_dump())
        for form in read_forms(directory, "institutions", schema.Institution, listed=True)
    }
    by_pair: dict[tuple[str, str], tuple[compiled.Instrument, ...]] = {}
    for instrument in instruments:
        for pair in permutations(instrument.parties, 2):
            by_pair[pair] = (*by_pair.get(pair, ()), instrument)
    return compiled.Law(
        version=content_hash(directory, files),
        instruments=MappingProxyType({each.id: each for each in instruments}),
        domestic=MappingProxyType(domestic),
        institutions=MappingProxyType(institutions),
        labels={
            **read_yaml(directory / "reference" / "countries.yaml"),
            **read_yaml(directory / "reference" / "labels.yaml"),
        },
        sentences=_sentences(read_yaml(directory / "reference" / "sentences.yaml")),
        by_pair=MappingProxyType(by_pair),
        not_carried=MappingProxyType(_not_carried(directory)),
    )


def _not_carried(directory: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    pairs: dict[tuple[str, str], tuple[str, ...]] = {}
    for entry in read_yaml(directory / "reference" / "not_yet_carried.yaml"):
        form = schema.NotCarried.model_validate(entry)
        for pair in permutations(form.parties, 2):
            pairs[pair] = (*pairs.get(pair, ()), form.id)
    return pairs


def read_forms[Form: BaseModel](
    directory: Path, part: str, form: type[Form], *, listed: bool = False
) -> list[Form]:
    """The entries of one part of the law data as written, checked against their form.

    `listed`: each file holds a list of entries. Raises LawError with file and place.
    """
    found = []
    for path in sorted((directory / part).rglob("*.yaml")):
        content = read_yaml(path)
        for entry in content if listed else [content]:
            try:
                found.append(form.model_validate(entry))
            except ValidationError as error:
                raise LawError(f"{path.relative_to(directory).as_posix()}: {_first(error)}") from error
    return found


def _first(error: ValidationError) -> str:
    fault = error.errors()[0]
    place = ".".join(str(part) for part in fault["loc"]) or "top"
    return f"{place}: {fault['msg']}"


def _sentences(content: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Mapping[str, Mapping[str, str]]:
    return {
        f"{name}.{variant}": texts
        for name, variants in content.items()
        for variant, texts in variants.items()
    }


def _sources(
    names: Iterable[str], known: Mapping[str, schema.Source], where: str
) -> tuple[compiled.Source, ...]:
    found = []
    for name in names:
        if name not in known:
            raise LawError(f"{where}: source {name!r} is not listed under sources")
        source = known[name]
        found.append(compiled.Source(source.title, source.url, source.as_of, source.basis))
    return tuple(found)


def _use(condition: schema.Condition, where: str) -> compiled.Use:
    word = WORDS.get(condition.is_)
    if word is None:
        raise LawError(f"{where}: there is no condition {condition.is_!r} in the vocabulary")
    parameters = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in condition.parameters.items()
    }
    strange = set(parameters) - word.parameters
    if strange:
        raise LawError(f"{where}: condition {condition.is_} takes no {', '.join(sorted(strange))}")
    only = condition.only
    return compiled.Use(
        word.name,
        word.test,
        MappingProxyType(parameters),
        only.from_ if only else None,
        only.to if only else None,
    )


def _provision(form: schema.Instrument, provision: schema.Provision) -> compiled.Provision:
    where = f"{form.id}: {provision.id}"
    direction = provision.direction
    extension = provision.extension
    return compiled.Provision(
        id=provision.id,
        category=provision.category,
        rank=compiled.RANKS[provision.category],
        article=provision.article,
        home=None if direction == "any" else direction.from_,
        host=None if direction == "any" else direction.to,
        statuses=frozenset(provision.status),
        legislation=provision.legislation,
        limit_months=provision.limit.months if provision.limit else None,
        first_months=provision.limit is not None and provision.limit.beyond == "first_months",
        conditions=tuple(_use(condition, where) for condition in provision.conditions),
        extension=compiled.Extension(
            extension.possible, extension.months_in_all, extension.article, extension.by
        )
        if extension
        else None,
        uncovered_in=frozenset(provision.uncovered_in),
        ask=MappingProxyType(provision.ask),
        valid_from=provision.valid.from_,
        valid_until=provision.valid.until,
        displaces=frozenset(provision.displaces),
        reading=provision.reading,
        refer=provision.refer,
        sources=_sources(provision.source, form.sources, where),
        confidence=provision.confidence,
        open=provision.open,
    )


def _branch(form: schema.Instrument, branch: schema.CoordinatedBranch | str) -> compiled.Branch:
    if isinstance(branch, str):
        return compiled.Branch(branch, None, None, ())
    when = tuple(_use(condition, f"{form.id}: branch {branch.branch}") for condition in branch.when)
    return compiled.Branch(branch.branch, branch.valid.from_, branch.valid.until, when)


def _certificate(form: schema.Certificate) -> compiled.Certificate:
    issuers: dict[str, str] = {}
    if isinstance(form.issuer, str):
        issuers = {"": form.issuer}
    elif form.issuer is not None:
        issuers = dict(form.issuer)
    return compiled.Certificate(
        form.kind, form.form, MappingProxyType(issuers), MappingProxyType(dict(form.apply))
    )


def compile_instrument(form: schema.Instrument) -> compiled.Instrument:
    """An instrument as the engine reads it. Raises LawError for unknown conditions, parameters and sources."""
    provisions = tuple(
        sorted((_provision(form, provision) for provision in form.provisions), key=lambda each: each.rank)
    )
    branches = {
        party: tuple(_branch(form, branch) for branch in listed) for party, listed in form.branches.items()
    }
    series = None
    if form.series is not None:
        rule = form.series
        sources = _sources(rule.source, form.sources, f"{form.id}: series")
        series = compiled.Series(rule.rule, rule.window, rule.gap_months, rule.article, sources)
    named = sorted({each.reading for each in provisions if each.reading is not None})
    readings: list[str | None] = [*named]
    if len(readings) < 2:
        # One reading with a provision that the other reading does not have, or no doubt at all.
        readings.append(None)
    return compiled.Instrument(
        id=form.id,
        title=form.title,
        short=MappingProxyType(form.short),
        parties=form.parties,
        in_force=form.in_force,
        ended=form.ended,
        clock_floor=form.clock_floor,
        branches=MappingProxyType(branches),
        still_due=MappingProxyType({party: tuple(due) for party, due in form.still_due.items()}),
        series=series,
        provisions=provisions,
        readings=tuple(readings),
        certificate=MappingProxyType({party: _certificate(each) for party, each in form.certificate.items()}),
        required_information=form.required_information,
        confidence=form.confidence,
        open_questions=form.open_questions,
        sources=_sources(form.sources, form.sources, form.id),
        cuts=tuple(sorted(_cuts(form))),
    )


def _cuts(form: schema.Instrument) -> set[date]:
    """The days on which a new state of the instrument begins."""
    validities = [
        *(provision.valid for provision in form.provisions),
        *(
            branch.valid
            for listed in form.branches.values()
            for branch in listed
            if isinstance(branch, schema.CoordinatedBranch)
        ),
    ]
    days: set[date] = {day for day in (form.in_force,) if day}
    if form.ended and form.ended < date.max:
        days.add(date.fromordinal(form.ended.toordinal() + 1))
    for validity in validities:
        if validity.from_:
            days.add(validity.from_)
        if validity.until and validity.until < date.max:
            days.add(date.fromordinal(validity.until.toordinal() + 1))
    return days


def _claim(form: schema.Domestic, claim: schema.Claim) -> compiled.Claim:
    where = f"domestic {form.country}: {claim.id}"
    return compiled.Claim(
        id=claim.id,
        direction=claim.direction,
        statuses=frozenset(claim.status),
        applies=claim.applies,
        special=claim.rank == "special",
        conditions=tuple(_use(condition, where) for condition in claim.conditions),
        months=claim.months,
        weeks=claim.weeks,
        weeks_from=claim.weeks_from,
        how=claim.how,
        basis=claim.basis,
        because=MappingProxyType(claim.because),
        branches=tuple(claim.branches),
        sources=_sources(claim.source, form.sources, where),
        confidence=claim.confidence,
    )
