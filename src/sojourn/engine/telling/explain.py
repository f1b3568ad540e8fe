"""The answer told: the same tree as in the JSON, as sentences in one language, for pages, letters and officers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sojourn.engine.finding import Finding, Result
from sojourn.engine.lawbook.law import POSTING, Law, Source
from sojourn.engine.telling import texts
from sojourn.engine.telling.changes import NOT_SENT, Change, changes
from sojourn.engine.telling.steps import Step, steps
from sojourn.engine.telling.verdicts import verdict_code, verdict_values

if TYPE_CHECKING:
    from sojourn.engine.telling.determination import Alternative, Determination, Note, PeriodAnswer


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition as a sentence. `result`: met, not_met or unknown; `facts`: the paths it rests on."""

    id: str
    text: str
    result: str
    facts: tuple[str, ...]
    article: str | None
    cited: str | None
    """The article as the language writes it."""
    provision: str
    category: str
    """The rule that asks for it: its id, and what kind of rule it is in words."""


@dataclass(frozen=True, slots=True)
class Way:
    """Another way that is open. `cited`: its article as the language writes it."""

    category: str
    text: str
    article: str | None
    cited: str | None
    institution: str | None
    by: date | None


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that is missing, and why it matters."""

    path: str
    because: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What one country's own law says."""

    country: str
    applies: str
    text: str
    until: date | None
    basis: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """A warning, a duty or a reason: its code, its sentence, and by when."""

    id: str
    text: str
    who: str | None = None
    by: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodExplanation:
    """One period, told."""

    start: date
    end: date | None
    countries: tuple[str, ...]
    outcome: str
    legislation: str | None
    home: str | None
    host: str | None
    verdict: str
    citation: str | None
    article: str | None
    provision: str | None
    instrument: str | None
    instrument_title: str | None
    """Its full title; `instrument_short`: what it is called in the language."""
    instrument_short: str | None
    category: str | None
    rule: str | None
    conditions: tuple[Condition, ...]
    exempt: tuple[str, ...]
    still_due: tuple[str, ...]
    certificate: str | None
    certificate_until: date | None
    limit: date | None
    changes: tuple[Change, ...]
    ways: tuple[Way, ...]
    missing: tuple[Missing, ...]
    reasons: tuple[Told, ...]
    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    confidence: str | None
    confidence_word: str | None
    open_questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole answer, told in `language`. `steps`: what to do next, the duties among it, in order of their days."""

    language: str
    law: str
    periods: tuple[PeriodExplanation, ...]
    warnings: tuple[Told, ...]
    duties: tuple[Told, ...]
    steps: tuple[Step, ...]


def explain(determination: "Determination", law: Law, language: str) -> Explanation:
    """The determination as sentences in `language` (en, de, fr, es; any other falls back to English)."""
    language = language if language in texts.LANGUAGES else texts.FALLBACK
    duties = tuple(_told(law, "duty", note, language) for note in determination.duties)
    return Explanation(
        language,
        law.version,
        tuple(_period(law, period, language) for period in determination.periods),
        tuple(_told(law, "warning", note, language) for note in determination.warnings),
        duties,
        steps(law, determination, duties, language),
    )


def _told(law: Law, kind: str, note: "Note", language: str) -> Told:
    text = texts.sentence(law, f"{kind}.{note.id}", language, note.values)
    return Told(note.id, text, note.who, note.by, note.source)


def _period(law: Law, period: "PeriodAnswer", language: str) -> PeriodExplanation:
    provision, instrument = period.provision, period.instrument
    paper = period.certificate
    values = verdict_values(law, period, language)
    return PeriodExplanation(
        start=period.start,
        end=period.end,
        countries=period.countries,
        outcome=period.outcome,
        legislation=period.legislation,
        home=period.home,
        host=period.host,
        verdict=texts.sentence(law, f"verdict.{verdict_code(period)}", language, values),
        citation=_citation(law, period, language),
        article=provision.article if provision else None,
        provision=provision.id if provision else None,
        instrument=instrument.id if instrument else None,
        instrument_title=instrument.title if instrument else None,
        instrument_short=texts.title(law, instrument, language) if instrument else None,
        category=texts.label(law, "categories", provision.category, language) if provision else None,
        rule=_rule(law, period, language, values),
        conditions=tuple(_conditions(law, period, language)),
        exempt=tuple(_branches(law, period, "exempt", language)),
        still_due=tuple(_branches(law, period, "still_due", language)),
        certificate=_certificate(law, period, language),
        certificate_until=paper.until if paper else None,
        limit=paper.limit if paper else None,
        changes=changes(law, period, language),
        ways=tuple(_way(law, period, way, language) for way in period.alternatives),
        missing=tuple(_missing(law, period, language)),
        reasons=tuple(_reasons(law, period, language)),
        claims=tuple(_claims(law, period, language)),
        sources=_sources(period),
        confidence=period.confidence,
        confidence_word=texts.label(law, "confidence", period.confidence, language)
        if period.confidence
        else None,
        open_questions=instrument.open_questions if instrument else (),
    )


def _reasons(law: Law, period: "PeriodAnswer", language: str) -> Iterator[Told]:
    for reason in period.refer_reasons:
        values = {**period.values, **reason.values}
        yield Told(reason.code, texts.sentence(law, f"refer.{reason.code}", language, values))


def _citation(law: Law, period: "PeriodAnswer", language: str) -> str | None:
    """Article and agreement, as one says it."""
    if period.instrument is None:
        return None
    provision = period.provision
    named = provision.supplement if provision is not None and provision.supplement else period.instrument
    article = provision.article if provision is not None else None
    return texts.citation(law, article, texts.title(law, named, language), language)


def _rule(law: Law, period: "PeriodAnswer", language: str, values: Mapping[str, Any]) -> str | None:
    """What the provision says, in one sentence."""
    if period.provision is None:
        return None
    provision = period.provision
    plain = f"rule.{provision.category}"
    by_law = f"{plain}_{provision.legislation}"
    several = period.instrument is not None and period.instrument.many
    codes = (
        f"{by_law}_many" if several else "",
        f"{by_law}_employee" if "employee" in provision.statuses else "",
        by_law,
        f"{plain}_unlimited" if provision.limit is None else "",
        plain,
    )
    code = next((each for each in codes if each in law.sentences), None)
    if code is None:
        return None
    weeks = provision.limit.weeks if provision.limit is not None else None
    return texts.sentence(law, code, language, {**values, "months": provision.limit_months, "weeks": weeks})


def _conditions(law: Law, period: "PeriodAnswer", language: str) -> Iterator[Condition]:
    answer = period.provision
    # Whom the law covers is told with the rule that answers; where none does, by itself.
    named = period.instrument.id if period.instrument is not None else ""
    first = answer.id if answer is not None else f"{named}-persons"
    for finding in period.covered:
        yield _condition(
            finding,
            texts.tell(law, finding, language, period.values),
            period.covered_by,
            _cited(law, period.covered_by, language),
            first,
            texts.label(law, "categories", "persons", language),
        )
    for trial in period.trials:
        provision, values = trial.provision, {**period.values, **trial.sides}
        if answer is not None and answer.category in NOT_SENT and provision.rank == POSTING:
            continue  # where nobody is sent, what a posting would want is beside the point
        cited = _cited(law, provision.article, language)
        if cited is not None and provision.supplement is not None:
            title = texts.title(law, provision.supplement, language)
            cited = texts.citation(law, provision.article, title, language)
        category = texts.label(law, "categories", provision.category, language)
        for finding in trial.findings:
            text = texts.tell(law, finding, language, values)
            yield _condition(finding, text, provision.article, cited, provision.id, category)


def _condition(
    finding: Finding, text: str, article: str | None, cited: str | None, provision: str, category: str
) -> Condition:
    return Condition(
        id=finding.condition,
        text=text,
        result=finding.result.value if finding.result is not Result.REFER else "unknown",
        facts=tuple(dict.fromkeys((*finding.facts, *finding.missing))),
        article=article,
        cited=cited,
        provision=provision,
        category=category,
    )


def _cited(law: Law, article: str | None, language: str) -> str | None:
    return texts.article(law, article, language) if article else None


def _branches(law: Law, period: "PeriodAnswer", kind: str, language: str) -> Iterator[str]:
    listed = period.exempt if kind == "exempt" else period.still_due
    for country, branches in listed:
        yield texts.sentence(law, f"branches.{kind}", language, {"country": country, "branches": branches})
    freed = [country for country, _ in period.exempt]
    depends = any(note.id == "branch_depends" for note in period.warnings)
    if kind == "still_due" and period.host in freed and not listed and not depends:
        yield texts.sentence(law, "branches.nothing_due", language, {"country": period.host})


def _certificate(law: Law, period: "PeriodAnswer", language: str) -> str | None:
    paper = period.certificate
    if paper is None:
        code = (
            "certificate.none"
            if period.outcome in ("decided", "uncoordinated") and period.instrument
            else None
        )
        return texts.sentence(law, code, language, {}) if code else None
    values = {
        "issuer": texts.institution(law, paper.issuer, language)
        or texts.country(law, paper.country, language),
        "until": paper.until,
        "country": paper.country,
    }
    code = f"certificate.{paper.apply}" + ("" if paper.until is not None else "_open")
    return texts.sentence(law, code, language, values)


def told_way(law: Law, period: "PeriodAnswer", way: "Alternative", language: str) -> str:
    """Another way that is open, as a sentence."""
    name = texts.institution(law, way.ask, language)
    code = f"way.{way.category}" if name else f"way.{way.category}_unnamed"
    values = {**period.values, "ask": name, "months": way.usual_limit_months, "by": way.by}
    return texts.sentence(law, code, language, values)


def _way(law: Law, period: "PeriodAnswer", way: "Alternative", language: str) -> Way:
    text = told_way(law, period, way, language)
    return Way(way.category, text, way.article, _cited(law, way.article, language), way.ask, way.by)


def _missing(law: Law, period: "PeriodAnswer", language: str) -> Iterator[Missing]:
    findings = [
        ({**period.values, **trial.sides}, each) for trial in period.trials for each in trial.findings
    ]
    findings += [(period.values, each) for each in period.covered]
    findings += [(period.values, each) for claim in period.claims for each in claim.findings]
    for path in period.missing:
        because = next(((values, each) for values, each in findings if path in each.missing), None)
        if because is None:
            yield Missing(path, texts.sentence(law, "missing.other", language, period.values))
        else:
            yield Missing(path, texts.tell(law, because[1], language, because[0]))


def _claims(law: Law, period: "PeriodAnswer", language: str) -> Iterator[Claim]:
    for claim in period.claims:
        values = {**period.values, "country": claim.country, "because": claim.because}
        text = texts.sentence(law, f"domestic.{claim.applies}", language, values)
        basis = claim.claim.basis if claim.claim is not None else None
        yield Claim(claim.country, claim.applies, text, claim.until, basis)


def _sources(period: "PeriodAnswer") -> tuple[Source, ...]:
    """Where the rules that mattered were read."""
    found = [source for trial in period.trials for source in trial.provision.sources]
    found += [source for claim in period.claims if claim.claim is not None for source in claim.claim.sources]
    return tuple(dict.fromkeys(found))
