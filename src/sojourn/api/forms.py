"""The form of what is listed: instruments, and how two countries stand to each other.

Codes as in the law data; where a sentence or a name stands, it is in the language of the answer. None of it is weighed:
whose law applies is for a determination alone.
"""

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from sojourn.api.rule_forms import (
    BranchForm,
    CertificateForm,
    ClaimForm,
    PartyTimeForm,
    ProvisionForm,
    SourceForm,
)
from sojourn.engine.lawbook import browsing
from sojourn.engine.lawbook.law import Instrument, Law
from sojourn.engine.telling import texts


class InstrumentForm(BaseModel):
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


class InstrumentPage(BaseModel):
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


class IssuerForm(BaseModel):
    """Who issues the certificate of the home country."""

    status: list[str] = Field(description="For whom.")
    institution: str
    name: str
    url: str | None
    form: str | None


class PairForm(BaseModel):
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
        name=texts.institution(law, institution.id, language) or institution.name,
        url=institution.url,
        form=issuer.form,
    )
