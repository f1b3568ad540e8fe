"""The form of what is listed: instruments, their rules, and how two countries stand to each other.

Codes as in the law data; where a sentence or a name stands, it is in the language of the answer. None of it is weighed:
whose law applies is for a determination alone.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field

from sojourn.engine.lawbook import browsing
from sojourn.engine.lawbook.law import (
    Branch,
    Certificate,
    Claim,
    Extension,
    Instrument,
    Law,
    PartyTime,
    Provision,
    Source,
    Term,
    Use,
)
from sojourn.engine.telling import texts
from sojourn.engine.telling.explain import institution_name


class SourceForm(Schema):
    """Where something was read."""

    title: str
    url: str | None
    as_of: date | None = Field(description="The day on which it was read.")
    basis: str = Field(description="read, or memory where it was not read again.")

    @classmethod
    def of(cls, source: Source) -> "SourceForm":
        """From the law."""
        return cls(title=source.title, url=source.url, as_of=source.as_of, basis=source.basis)


class TermForm(Schema):
    """How long a posting may last; in months or in weeks."""

    months: int | None
    weeks: int | None
    to_month_end: bool = Field(description="Runs to the end of the month in which it would end.")

    @classmethod
    def of(cls, term: Term) -> "TermForm":
        """From the law."""
        return cls(months=term.months, weeks=term.weeks, to_month_end=term.to_month_end)


class ExtensionForm(Schema):
    """A clause by which a posting can be prolonged."""

    possible: bool | None = Field(description="null: the sources do not say.")
    months_in_all: int | None
    article: str | None
    by: str | None = Field(description="Who agrees.")

    @classmethod
    def of(cls, extension: Extension) -> "ExtensionForm":
        """From the law."""
        return cls(
            possible=extension.possible,
            months_in_all=extension.months_in_all,
            article=extension.article,
            by=extension.by,
        )


class ConditionForm(Schema):
    """A condition by its word, with the values that the rule gives it."""

    word: str
    values: dict[str, Any]

    @classmethod
    def of(cls, use: Use) -> "ConditionForm":
        """From the law."""
        return cls(word=use.name, values={name: _plain(value) for name, value in use.parameters.items()})


class ProvisionForm(Schema):
    """One rule of an instrument."""

    id: str
    category: str
    category_name: str
    article: str | None = Field(description="null: not read yet.")
    home: str | None = Field(description="null: either party.")
    host: str | None
    status: list[str] = Field(description="For whom it is.")
    legislation: str = Field(description="Whose law it leads to: home, host, residence, ...")
    limit: TermForm | None = Field(description="null: it sets no limit in time.")
    covers_first_months: bool = Field(
        description="A longer plan is covered up to the limit; otherwise it is no posting from its first day."
    )
    extension: ExtensionForm | None
    conditions: list[ConditionForm]
    valid_from: date | None
    valid_until: date | None
    confidence: str
    open_questions: list[str]
    sources: list[SourceForm]

    @classmethod
    def of(cls, provision: Provision, law: Law, language: str) -> "ProvisionForm":
        """From the law."""
        return cls(
            id=provision.id,
            category=provision.category,
            category_name=texts.label(law, "categories", provision.category, language),
            article=provision.article,
            home=provision.home,
            host=provision.host,
            status=sorted(provision.statuses),
            legislation=provision.legislation,
            limit=TermForm.of(provision.limit) if provision.limit else None,
            covers_first_months=provision.first_months,
            extension=ExtensionForm.of(provision.extension) if provision.extension else None,
            conditions=[ConditionForm.of(use) for use in provision.conditions],
            valid_from=provision.valid_from,
            valid_until=provision.valid_until,
            confidence=provision.confidence,
            open_questions=list(provision.open),
            sources=[SourceForm.of(source) for source in provision.sources],
        )


class BranchForm(Schema):
    """A branch of social security that an instrument coordinates on one side."""

    code: str
    name: str
    conditional: bool = Field(description="Only where further conditions hold.")
    valid_from: date | None = None
    valid_until: date | None = None

    @classmethod
    def of(cls, branch: Branch, law: Law, language: str) -> "BranchForm":
        """From an instrument, with its dates."""
        return cls(
            code=branch.name,
            name=texts.label(law, "branches", branch.name, language),
            conditional=bool(branch.when),
            valid_from=branch.valid_from,
            valid_until=branch.valid_until,
        )


class CertificateForm(Schema):
    """How one party certifies."""

    kind: str
    form: str | None
    issuers: dict[str, str] = Field(description='By status ("" for all): the id of the institution.')
    apply: dict[str, str] = Field(description="By status: who applies.")

    @classmethod
    def of(cls, certificate: Certificate) -> "CertificateForm":
        """From the law."""
        return cls(
            kind=certificate.kind,
            form=certificate.form,
            issuers=dict(certificate.issuers),
            apply=dict(certificate.apply),
        )


class PartyTimeForm(Schema):
    """When one party is bound."""

    start: date | None
    until: date | None
    continuing: bool = Field(description="Afterwards still for work that began before and goes on unbroken.")

    @classmethod
    def of(cls, time: PartyTime) -> "PartyTimeForm":
        """From the law."""
        return cls(start=time.start, until=time.until, continuing=time.continuing)


class InstrumentForm(Schema):
    """An agreement, regulation, convention or protocol, in short."""

    id: str
    title: str
    short: str
    kind: str
    parties: list[str]
    signed: date | None
    in_force: date | None = Field(description="The first day; null: not in force yet.")
    in_force_precision: str = Field(description="What of that day is known: day, month or year.")
    ended: date | None = Field(description="The last day; null: no end.")
    rules_read: bool = Field(description="false: in force, but the law data do not hold its rules.")
    confidence: str
    href: str

    @classmethod
    def values_of(cls, instrument: Instrument, language: str) -> dict[str, Any]:
        """What the form holds of an instrument."""
        return {
            "id": instrument.id,
            "title": instrument.title,
            "short": texts.in_language(instrument.short, language),
            "kind": instrument.kind,
            "parties": list(instrument.parties),
            "signed": instrument.signed,
            "in_force": instrument.in_force,
            "in_force_precision": instrument.precision,
            "ended": instrument.ended,
            "rules_read": bool(instrument.provisions),
            "confidence": instrument.confidence,
            "href": f"/api/v1/instruments/{instrument.id}",
        }


class InstrumentPage(Schema):
    """Some of the instruments that fit, by title."""

    law: str = Field(description="Version of the law data.")
    total: int
    limit: int
    offset: int
    items: list[InstrumentForm]


class InstrumentInFull(InstrumentForm):
    """An instrument with its rules, dates and sources."""

    law: str
    times: dict[str, list[PartyTimeForm]] = Field(description="Dates by party, where they differ.")
    branches: dict[str, list[BranchForm]] = Field(description='By party ("*" for all).')
    still_due: dict[str, list[str]] = Field(
        description="By party: branches that stay due there whatever the answer."
    )
    certificate: dict[str, CertificateForm] = Field(description='By party ("*" for all).')
    required_information: list[str]
    provisions: list[ProvisionForm]
    open_questions: list[str]
    sources: list[SourceForm]

    @classmethod
    def of(cls, instrument: Instrument, law: Law, language: str) -> "InstrumentInFull":
        """From the law."""
        return cls(
            **cls.values_of(instrument, language),
            law=law.version,
            times={
                party: [PartyTimeForm.of(time) for time in times] for party, times in instrument.times.items()
            },
            branches={
                party: [BranchForm.of(branch, law, language) for branch in branches]
                for party, branches in instrument.branches.items()
            },
            still_due={party: list(codes) for party, codes in instrument.still_due.items()},
            certificate={party: CertificateForm.of(each) for party, each in instrument.certificate.items()},
            required_information=list(instrument.required_information),
            provisions=[ProvisionForm.of(each, law, language) for each in instrument.provisions],
            open_questions=list(instrument.open_questions),
            sources=[SourceForm.of(source) for source in instrument.sources],
        )


class BondForm(InstrumentForm):
    """An instrument as it ties two countries."""

    state: str = Field(description="in_force, not_yet or ended, between these two on the day.")
    since: date | None = Field(description="The first day on which it binds both.")
    until: date | None

    @classmethod
    def of(cls, bond: browsing.Bond, language: str) -> "BondForm":
        """From the law."""
        values = cls.values_of(bond.instrument, language)
        return cls(**values, state=bond.state.value, since=bond.since, until=bond.until)


class IssuerForm(Schema):
    """Who issues the certificate of the home country."""

    status: list[str] = Field(description="For whom.")
    institution: str
    name: str
    url: str | None
    form: str | None


class ClaimForm(Schema):
    """What one country's own law says, whatever an instrument says."""

    id: str
    applies: str
    status: list[str]
    basis: str | None
    because: str
    how: str | None
    months: int | None = Field(description="After, or for, how many months; null: no limit of that kind.")
    weeks: int | None
    branches: list[str]
    conditions: list[ConditionForm]
    confidence: str
    sources: list[SourceForm]

    @classmethod
    def of(cls, claim: Claim, language: str) -> "ClaimForm":
        """From the law."""
        return cls(
            id=claim.id,
            applies=claim.applies,
            status=sorted(claim.statuses),
            basis=claim.basis,
            because=texts.in_language(claim.because, language),
            how=claim.how,
            months=claim.months,
            weeks=claim.weeks,
            branches=list(claim.branches),
            conditions=[ConditionForm.of(use) for use in claim.conditions],
            confidence=claim.confidence,
            sources=[SourceForm.of(source) for source in claim.sources],
        )


