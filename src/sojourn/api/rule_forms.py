"""The form of rules: provisions, conditions, claims, with their sources. Codes and values as in the law data."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from sojourn.engine.lawbook.law import (
    Branch,
    Certificate,
    Claim,
    Extension,
    Law,
    Provision,
    Source,
    Term,
    Use,
)
from sojourn.engine.lawbook.times import PartyTime
from sojourn.engine.telling import texts


class SourceForm(BaseModel):
    """Where something was read."""

    title: str
    url: str | None
    as_of: date | None = Field(description="The day on which it was read.")
    basis: str = Field(description="read, or memory where it was not read again.")

    @classmethod
    def of(cls, source: Source) -> "SourceForm":
        """From the law."""
        return cls(title=source.title, url=source.url, as_of=source.as_of, basis=source.basis)


class TermForm(BaseModel):
    """How long a posting may last; in months or in weeks."""

    months: int | None
    weeks: int | None
    to_month_end: bool = Field(description="Counted in calendar months, that of the start in full.")

    @classmethod
    def of(cls, term: Term) -> "TermForm":
        """From the law."""
        return cls(months=term.months, weeks=term.weeks, to_month_end=term.to_month_end)


class ExtensionForm(BaseModel):
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


class ConditionForm(BaseModel):
    """A condition by its word, with the values that the rule gives it."""

    word: str
    values: dict[str, Any]

    @classmethod
    def of(cls, use: Use) -> "ConditionForm":
        """From the law."""
        return cls(word=use.name, values={name: _plain(value) for name, value in use.parameters.items()})


class ProvisionForm(BaseModel):
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


class BranchForm(BaseModel):
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


class CertificateForm(BaseModel):
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


class PartyTimeForm(BaseModel):
    """When one party is bound."""

    start: date | None
    until: date | None
    continuing: bool = Field(description="Afterwards still for work that began before and goes on unbroken.")

    @classmethod
    def of(cls, time: PartyTime) -> "PartyTimeForm":
        """From the law."""
        return cls(start=time.start, until=time.until, continuing=time.continuing)


class ClaimForm(BaseModel):
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


def _plain(value: Any) -> Any:
    """A condition's value as JSON has it."""
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(_plain(each) for each in value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, str | int | float | bool | date) else str(value)
