"""One activity, looked at from one pair of countries on one stretch of time: what a condition gets to see."""

from datetime import date
from typing import TYPE_CHECKING

from sojourn.core.periods import day_before, next_day
from sojourn.engine.record import Record
from sojourn.engine.situations.situation import Activity, Employer, Person, Situation
from sojourn.engine.together import Together

if TYPE_CHECKING:
    from sojourn.engine.domestic import CountryClaim
    from sojourn.engine.finding import Finding
    from sojourn.engine.lawbook.law import Instrument, Provision, Use
    from sojourn.engine.work import Work


class Posted(Record, frozen=True):
    """An earlier posting of the person to the host country."""

    start: date
    end: date
    employer: str | None
    receiving_employer: str | None


def earlier_postings(situation: Situation, activity: Activity, home: str | None, host: str) -> list[Posted]:
    """Earlier postings of the person from `home` to `host`, under home law, oldest first.

    By the same employer and in the same status, where both are known.
    """
    if not situation.history and len(situation.activities) == 1:
        return []
    found = []
    for stay in situation.history or ():
        if (
            stay.kind == "posting"
            and stay.country == host
            and stay.start < activity.start
            and stay.legislation in (None, home)
            and (stay.employer is None or activity.employer is None or stay.employer == activity.employer)
            and (stay.status is None or activity.status is None or stay.status == activity.status)
        ):
            end = min(stay.end, day_before(activity.start))
            found.append(Posted(stay.start, end, stay.employer, stay.receiving_employer))
    for other in situation.activities:
        if (
            other is not activity
            and other.work
            and other.country == host
            and other.start < activity.start
            and other.last is not None
            and other.last < activity.start
            and other.sent_from == home
            and other.employer == activity.employer
            and other.status == activity.status
        ):
            found.append(Posted(other.start, other.last, other.employer, other.receiving_employer))
    if len(found) > 1:
        found.sort(key=lambda stay: stay.start)
    return found


def unbroken_since(activity: Activity, before: list[Posted]) -> date:
    """The first day of the unbroken stay that the activity goes on with, after these postings to the same country."""
    start = activity.start
    if not before:
        return start
    for stay in reversed(before):
        if next_day(stay.end) < start:
            break
        start = min(start, stay.start)
    return start


class Case:
    """The view of a situation that the conditions of one provision are tested on."""

    __slots__ = (
        "_clock",
        "_findings",
        "_together",
        "activity",
        "at",
        "claims",
        "employer",
        "employer_path",
        "here",
        "home",
        "host",
        "instrument",
        "law",
        "others",
        "path",
        "person",
        "provision",
        "situation",
        "status",
    )

    def __init__(
        self,
        work: "Work",
        home: str | None,
        instrument: "Instrument | None",
        at: date,
        others: tuple[Activity, ...],
    ) -> None:
        self.law = work.law
        self.situation: Situation = work.situation
        self.person: Person = work.situation.person
        self.activity: Activity = work.activity
        self.path = work.path
        self.employer: Employer | None = work.employer
        self.employer_path = work.employer_path
        self.status = work.status
        self.home = home
        self.host: str = work.host or work.activity.country
        self.here = self.host
        self.instrument = instrument
        self.provision: Provision | None = None
        self.at = at
        self.others = others
        self.claims: dict[tuple[str, str, str], CountryClaim] = {}
        self._findings: dict[Use, Finding] = {}
        self._clock: date | None = None
        self._together: Together | None = None

    def look_as(self, status: str) -> None:
        """Look at the work as that of somebody of this status: what was found so far need not hold."""
        self.status = status
        self._findings = {}

    def finding(self, use: "Use") -> "Finding":
        """What the condition finds here; tested once, where several rules ask it."""
        if not use.shared:
            return use.test(self, use.parameters)
        found = self._findings.get(use)
        if found is None:
            found = self._findings[use] = use.test(self, use.parameters)
        return found

    def sides(self) -> tuple[str, ...]:
        """The two countries that the case is about."""
        return (self.host,) if self.home is None else (self.home, self.host)

    def sender(self) -> Employer | None:
        """The undertaking at home: the employer itself, or the one that it is an affiliate of."""
        employer = self.employer
        if employer is None or employer.affiliate_of is None or employer.seat == self.home:
            return employer
        return self.employer_named(employer.affiliate_of)

    def employer_named(self, name: str | None) -> Employer | None:
        """The employer with this id."""
        return next((each for each in self.situation.employers or () if each.id == name), None)

    def together(self) -> Together:
        """All work of the person at this time, as the instrument looks at it."""
        if self._together is None:
            parties = self.instrument.party_of if self.instrument is not None else ()
            self._together = Together(
                self.situation, (self.activity, *self.others), parties, self.person.residence
            )
        return self._together

    def since(self) -> date:
        """The first day of the unbroken stay."""
        return unbroken_since(self.activity, self.earlier_postings())

    def clock(self) -> date:
        """The day from which limits count: the start of the unbroken stay, not before the instrument's own floor."""
        if self._clock is None:
            start = self.since()
            instrument = self.instrument
            if instrument is not None:
                floor = instrument.clock_floor or instrument.in_force
                if floor is not None and floor > start:
                    start = floor
            self._clock = start
        return self._clock

    def earlier_postings(self) -> list[Posted]:
        """Earlier postings to the host country under home law, oldest first."""
        return earlier_postings(self.situation, self.activity, self.home, self.host)
