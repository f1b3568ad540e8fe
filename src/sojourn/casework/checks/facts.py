"""What checks are given: everything gathered beforehand, so that no check asks the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sojourn.core.errors import Problem

BASES = ("declared", "verified", "established")
"""On what a fact can rest: somebody said so; it stands in a certificate issued here; an officer established it."""


@dataclass(frozen=True, slots=True)
class OtherRequest:
    """Another request for the same person which the institution has not refused and nobody withdrew."""

    reference: str
    host: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class OtherCertificate:
    """A live certificate of the same person, issued here. `country`: whose legislation it certifies."""

    number: str
    host: str
    start: date
    end: date | None
    country: str = ""


@dataclass(frozen=True, slots=True)
class ForeignCertificate:
    """A certificate of the same person that another country issued, as registered here.

    `country` issued it; `reference` is that of its entry here. It binds while it is doubted, too.
    """

    reference: str
    country: str
    host: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Another worker of the same employer, certified for the same place of work: the case, and the days."""

    reference: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class WithIssued:
    """The law's answer if the certificates that were issued here are added to the earlier stays that were stated.

    `outcome` and `legislation` of the first period; `failed` and `referred`: the conditions that are not met, or for an
    officer to weigh, and were not so in the answer to what was stated.
    """

    outcome: str
    legislation: str
    failed: frozenset[str] = frozenset()
    referred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LawBehind:
    """What the law data say about the rule and the instrument on which the answer rests.

    `open_questions`: how many the data leave open about this rule; `lands`: the countries and parts of countries that
    the instrument covers.
    """

    open_questions: int = 0
    lands: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the institution knows beside the request, gathered with a constant number of queries.

    `number_of_another`: the worker's number came before with another name or birth date; `alike`: requests of the same
    employer for the same country and days within a week; `employer_known`: something was approved for the employer
    before; `ceased_on`, `little_activity_since`, `died_on`: what officers recorded of the employer and the worker;
    `mandate_over`: a firm sent the request, and its mandate has ended; `reachable`: somebody is there to be told;
    `worker_asked`: the worker's own part was begun and is not finished; `answer_then`: outcome, legislation and last
    day of the certificate when the request was handed in.
    """

    number_of_another: bool = False
    alike: int = 0
    employer_known: bool = True
    ceased_on: date | None = None
    little_activity_since: date | None = None
    died_on: date | None = None
    mandate_over: bool = False
    reachable: bool = True
    worker_asked: bool = False
    answer_then: tuple[str, str, str] | None = None
    colleagues: tuple[Colleague, ...] = ()
    foreign_certificates: tuple[ForeignCertificate, ...] = ()
    with_issued: WithIssued | None = None


@dataclass(frozen=True, slots=True)
class FollowedCertificate:
    """The certificate that a request is about. `status`: None where it was not issued here."""

    number: str
    status: str | None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One request as its case sees it.

    `country` is the country whose legislation the institution certifies; `accepted_confidence` the weakest
    confidence of law data on which it decides without a person. `print_problems` is what stands against
    making the certificate that the law's answer allows; `explained` are the codes of warnings which the
    applicant saw and went on from with a reason. `followed`, `corrected` and `is_spelling` speak of a request that
    follows another; `consent_recorded` says that an officer has recorded the consent of the authorities. `bases` tells
    of a fact whether it is more than declared: "verified" or "established"; `accepted_bases` on which the
    institution decides without a person; `disputed` are facts that an officer holds in doubt.
    """

    today: date
    institution_id: str
    country: str
    accepted_confidence: str
    applicant_kind: str
    situation: Mapping[str, Any]
    particulars: Mapping[str, Any]
    determination: Mapping[str, Any]
    explained: frozenset[str] = frozenset()
    print_problems: tuple[Problem, ...] = ()
    other_requests: tuple[OtherRequest, ...] = ()
    other_certificates: tuple[OtherCertificate, ...] = ()
    kind: str = "first"
    followed: FollowedCertificate | None = None
    corrected: tuple[str, ...] = ()
    is_spelling: bool = False
    asks_beyond_limit: bool = False
    consent_recorded: bool = False
    has_own_words: bool = False
    around: Surroundings = field(default_factory=Surroundings)
    law: LawBehind = field(default_factory=LawBehind)
    bases: Mapping[str, str] = field(default_factory=dict)
    accepted_bases: frozenset[str] = frozenset(BASES)
    disputed: frozenset[str] = frozenset()

    @property
    def activity_index(self) -> int:
        """Which activity is asked about: the first one outside the institution's country, else the first."""
        countries = [activity.get("country") for activity in self.situation.get("activities", [])]
        return next((i for i, country in enumerate(countries) if country != self.country), 0)

    @property
    def activity(self) -> Mapping[str, Any]:
        """The activity asked about; empty where the situation has none."""
        activities = self.situation.get("activities", [])
        return activities[self.activity_index] if activities else {}

    def path(self, fact: str) -> str:
        """The full path of a fact of the activity asked about, as the situation writes it."""
        return f"activities[{self.activity_index}].{fact}"

    @property
    def host(self) -> str:
        """The country of the work asked about."""
        return str(self.activity.get("country", ""))

    @property
    def asked_start(self) -> date | None:
        """First day asked for."""
        return as_date(self.activity.get("start"))

    @property
    def asked_end(self) -> date | None:
        """Last day asked for; None where no end is set or known."""
        return as_date(self.activity.get("end"))

    @property
    def is_employee(self) -> bool:
        """Whether the work asked about is done as an employee."""
        return self.activity.get("status", "employee") == "employee"

    @property
    def sender(self) -> Mapping[str, Any]:
        """The employer that sends: the first that the situation names; empty where it names none."""
        return (self.situation.get("employers") or [{}])[0]

    @property
    def contract_employer(self) -> Mapping[str, Any]:
        """The employer under whose contract the work is done: the sender, or an affiliate abroad."""
        wanted = self.activity.get("employer")
        named = (each for each in self.situation.get("employers", []) if each.get("id") == wanted)
        return next(named, self.sender)

    @property
    def periods(self) -> list[Mapping[str, Any]]:
        """The determination, period by period."""
        return list(self.determination.get("periods", []))

    @property
    def conditions(self) -> list[Mapping[str, Any]]:
        """The conditions that the law's answer weighed, in all periods."""
        return [condition for period in self.periods for condition in period.get("conditions", [])]

    def weighed(self, fact: str) -> bool:
        """Whether the law's answer looked at this fact: then it is not for a check to say it again."""
        return any(fact in condition.get("facts", ()) for condition in self.conditions)

    def rests_on(self, condition: str) -> bool:
        """Whether the law's answer rests on this condition of the vocabulary, met."""
        return any(each["id"] == condition and each["result"] == "met" for each in self.conditions)

    def basis_of(self, fact: str) -> str:
        """On what a fact rests: "declared", "verified" or "established". Of a list the whole list's basis counts."""
        whole = fact.partition("[")[0] if fact.startswith("history") else fact
        return self.bases.get(fact) or self.bases.get(whole) or BASES[0]

    def text(self, particular: str) -> str:
        """A particular as text without space around it; empty where it was not given."""
        return str(self.particulars.get(particular) or "").strip()

    def printed(self, particular: str) -> str:
        """A particular as the certificate prints it: in Latin letters where the applicant gave it so."""
        return self.text(f"{particular}_latin") or self.text(particular)


def as_date(value: object) -> date | None:
    """A date from its ISO text or a date; None from nothing."""
    if value is None or value == "":
        return None
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def shared_days(
    start: date, end: date | None, other_start: date, other_end: date | None
) -> tuple[date, date | None] | None:
    """The days that two inclusive periods share (None as end: open), or None if they share none."""
    first = max(start, other_start)
    ends = [day for day in (end, other_end) if day is not None]
    last = min(ends) if ends else None
    return None if last is not None and last < first else (first, last)
