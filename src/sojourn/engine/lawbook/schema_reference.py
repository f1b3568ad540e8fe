"""The form of the reference data: figures and duties around the agreements, which decide no case.

Every figure names where it was read. A figure rests on `source`; where one part of it was read elsewhere,
`sources_of` says which part and where. An entry's own confidence stands for its figures that give none.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

from sojourn.engine.lawbook.schema import Confidence, Country, Model, Source, Validity

Keys = tuple[str, ...]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
ALWAYS = Validity(**{"from": None})


class Cited(Model):
    """Something that was read somewhere."""

    source: Keys = Field(min_length=1)
    sources_of: dict[str, Keys] = {}
    confidence: Confidence | None = None
    open: tuple[str, ...] = ()


class Statement(Cited):
    """One sentence with its source."""

    text: str
    article: str | None = None
    status: str | None = None


class ReferenceFile(Model):
    """What every file of reference data has."""

    as_of: date
    disclaimer: str | None = None
    open_questions: tuple[str, ...] = ()
    sources: dict[str, Source]

    @model_validator(mode="after")
    def _sources_are_listed(self) -> Self:
        strange = {key for cited in cited_in(self) for key in cited} - set(self.sources)
        if strange:
            raise ValueError(f"not listed under sources: {', '.join(sorted(strange))}")
        return self


def cited_in(value: Any) -> Iterator[Keys]:
    """The keys of sources that anything in `value` names."""
    if isinstance(value, Cited):
        yield value.source
        yield from value.sources_of.values()
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from cited_in(getattr(value, name))
    elif isinstance(value, dict):
        for each in value.values():
            yield from cited_in(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from cited_in(each)


# --- contribution rates


class Ceiling(Model):
    """Pay above this is free of the contribution."""

    amount: Decimal = Field(gt=0)
    per: Literal["month", "quarter", "year"]


class Rate(Cited):
    """One contribution, in percent of gross pay.

    `above`: only on pay above this (per the period of the ceiling, else per year). `banded`: a further band, outside
    the totals. `optional`: not due from everybody, outside the totals. Null: varies, or not known.
    """

    branch: str
    employer: Decimal | None = Field(None, ge=0, le=100)
    employee: Decimal | None = Field(None, ge=0, le=100)
    ceiling: Ceiling | None = None
    above: Decimal | None = None
    above_per: Literal["month", "year"] | None = None
    banded: bool = False
    optional: bool = False
    base: str | None = None
    valid: Validity = ALWAYS
    note: str | None = None


class OtherPeriod(Cited):
    """Figures of an earlier or a later period, by name."""

    period: str
    figures: dict[str, Decimal]
    status: Literal["in_force", "planned"] = "in_force"


class CountryRates(Model):
    """The contributions of one country in one period; the totals leave out what is optional, banded or unknown."""

    country: Country
    period: str
    valid: Validity
    currency: Currency
    employer_total: Decimal = Field(ge=0, le=100)
    employee_total: Decimal = Field(ge=0, le=100)
    fixed_monthly: dict[str, Decimal] = {}
    rates: tuple[Rate, ...] = Field(min_length=1)
    other_periods: tuple[OtherPeriod, ...] = ()
    notes: tuple[Statement, ...] = ()
    remarks: tuple[str, ...] = ()
    confidence: Confidence
    open: tuple[str, ...] = ()


class ContributionRates(ReferenceFile):
    """For estimating what double contributions would cost."""

    countries: tuple[CountryRates, ...]


# --- penalties


class Amount(Model):
    """How much, as a range; `rule` where it is not a plain range. In whole units of the currency."""

    type: Literal["per_worker", "per_offence", "percentage", "criminal", "negligence_fee"]
    min: Decimal | None = None
    max: Decimal | None = None
    repeat_min: Decimal | None = None
    repeat_max: Decimal | None = None
    repeat_within_months: int | None = None
    cap: Decimal | None = None
    currency: Currency | None = None
    rule: str | None = None
    plus: str | None = None
    prison_years: int | None = None


class Example(Cited):
    """What a rule came to in one year."""

    year: int
    amount: Decimal


class Penalty(Cited):
    """What follows where something is missing. `amount` null: none found, or none known."""

    id: str
    country: Country
    kind: Literal[
        "missing_certificate", "missing_declaration", "missing_payroll_documents", "unpaid_contributions"
    ]
    law: str | None = None
    who: str | None = None
    amount: Amount | None = None
    examples: tuple[Example, ...] = ()
    relief: str | None = None
    other: str | None = None
    note: str | None = None
    valid: Validity = ALWAYS
    confidence: Confidence


class Penalties(ReferenceFile):
    """Sanctions around missing certificates, missing declarations and unpaid contributions."""

    penalties: tuple[Penalty, ...]
    practice: tuple[Statement, ...] = ()


# --- certificates that come late


class LateOption(Cited):
    """What a late certificate can still do, or what can be asked for afterwards.

    It concerns work under `instrument`, from `home`, or in `host`; `no_agreement`: only where none binds.
    """

    id: str
    text: dict[str, str]
    instrument: str | None = None
    home: Country | None = None
    host: Country | None = None
    no_agreement: bool = False
    confidence: Confidence


class LateCertificates(ReferenceFile):
    """What is known of certificates that are asked for or issued after the work began."""

    options: tuple[LateOption, ...]


# --- declarations of posted workers


class Exemption(Cited):
    """What frees from the declaration; `max_days` per stay, or within `per`."""

    kind: str
    max_days: int | None = Field(None, gt=0)
    consecutive_max_days: int | None = Field(None, gt=0)
    per: str | None = None
    article: str | None = None
    note: str | None = None


class Documents(Cited):
    """What has to be at hand."""

    items: tuple[str, ...] = Field(min_length=1)


class ContactPerson(Cited):
    """Whether somebody has to be named; `in_country` null: not known."""

    required: bool | None
    when: str | None = None
    in_country: bool | None = None
    who: str | None = None
    article: str | None = None


class Fines(Cited):
    """What a missed declaration costs, in words."""

    summary: str | None = None
    amount: str | None = None


class Sectors(Cited):
    """The branches of the economy that a rule names."""

    rule: str
    sectors: tuple[str, ...] = Field(min_length=1)


class Notification(Model):
    """One country's declaration of posted workers.

    `deadline_days`: days before work begins; 0 at the latest when it begins; below 0 so many days after.
    """

    country: Country
    system: str
    authority: str | None
    url: str | None
    law: str | None
    deadline_days: int | None
    deadline: str | None
    applies_to: str | None
    self_employed: bool | None
    self_employed_when: str | None = None
    exemptions: tuple[Exemption, ...] = ()
    sectors: tuple[Sectors, ...] = ()
    documents: Documents | None = None
    contact_person: ContactPerson | None = None
    fines: Fines | None = None
    statements: tuple[Statement, ...] = ()
    valid: Validity = ALWAYS
    source: Keys = Field(min_length=1)
    confidence: Confidence
    open: tuple[str, ...] = ()


class RoadTransport(Cited):
    """The declaration of posted drivers, one for the Union."""

    instrument: str
    valid: Validity
    portal: str
    url: str
    who: str
    posted: tuple[str, ...]
    not_posted: tuple[str, ...]
    deadline_days: int
    deadline: str
    documents_in_vehicle: tuple[str, ...]
    documents_on_request_weeks: int


class PostedWorkerNotifications(ReferenceFile):
    """Declarations that go beside the certificate."""

    frame: tuple[Statement, ...] = ()
    general_pattern: tuple[Statement, ...] = ()
    road_transport: RoadTransport
    countries: tuple[Notification, ...]


# --- groups of countries


class Membership(Cited):
    """Countries that belong to a group from and until the same days; without a date: as far back as the data go."""

    countries: tuple[Country, ...] = Field(min_length=1)
    valid: Validity = ALWAYS
    basis: str | None = None


class Group(Model):
    """Countries that go together. `includes`: groups whose members belong to it as well.

    `parties_of`: the instrument whose parties they are, where the group is made of them; the check compares.
    """

    name: dict[str, str]
    members: tuple[Membership, ...] = ()
    includes: tuple[str, ...] = ()
    parties_of: str | None = None
    note: str | None = None
    confidence: Confidence
    open: tuple[str, ...] = ()


class Groups(ReferenceFile):
    """Groups of countries with dates."""

    groups: dict[str, Group]

    @model_validator(mode="after")
    def _includes_are_there(self) -> Self:
        for name, group in self.groups.items():
            for other in group.includes:
                if other not in self.groups:
                    raise ValueError(f"{name} includes {other}, which is not there")
        return self

    def members(self, name: str, day: date) -> frozenset[str]:
        """The countries that belong to a group on `day`. Raises KeyError for a group that is not there."""
        group = self.groups[name]
        own = {
            country
            for each in group.members
            if (each.valid.from_ or date.min) <= day <= (each.valid.until or date.max)
            for country in each.countries
        }
        return frozenset(own.union(*(self.members(other, day) for other in group.includes)))
