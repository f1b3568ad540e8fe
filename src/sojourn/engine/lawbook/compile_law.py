"""From the form in which people write the law to the form in which the engine reads it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from sojourn.engine.errors import LawError
from sojourn.engine.lawbook import law as compiled
from sojourn.engine.lawbook import schema
from sojourn.engine.lawbook.compile_cuts import cuts_of, party_cuts_of
from sojourn.engine.lawbook.compile_scopes import scopes_of
from sojourn.engine.lawbook.times import PartyTime
from sojourn.engine.words import (
    bilateral,
    canadian_and_british,
    coordination,
    domestic,
    person,
    posting,
    special,
    together,
)
from sojourn.engine.words.vocabulary import WORDS

# Which instrument goes first where several bind the same countries for the same person.
PRECEDENCE = {
    "regulation": 0,
    "protocol": 1,
    "framework": 1,
    "convention": 2,
    "bilateral": 3,
    "understanding": 3,
}
# The modules whose import fills the vocabulary.
VOCABULARY_MODULES = (
    posting,
    person,
    special,
    domestic,
    together,
    coordination,
    canadian_and_british,
    bilateral,
)


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


def _use(
    condition: schema.Condition, where: str, groups: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> compiled.Use:
    word = WORDS.get(condition.is_)
    if word is None:
        raise LawError(f"{where}: there is no condition {condition.is_!r} in the vocabulary")
    parameters = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in condition.parameters.items()
    }
    named = parameters.get("countries")
    if isinstance(named, str):
        if named not in groups:
            raise LawError(f"{where}: there is no group {named!r}")
        parameters["countries"] = groups[named]
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
        False,
    )


def _term(limit: schema.Limit) -> compiled.Term:
    return compiled.Term(limit.months, limit.weeks, limit.ends == "month")


def _provision(
    form: schema.Instrument, provision: schema.Provision, supplement: compiled.Supplement | None
) -> compiled.Provision:
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
        limit=_term(provision.limit) if provision.limit else None,
        first_months=provision.limit is not None and provision.limit.beyond == "first_months",
        conditions=tuple(_use(condition, where, form.groups) for condition in provision.conditions),
        extension=compiled.Extension(
            extension.possible,
            extension.months_in_all,
            extension.step_months,
            extension.article,
            extension.by,
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
        supplement=supplement,
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


def compile_instrument(
    form: schema.Instrument, known: Mapping[str, schema.Instrument] = MappingProxyType({})
) -> compiled.Instrument:
    """An instrument as the engine reads it; `known`: all instruments, of which it may use or be supplemented by others.

    Raises LawError for unknown conditions, parameters, sources, groups and instruments.
    """
    rules, added = _read_together(form, known)
    supplements = tuple(_supplement(each) for each in added)
    provisions = _provisions(form, rules, added, supplements)
    party_of, branches = _party_of(form), _branches(form)
    cuts = tuple(sorted({day for each in (form, rules, *added) for day in cuts_of(each)}))
    party_cuts = party_cuts_of((form, rules, *added))
    return compiled.Instrument(
        id=form.id,
        title=form.title,
        short=MappingProxyType(form.short),
        parties=form.parties,
        in_force=form.in_force,
        ended=form.ended,
        clock_floor=form.clock_floor,
        branches=MappingProxyType(branches),
        plain_branches=MappingProxyType(_plain_branches(branches)),
        still_due=MappingProxyType({party: tuple(due) for party, due in form.still_due.items()}),
        series=_series(form),
        provisions=provisions,
        exception=next((each for each in provisions if each.category == "exception"), None),
        scopes=MappingProxyType(scopes_of(party_of, provisions, many=_many(form))),
        covers_first_months=any(each.first_months for each in provisions),
        limits=tuple(dict.fromkeys(each.limit for each in provisions if each.limit is not None)),
        certificate=MappingProxyType(
            {party: _certificate(each) for party, each in _for_each_party(form, form.certificate).items()}
        ),
        required_information=form.required_information,
        confidence=form.confidence,
        open_questions=form.open_questions,
        sources=_sources(form.sources, form.sources, form.id),
        cuts=cuts,
        party_cuts=MappingProxyType(party_cuts),
        last_change=max((day for days in (cuts, *party_cuts.values()) for day in days), default=date.min),
        party_of=MappingProxyType(party_of),
        kind=form.kind,
        precedence=form.precedence if form.precedence is not None else PRECEDENCE[form.kind],
        many=_many(form),
        times=MappingProxyType(_times(form)),
        joined=MappingProxyType(_joined(form)),
        persons=tuple(_person_scope(form, each) for each in form.persons),
        supplements=supplements,
        precision=form.precision,
        signed=form.signed,
        since_unknown=form.status == "in_force" and form.in_force is None,
        benefits_only=form.benefits_only,
    )


def _read_together(
    form: schema.Instrument, known: Mapping[str, schema.Instrument]
) -> tuple[schema.Instrument, list[schema.Instrument]]:
    """The instrument whose rules hold under this one (itself, as a rule), and those that supplement these rules."""
    rules = form
    if form.rules_of is not None:
        if form.rules_of not in known:
            raise LawError(f"{form.id}: rules_of: there is no instrument {form.rules_of}")
        rules = known[form.rules_of]
    return rules, [each for each in known.values() if each.supplements == rules.id]


def _provisions(
    form: schema.Instrument,
    rules: schema.Instrument,
    added: list[schema.Instrument],
    supplements: tuple[compiled.Supplement, ...],
) -> tuple[compiled.Provision, ...]:
    """All rules that hold under the instrument, the special before the general."""
    found = [_provision(form, each, None) for each in form.provisions]
    if rules is not form:
        found.extend(_provision(rules, each, None) for each in rules.provisions)
    for each, supplement in zip(added, supplements, strict=True):
        found.extend(_provision(each, rule, supplement) for rule in each.provisions)
    return tuple(sorted(_sharing(found), key=lambda each: each.rank))


def _sharing(provisions: Iterable[compiled.Provision]) -> Iterable[compiled.Provision]:
    """The provisions with one and the same condition wherever they ask the same, so that it is tested once a case."""
    listed = list(provisions)
    asked = Counter(_question(use) for provision in listed for use in provision.conditions)
    known: dict[str, compiled.Use] = {}
    for provision in listed:
        conditions = []
        for use in provision.conditions:
            question = _question(use)
            if question not in known:
                known[question] = replace(use, shared=asked[question] > 1 and not WORDS[use.name].by_rule)
            conditions.append(known[question])
        yield replace(provision, conditions=tuple(conditions))


def _question(use: compiled.Use) -> str:
    """What a condition asks, the same for all that ask the same."""
    return repr((use.name, dict(use.parameters), use.home, use.host))


def _branches(form: schema.Instrument) -> dict[str, tuple[compiled.Branch, ...]]:
    return {
        party: tuple(_branch(form, branch) for branch in listed)
        for party, listed in _for_each_party(form, form.branches).items()
    }


def _plain_branches(
    branches: Mapping[str, tuple[compiled.Branch, ...]],
) -> dict[str, tuple[str, ...]]:
    """The names of the branches, by party, where none hangs on a day or a condition."""
    return {
        party: tuple(branch.name for branch in listed)
        for party, listed in branches.items()
        if all((each.valid_from, each.valid_until, each.when) == (None, None, ()) for each in listed)
    }


def _series(form: schema.Instrument) -> compiled.Series | None:
    rule = form.series
    if rule is None:
        return None
    sources = _sources(rule.source, form.sources, f"{form.id}: series")
    return compiled.Series(
        rule.rule, rule.window, rule.gap_months, rule.same_host_employer, rule.article, sources
    )


def _many(form: schema.Instrument) -> bool:
    return form.one_legislation or len(form.parties) > 2


def _for_each_party[Content](
    form: schema.Instrument, by_party: Mapping[str, Content]
) -> Mapping[str, Content]:
    """What is said for all parties (`*`), and what is said for one alone instead."""
    if "*" not in by_party:
        return by_party
    return {party: by_party.get(party, by_party["*"]) for party in form.parties}


def _times(form: schema.Instrument) -> dict[str, tuple[PartyTime, ...]]:
    return {
        party: tuple(PartyTime(each.from_, each.until, each.continuing) for each in times)
        for party, times in form.party_times.items()
    }


def _supplement(form: schema.Instrument) -> compiled.Supplement:
    times = _times(form)
    always = (PartyTime(form.in_force, form.ended, False),)
    return compiled.Supplement(
        form.id,
        form.title,
        MappingProxyType(form.short),
        MappingProxyType({party: times.get(party, always) for party in form.parties}),
        form.parties,
    )


def _group(form: schema.Instrument, name: str) -> frozenset[str]:
    """The countries of a named group of the instrument, or one party by its code."""
    if name in form.groups:
        return frozenset(form.groups[name])
    if name in form.parties:
        return frozenset({name})
    raise LawError(f"{form.id}: {name!r} is neither a group nor a party")


def _joined(form: schema.Instrument) -> dict[str, frozenset[str]]:
    """By party: the parties to which the instrument binds it, where it does not bind any two."""
    found: dict[str, set[str]] = {}
    for one, other in form.between:
        for left, right in (
            (_group(form, one), _group(form, other)),
            (_group(form, other), _group(form, one)),
        ):
            for party in left:
                found.setdefault(party, set()).update(right - {party})
    return {party: frozenset(others) for party, others in found.items()}


def _person_scope(form: schema.Instrument, scope: schema.PersonScope) -> compiled.PersonScope:
    everybody = frozenset(_party_of(form))
    one, other = (
        (everybody, everybody)
        if scope.between is None
        else (_group(form, scope.between[0]), _group(form, scope.between[1]))
    )
    where = f"{form.id}: {scope.id}"
    _sources(scope.source, form.sources, where)
    return compiled.PersonScope(
        scope.id,
        one,
        other,
        tuple(_use(condition, where, form.groups) for condition in scope.conditions),
        scope.valid.from_,
        scope.valid.until,
        scope.article,
    )


def _party_of(form: schema.Instrument) -> dict[str, str]:
    own = {party: party for party in form.parties}
    return own | {land: party for party, lands in form.territories.items() for land in lands}


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
        limited=claim.months is not None or claim.weeks is not None,
        weeks_from=claim.weeks_from,
        how=claim.how,
        basis=claim.basis,
        because=MappingProxyType(claim.because),
        branches=tuple(claim.branches),
        sources=_sources(claim.source, form.sources, where),
        confidence=claim.confidence,
    )
