"""The form of the law data, as people write it. What does not fit here does not load."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from sojourn.core.countries import is_known


def _country(value: object) -> object:
    if not isinstance(value, str) or not is_known(value):
        raise ValueError(f"{value!r} is no country code")
    return value


Country = Annotated[str, BeforeValidator(_country)]
Status = Literal[
    "employee",
    "self_employed",
    "civil_servant",
    "diplomat",
    "consular_staff",
    "contract_staff_of_the_union",
    "none",
]
Confidence = Literal["high", "medium", "low"]
Branch = Literal[
    "old_age",
    "disability",
    "survivors",
    "medicare",
    "sickness",
    "health_care",
    "long_term_care",
    "maternity",
    "paternity",
    "unemployment",
    "family",
    "work_accident",
    "supplementary_pension",
    "death_grant",
    "pre_retirement",
]
Category = Literal[
    "exception",
    "telework",
    "contract_staff",
    "civil_servant",
    "diplomat",
    "seafarer",
    "aircrew",
    "transport",
    "continental_shelf",
    "dependants",
    "classification",
    "nationals_choice",
    "nationality",
    "posted_employee",
    "posted_self_employed",
    "multi_state",
    "local_self_employed",
    "local_employee",
    "not_working",
]
Legislation = Literal[
    "home",
    "host",
    "residence",
    "flag",
    "home_base",
    "employer_seat",
    "other_seat",
    "administration",
    "state_of_work",
    "state_of_employment",
    "centre_of_interest",
    "nationality",
    "benefit_state",
    "choice",
    "principal_activity",
    "sees_employment",
    "employee_rules",
    "by_agreement",
]


class Model(BaseModel):
    """Strict: no unknown keys, frozen once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Model):
    """Where something was read. `basis` memory: known, not re-read."""

    title: str
    url: str | None = None
    as_of: date | None = None
    basis: Literal["read", "memory"] = "read"


class Validity(Model):
    """From and until, both days included; left out: always."""

    from_: date | None = Field(None, alias="from")
    until: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Validity":
        if self.from_ and self.until and self.until < self.from_:
            raise ValueError("until lies before from")
        return self


class Direction(Model):
    """From the home country to the host country."""

    from_: Country = Field(alias="from")
    to: Country


class Condition(Model):
    """One word of the vocabulary, with its parameters. `only`: tested for this direction alone."""

    model_config = ConfigDict(extra="allow", frozen=True)

    is_: str = Field(alias="is")
    only: Direction | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        """What the vocabulary word is given."""
        return dict(self.model_extra or {})


class Limit(Model):
    """How long, in months or weeks.

    `beyond`: none = a longer plan is no posting from its first day; first_months = covered that long.
    `ends`: day = on the day before the same date; month = counted in calendar months, that of the start in full, so
    with the last day of the last one.
    """

    months: int | None = Field(None, gt=0, le=600)
    weeks: int | None = Field(None, gt=0, le=600)
    beyond: Literal["none", "first_months"] = "none"
    ends: Literal["day", "month"] = "day"

    @model_validator(mode="after")
    def _one_unit(self) -> "Limit":
        if (self.months is None) == (self.weeks is None):
            raise ValueError("a limit is given in months or in weeks")
        return self


class Extension(Model):
    """Whether and how far a posting can be prolonged under a clause of its own."""

    possible: bool | None
    months_in_all: int | None = None
    step_months: int | None = None
    article: str | None = None
    by: str | None = None
    note: str | None = None


class Provision(Model):
    """One rule with its article, the category of worker, its conditions and its consequence."""

    id: str
    category: Category
    article: str | None
    direction: Direction | Literal["any"] = "any"
    status: tuple[Status, ...]
    legislation: Legislation
    limit: Limit | None = None
    conditions: tuple[Condition, ...] = ()
    extension: Extension | None = None
    uncovered_in: tuple[Country, ...] = ()
    ask: dict[Country, str] = {}
    valid: Validity = Validity(**{"from": None})
    displaces: tuple[str, ...] = ()
    reading: str | None = None
    refer: str | None = None
    source: tuple[str, ...] = Field(min_length=1)
    confidence: Confidence
    note: str | None = None
    open: tuple[str, ...] = ()


class CoordinatedBranch(Model):
    """A branch that the instrument coordinates on one side."""

    branch: Branch
    valid: Validity = Validity(**{"from": None})
    when: tuple[Condition, ...] = ()