class PairForm(Schema):
    """What the law data hold for work in `host` by somebody who comes from `home`, on one day."""

    law: str
    home: str
    home_name: str
    host: str
    host_name: str
    on: date
    standing: str = Field(
        description="agreement, not_read, not_carried, not_yet, ended, none or same_system: the closest tie."
    )
    instruments: list[BondForm] = Field(description="Those in force first, by precedence.")
    not_carried: list[str] = Field(description="Known to bind, and not in the law data.")
    rules: list[ProvisionForm] = Field(
        description="Of the instrument that comes first, in this direction, the special before the general."
    )
    branches_home: list[BranchForm]
    branches_host: list[BranchForm]
    still_due: list[str]
    issuers: list[IssuerForm]
    required_information: list[str]
    claims_home: list[ClaimForm]
    claims_host: list[ClaimForm]

    @classmethod
    def of(cls, pair: browsing.PairSummary, law: Law, language: str) -> "PairForm":
        """From the law."""
        return cls(
            law=law.version,
            home=pair.home,
            home_name=texts.country(law, pair.home, language),
            host=pair.host,
            host_name=texts.country(law, pair.host, language),
            on=pair.on,
            standing=pair.standing.value,
            instruments=[BondForm.of(bond, language) for bond in pair.bonds],
            not_carried=list(pair.not_carried),
            rules=[ProvisionForm.of(each, law, language) for each in pair.rules],
            branches_home=_branches(pair.branches_home, law, language),
            branches_host=_branches(pair.branches_host, law, language),
            still_due=list(pair.still_due),
            issuers=[_issuer(each, law, language) for each in pair.issuers],
            required_information=list(pair.required_information),
            claims_home=[ClaimForm.of(claim, language) for claim in pair.claims_home],
            claims_host=[ClaimForm.of(claim, language) for claim in pair.claims_host],
        )


def _branches(branches: tuple[browsing.BranchOf, ...], law: Law, language: str) -> list[BranchForm]:
    return [
        BranchForm(
            code=each.name,
            name=texts.label(law, "branches", each.name, language),
            conditional=each.conditional,
        )
        for each in branches
    ]


def _issuer(issuer: browsing.Issuer, law: Law, language: str) -> IssuerForm:
    institution = issuer.institution
    return IssuerForm(
        status=list(issuer.statuses),
        institution=institution.id,
        name=institution_name(law, institution.id, language) or institution.name,
        url=institution.url,
        form=issuer.form,
    )


def _plain(value: Any) -> Any:
    """A condition's value as JSON has it."""
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(_plain(each) for each in value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, str | int | float | bool | date) else str(value)
