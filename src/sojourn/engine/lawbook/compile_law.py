"""From the form in which people write the law to the form in which the engine reads it."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby, permutations
from types import MappingProxyType

from sojourn.core.periods import next_day
from sojourn.engine.errors import LawError
from sojourn.engine.lawbook import law as compiled
from sojourn.engine.lawbook import schema
from sojourn.engine.words import domestic, person, posting, special
from sojourn.engine.words.vocabulary import WORDS

# The modules whose import fills the vocabulary.
VOCABULARY_MODULES = (posting, person, special, domestic)


def compile_sentences(
    content: Mapping[str, Mapping[str, Mapping[str, str]]],
) -> Mapping[str, Mapping[str, str]]:
    """The sentences by one code: the group, a point, the variant."""
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
        word.gate,
        word.silent,
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
        scopes=MappingProxyType(_scopes(_party_of(form), provisions)),
        covers_first_months=any(each.first_months for each in provisions),
        limits=tuple(sorted({each.limit_months for each in provisions if each.limit_months is not None})),
        certificate=MappingProxyType({party: _certificate(each) for party, each in form.certificate.items()}),
        required_information=form.required_information,
        confidence=form.confidence,
        open_questions=form.open_questions,
        sources=_sources(form.sources, form.sources, form.id),
        cuts=tuple(sorted(_cuts(form))),
        party_of=MappingProxyType(_party_of(form)),
    )


def _party_of(form: schema.Instrument) -> dict[str, str]:
    own = {party: party for party in form.parties}
    return own | {land: party for party, lands in form.territories.items() for land in lands}


def _scopes(
    party_of: Mapping[str, str], provisions: tuple[compiled.Provision, ...]
) -> dict[tuple[str, str, str], compiled.Scope]:
    """The provisions sorted out by status and direction, and for each reading of the sources."""
    statuses = {status for provision in provisions for status in provision.statuses}
    scopes = {}
    for one, other in permutations(party_of, 2):
        home, host = party_of[one], party_of[other]
        if home == host:
            continue
        for status in statuses:
            held = [
                provision
                for provision in provisions
                if status in provision.statuses
                and provision.home in (None, home)
                and provision.host in (None, host)
            ]
            named: list[str | None] = [*sorted({each.reading for each in held if each.reading is not None})]
            if len(named) < 2:
                # One reading with a provision that the other reading does not have, or no doubt at all.
                named.append(None)
            scopes[status, one, other] = compiled.Scope(
                tuple(_ranked(held, reading, home, host) for reading in named),
                frozenset(provision.category for provision in held),
            )
    return scopes


def _ranked(
    provisions: Iterable[compiled.Provision], reading: str | None, home: str, host: str
) -> tuple[tuple[compiled.Scoped, ...], ...]:
    scoped = [
        compiled.Scoped(
            provision,
            tuple(
                use
                for use in provision.conditions
                if use.home is None or (use.home, use.host) == (home, host)
            ),
        )
        for provision in provisions
        if provision.reading is None or provision.reading == reading
    ]
    return tuple(tuple(group) for _, group in groupby(scoped, key=lambda each: each.provision.rank))


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
        days.add(next_day(form.ended))
    for validity in validities:
        if validity.from_:
            days.add(validity.from_)
        if validity.until and validity.until < date.max:
            days.add(next_day(validity.until))
    return days


def compile_claim(form: schema.Domestic, claim: schema.Claim) -> compiled.Claim:
    """A claim as the engine reads it. Raises LawError for unknown conditions, parameters and sources."""
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
