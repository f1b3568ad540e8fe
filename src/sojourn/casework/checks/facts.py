"""What checks are given: everything gathered beforehand, so that no check asks the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sojourn.core.errors import Problem


@dataclass(frozen=True, slots=True)
class OtherRequest:
    """Another request for the same person which the institution has not refused and nobody withdrew."""

    reference: str
    host: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class OtherCertificate:
    """A live certificate of the same person, issued here."""

    number: str
    host: str
    start: date
    end: date | None


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
    follows another; `consent_recorded` says that an officer has recorded the consent of the authorities.
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
