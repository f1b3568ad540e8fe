"""The answer to a situation, period by period, with its trace.

Its JSON form is law/contract/determination.schema.json.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sojourn.engine.domestic import CountryClaim
from sojourn.engine.finding import Finding, Result
from sojourn.engine.lawbook.law import Instrument, Law, Provision
from sojourn.engine.record import Record, field
from sojourn.engine.telling import texts
from sojourn.engine.telling.explain import explain
from sojourn.engine.telling.outline import told_lines
from sojourn.engine.together import Together

_SHOWN = {
    Result.MET: "met",
    Result.NOT_MET: "not_met",
    Result.UNKNOWN: "unknown",
    Result.REFER: "unknown",
}
Branches = tuple[tuple[str, tuple[str, ...]], ...]


class Trial(Record, frozen=True):
    """A provision that was tried, with what each of its conditions found."""

    provision: Provision
    findings: tuple[Finding, ...]
    result: Result
    legislation: str | None
    home: str | None
    host: str

    @property
    def sides(self) -> dict[str, str | None]:
        """The two countries between which it was tried: what its sentences may use."""
        return {"home": self.home, "host": self.host}


class Certificate(Record, frozen=True):
    """The certificate that can be had."""

    kind: str
    country: str
    issuer: str | None
    form: str | None
    until: date | None
    max_months: int | None
    limit: date | None
    apply: str
    extension: Mapping[str, Any] | None
    provisional: bool = False
    """Whether it is determined provisionally at first: the other countries have two months to object."""

    def to_json(self) -> dict[str, Any]:
        """As in the contract."""
        return {
            "kind": self.kind,
            "country": self.country,
            "issuer": self.issuer,
            "form": self.form,
            "until": _day(self.until),
            "max_months": self.max_months,
            "limit": _day(self.limit),
            "apply": self.apply,
            "extension": dict(self.extension) if self.extension else None,
            **({"provisional": True} if self.provisional else {}),
        }


class Alternative(Record, frozen=True):
    """Another way that is open."""

    category: str
    instrument: str
    article: str | None
    legislation: str | None
    usual_limit_months: int | None = None
    ask: str | None = None
    by: date | None = None

    def to_json(self) -> dict[str, Any]:
        """As in the contract."""
        return {
            "category": self.category,
            "instrument": self.instrument,
            "article": self.article,
            "legislation": self.legislation,
            "usual_limit_months": self.usual_limit_months,
            "ask": self.ask,
            "by": _day(self.by),
        }


class Note(Record, frozen=True):
    """A warning or a duty: its code, and the values its sentence needs."""

    id: str
    values: Mapping[str, Any] = field(default_factory=dict)
    who: str | None = None
    by: date | None = None
    source: str | None = None


class ReferReason(Record, frozen=True):
    """Why an officer has to look."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