class Certificate(Model):
    """How one party certifies. `apply`: who may ask for it, by status, as `apply_source` has it."""

    form: str | None
    issuer: str | dict[str, str] | None
    issuers: tuple[str, ...] = ()
    kind: Literal["coverage", "a1"] = "coverage"
    apply: dict[str, Literal["employer", "self_employed_person", "worker", "either"]] = {}
    apply_source: str | None = None

    @model_validator(mode="after")
    def _who_asks_has_a_source(self) -> Self:
        if self.apply and not self.apply_source:
            raise ValueError("who may ask needs a source")
        return self


class SeriesRule(Model):
    """How several postings of one person to the same country are counted together."""

    rule: Literal["window_or_gap", "gap", "not_read"]
    window: bool = False
    gap_months: int | None = None
    same_host_employer: bool = False
    article: str | None = None
    source: tuple[str, ...] = Field(min_length=1)


class Amendment(Model):
    """A later instrument that changed this one."""

    title: str
    in_force: date | None = None
    effect: str | None = None


class PartyTime(Model):
    """When a party is bound, where that differs from the instrument's own dates.

    `continuing`: afterwards it stays bound for work that began before and has gone on without a break.
    """

    from_: date | None = Field(None, alias="from")
    until: date | None = None
    continuing: bool = False
    article: str | None = None
    source: tuple[str, ...] = Field(min_length=1)


class PersonScope(Model):
    """Whom the instrument covers between two countries: all conditions of one entry have to hold.

    `between`: two names of groups or countries, in either order; left out: between any two parties.
    """

    id: str
    between: tuple[str, str] | None = None
    conditions: tuple[Condition, ...] = ()
    valid: Validity = Validity(**{"from": None})
    article: str | None = None
    source: tuple[str, ...] = Field(min_length=1)
    note: str | None = None


class Instrument(Model):
    """One agreement."""

    id: str
    title: str
    short: dict[str, str]
    kind: Literal["bilateral", "understanding", "regulation", "convention", "protocol", "framework"]
    parties: tuple[Country, ...] = Field(min_length=2)
    groups: dict[str, tuple[Country, ...]] = {}
    party_times: dict[Country, tuple[PartyTime, ...]] = {}
    between: tuple[tuple[str, str], ...] = ()
    persons: tuple[PersonScope, ...] = ()
    precedence: int | None = None
    one_legislation: bool = False
    """Puts all work of a person under one legislation, whatever the direction; more than two parties always do."""
    rules_of: str | None = None
    supplements: str | None = None
    signed: date | None = None
    in_force: date | None = None
    ended: date | None = None
    precision: Literal["day", "month", "year"] = "day"
    benefits_only: bool = False
    """It has no rules on whose law applies to work, only on benefits."""
    status: Literal["in_force", "signed", "ended"]
    languages: tuple[str, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    clock_floor: date | None = None
    territories: dict[Country, tuple[Country, ...]] = {}
    branches: dict[Country | Literal["*"], tuple[CoordinatedBranch | Branch, ...]]
    still_due: dict[Country, tuple[Branch, ...]] = {}
    series: SeriesRule | None = None
    provisions: tuple[Provision, ...]
    certificate: dict[Country | Literal["*"], Certificate]
    required_information: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    provenance: dict[str, str | int] = {}
    confidence: Confidence
    open_questions: tuple[str, ...] = ()
    sources: dict[str, Source]


class Claim(Model):
    """What one country's own law says about work abroad (outbound) or work there (inbound)."""

    id: str
    direction: Literal["outbound", "inbound"]
    status: tuple[Status, ...]
    applies: Literal["yes", "no", "may"]
    rank: Literal["special", "general"] = "general"
    conditions: tuple[Condition, ...] = ()
    not_tested: tuple[str, ...] = ()
    months: int | None = None
    weeks: int | None = None
    weeks_from: Literal["start", "sunday_before", "sunday_after"] = "start"
    how: Literal["compulsory", "election", "arrangement"] | None = None
    basis: str | None = None
    because: dict[str, str]
    branches: tuple[Branch, ...] = ()
    source: tuple[str, ...] = Field(min_length=1)
    confidence: Confidence
    open: tuple[str, ...] = ()


class Domestic(Model):
    """One country's own law, where no instrument binds."""

    country: Country
    claims: tuple[Claim, ...]
    notes: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()
    confidence: Confidence
    sources: dict[str, Source]
