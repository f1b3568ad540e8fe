"""The situation: what decides, and nothing that names the person (contract/situation.schema.json).

A fact that is left out is unknown: None here. A list that is given and empty says "none".
"""

from dataclasses import dataclass
from datetime import date


class _Unstated:
    """The type of UNSTATED."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNSTATED"

    def __reduce__(self) -> str:
        return "UNSTATED"


UNSTATED = _Unstated()
"""An end that was left out, so unknown; None says that no end is set."""

OpenDate = date | None | _Unstated


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A country and a time: cover, residence."""

    country: str
    start: date
    end: OpenDate = UNSTATED

    @property
    def last(self) -> date | None:
        """The last day, None while it goes on or where the end was not said."""
        return self.end if isinstance(self.end, date) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyMember:
    """Somebody who comes along."""

    relation: str | None = None
    nationalities: tuple[str, ...] | None = None
    works_in_host: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """A benefit in payment."""

    country: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accompanies:
    """The person does not work and accompanies a worker."""

    relation: str | None = None
    legislation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What the law asks about the person."""

    nationalities: tuple[str, ...] | None = None
    residence: str | None = None
    refugee_or_stateless: bool | None = None
    insured: tuple[Stay, ...] | None = None
    chosen_legislation: str | None = None
    chosen_on: date | None = None
    private_health_cover: bool | None = None
    family: tuple[FamilyMember, ...] | None = None
    receives: tuple[Benefit, ...] | None = None
    birth_year: int | None = None
    contributions_paid_to: tuple[str, ...] | None = None
    accompanies: Accompanies | None = None
    legally_resident: bool | None = None
    residences: tuple[Stay, ...] | None = None
    lawful_stay: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """An undertaking that takes part."""

    id: str
    seat: str
    kind: str | None = None
    substantial_activity: tuple[str, ...] | None = None
    affiliate_of: str | None = None
    us_3121l_agreement: bool | None = None
    turnover_share: tuple[tuple[str, float], ...] | None = None
    controls: tuple[str, ...] | None = None
    owned_share: float | None = None
    american_employer: bool | None = None
    place_of_business: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption:
    """A break inside a posting."""

    start: date
    end: date
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One gainful activity in one country."""

    id: str
    country: str
    start: date
    end: OpenDate = UNSTATED
    work: bool = True
    status: str | None = None
    employer: str | None = None
    pattern: str | None = None
    sent_from: str | None = None
    works_for_sender: bool | None = None
    local_contract: bool | None = None
    paid_from: str | None = None
    hired_locally: bool | None = None
    replaces_posted_person: bool | None = None
    lent_onward: bool | None = None
    returns: bool | None = None
    home_activity_since: date | None = None
    similar_activity: bool | None = None
    home_infrastructure_kept: bool | None = None
    share_of_time: float | None = None
    share_of_pay: float | None = None
    place: str | None = None
    flag: str | None = None
    home_base: str | None = None
    receiving_employer: str | None = None
    employed_since: date | None = None
    grade: str | None = None
    director: bool | None = None
    covered_by: tuple[str, ...] | None = None
    status_of_forces: bool | None = None
    classified_as: tuple[tuple[str, str], ...] | None = None
    planned_end: OpenDate = UNSTATED
    arises_from_home_employment: bool | None = None
    interruptions: tuple[Interruption, ...] | None = None
    fixed_premises: bool | None = None
    share_of_turnover: float | None = None
    recruited_in: str | None = None

    @property
    def last(self) -> date | None:
        """The last day, None where no end is set or none was said."""
        return self.end if isinstance(self.end, date) else None

    @property
    def expected_end(self) -> OpenDate:
        """The end by which limits are judged: the one planned at the start, else the end."""
        return self.end if isinstance(self.planned_end, _Unstated) else self.planned_end


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierStay:
    """An earlier stay abroad, or at home."""

    country: str
    start: date
    end: date
    legislation: str | None = None
    employer: str | None = None
    status: str | None = None
    certificate: bool | None = None
    kind: str = "posting"
    receiving_employer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request for an extension, an exception or telework, and what became of it."""

    kind: str
    legislation: str
    countries: tuple[str, ...] | None = None
    asked_on: date | None = None
    start: date | None = None
    until: OpenDate = UNSTATED
    state: str | None = None
    refused_by: str | None = None
    agreed_by_both: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A certificate in hand."""

    country: str
    start: date
    end: OpenDate = UNSTATED
    employer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The time asked about where no activity gives it."""

    start: date
    end: OpenDate = UNSTATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The facts of one person's work across borders."""

    as_of: date | None = None
    person: Person = Person()
    employers: tuple[Employer, ...] | None = None
    activities: tuple[Activity, ...] = ()
    history: tuple[EarlierStay, ...] | None = None
    requests: tuple[Asked, ...] | None = None
    certificates: tuple[Held, ...] | None = None
    period: Span | None = None