class PeriodAnswer(Record, frozen=True, kw_only=True):
    """One period and set of countries that the law treats alike."""

    start: date
    end: date | None
    countries: tuple[str, ...]
    outcome: str
    legislation: str | None = None
    home: str | None = None
    host: str | None = None
    instrument: Instrument | None = None
    provision: Provision | None = None
    certificate: Certificate | None = None
    alternatives: tuple[Alternative, ...] = ()
    exempt: Branches = ()
    still_due: Branches = ()
    trials: tuple[Trial, ...] = ()
    covered: tuple[Finding, ...] = ()
    covered_by: str | None = None
    """What the instrument's test of the person found, and the article that says whom it covers."""
    together: Together | None = None
    """All work of the person, where one rule answers for all of it."""
    missing: tuple[str, ...] = ()
    refer_reasons: tuple[ReferReason, ...] = ()
    claims: tuple[CountryClaim, ...] = ()
    confidence: str | None = None
    warnings: tuple[Note, ...] = ()
    duties: tuple[Note, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """What every sentence about this period may use."""
        return {
            "home": self.home,
            "host": self.host,
            "start": self.start,
            "end": self.end,
            "legislation": self.legislation,
            "instrument": self.instrument,
        }

    def same_answer(self, later: "PeriodAnswer") -> bool:
        """Whether `later` says the same of the same countries, so that both are one period."""
        return (
            self.countries == later.countries
            and self.outcome == later.outcome
            and self.legislation == later.legislation
            and self.instrument is later.instrument
            and self.provision is later.provision
            and self.exempt == later.exempt
            and self.still_due == later.still_due
            and self.missing == later.missing
            and [claim.applies for claim in self.claims] == [claim.applies for claim in later.claims]
            and _results(self) == _results(later)
        )


def _results(answer: PeriodAnswer) -> list[tuple[str, str]]:
    return [(finding.condition, finding.variant) for _, _, finding in _tested(answer)]


def _day(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None


class Determination(Record, frozen=True):
    """Whose social security legislation applies, period by period, on what basis, and what is to be done."""

    periods: tuple[PeriodAnswer, ...]
    missing: tuple[str, ...]
    warnings: tuple[Note, ...]
    duties: tuple[Note, ...]
    law: Law

    def to_json(self, language: str = texts.FALLBACK) -> dict[str, Any]:
        """The determination as the contract has it: codes and values, and its sentences in `language`.

        A language without sentences of its own is told in English.
        """
        law = self.law
        return {
            "law": law.version,
            "periods": [_period(law, period, language) for period in self.periods],
            "missing": list(self.missing),
            "warnings": [
                {"id": note.id, "text": _note(law, "warning", note, language), "source": note.source}
                for note in self.warnings
            ],
            "duties": [
                {
                    "id": note.id,
                    **({"who": note.who} if note.who else {}),
                    "by": _day(note.by),
                    "text": _note(law, "duty", note, language),
                    "source": note.source,
                }
                for note in self.duties
            ],
            "explanation": told_lines(explain(self, law, language), law),
        }


def _note(law: Law, kind: str, note: Note, language: str) -> str:
    return texts.sentence(law, f"{kind}.{note.id}", language, note.values)


def _tested(period: PeriodAnswer) -> Iterator[tuple[str | None, dict[str, Any], Finding]]:
    """Every condition that was tested, with its article and what its sentence may use: first whether the law covers
    the person, then rule by rule."""
    for finding in period.covered:
        yield period.covered_by, period.values, finding
    for trial in period.trials:
        for finding in trial.findings:
            yield trial.provision.article, {**period.values, **trial.sides}, finding


def _period(law: Law, period: PeriodAnswer, language: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "start": period.start.isoformat(),
        "end": _day(period.end),
        "countries": list(period.countries),
        "outcome": period.outcome,
        "legislation": period.legislation,
        "basis": _basis(period),
        "certificate": period.certificate.to_json() if period.certificate else None,
        "alternatives": [alternative.to_json() for alternative in period.alternatives],
        "exempt": _by_country(period.exempt),
        "still_due": _by_country(period.still_due),
        "conditions": [
            {
                "id": finding.condition,
                "article": article,
                "result": _SHOWN[finding.result],
                "because": texts.tell(law, finding, language, values),
                "facts": list(dict.fromkeys((*finding.facts, *finding.missing))),
            }
            for article, values, finding in _tested(period)
        ],
        "missing": list(period.missing),
    }
    if period.refer_reasons:
        result["refer_reasons"] = [
            {
                "code": reason.code,
                "because": texts.sentence(
                    law, f"refer.{reason.code}", language, {**period.values, **reason.values}
                ),
            }
            for reason in period.refer_reasons
        ]
    if period.claims:
        result["claims"] = [claim_json(law, claim, period, language) for claim in period.claims]
    if period.confidence is not None:
        result["confidence"] = period.confidence
    return result


def _basis(period: PeriodAnswer) -> dict[str, Any] | None:
    if period.instrument is None or period.provision is None or period.outcome == "refer":
        return None
    return {
        "instrument": (period.provision.supplement or period.instrument).id,
        "article": period.provision.article,
        "category": period.provision.category,
        "title": (period.provision.supplement or period.instrument).title,
    }


def _by_country(listed: Branches) -> list[dict[str, Any]]:
    return [{"country": country, "branches": list(branches)} for country, branches in listed]


def claim_json(law: Law, claim: CountryClaim, period: PeriodAnswer, language: str) -> dict[str, Any]:
    """One country's claim as in the contract, told in `language`."""
    rule = claim.claim
    values = {**period.values, "country": claim.country, "because": claim.because}
    result: dict[str, Any] = {
        "country": claim.country,
        "applies": claim.applies,
        "basis": rule.basis if rule else None,
        "until": _day(claim.until),
        "because": texts.sentence(law, f"domestic.{claim.applies}", language, values),
        "branches": list(rule.branches) if rule else [],
    }
    if rule is not None and rule.how is not None:
        result["how"] = rule.how
    return result
