"""One activity as a piece of work between countries, and the days on which its law may change."""

from dataclasses import replace
from datetime import date

from sojourn.core.periods import Period, next_day
from sojourn.engine.case import Case, earlier_postings, unbroken_since
from sojourn.engine.domestic import claim_of
from sojourn.engine.lawbook.law import Instrument, Law
from sojourn.engine.lawbook.passages import passage
from sojourn.engine.links import linked_countries, place_of_work
from sojourn.engine.situations.situation import UNSTATED, Activity, Asked, Employer, Situation


class Work:
    """An activity, where its place of work lies, and which countries it touches at a time."""

    __slots__ = (
        "_beside",
        "_links",
        "_others",
        "activity",
        "employer",
        "employer_path",
        "host",
        "index",
        "law",
        "path",
        "period",
        "situation",
        "status",
        "works",
    )

    def __init__(self, law: Law, situation: Situation, index: int, works: "list[Work]") -> None:
        self.law = law
        self.situation = situation
        self.index = index
        self.works = works
        """All work of the person, this included."""
        self.activity: Activity = situation.activities[index]
        self.path = f"activities[{index}]."
        self.status: str = (self.activity.status or "employee") if self.activity.work else "none"
        self.host = place_of_work(self.activity)
        self.period = Period(self.activity.start, self.activity.last)
        self.employer: Employer | None = None
        self.employer_path = "employers"
        for number, employer in enumerate(situation.employers or ()):
            if employer.id == self.activity.employer:
                self.employer = employer
                self.employer_path = f"employers[{number}]"
        self._others: tuple[Period, tuple[Activity, ...]] | None = None
        self._beside: tuple[Activity, ...] = ()
        self._links: tuple[str, ...] | None = None

    def others(self, period: Period) -> tuple[Activity, ...]:
        """The other work of the person in the period."""
        if len(self.works) == 1:
            return ()
        if self._others is None or self._others[0] is not period:
            found = [
                each.activity
                for each in self.works
                if each is not self and each.activity.work and each.period.meets(period)
            ]
            self._others = period, tuple(found)
        return self._others[1]

    @property
    def links(self) -> tuple[str, ...]:
        """The countries besides the host that the work touches at any time."""
        return self.links_in(self.period)

    def links_in(self, period: Period) -> tuple[str, ...]:
        """The countries besides the host that the work touches in the period, the strongest link first."""
        if self.host is None:
            return ()
        others = self.others(period)
        if self._links is None or self._beside != others:
            self._beside = others
            self._links = linked_countries(self.law, self.situation, self.activity, self.host, others)
        return self._links

    def since(self, home: str) -> date:
        """The first day of the unbroken stay, for somebody from `home`."""
        assert self.host is not None  # noqa: S101  asked only where the place of work is known
        return unbroken_since(self.activity, earlier_postings(self.situation, self.activity, home, self.host))

    def case(self, home: str | None, instrument: Instrument | None, period: Period) -> Case:
        """The work seen from `home` under `instrument` in the period."""
        return Case(self, home, instrument, period.start, self.others(period))

    def cuts(self, span: Period) -> list[date]:
        """The days inside `span` on which a rule that concerns this work may begin or end."""
        found: list[date] = []
        if self.host is None or not self.activity.work:
            return found
        links = self.links
        involved = (self.host, *links, self.situation.person.residence or self.host)
        prolonged = self.activity.planned_end is not UNSTATED
        dated = self.situation.as_of is None
        start = self.activity.start
        seen: set[str] = set()
        for home in links:
            known = passage(self.law, self.host, home)
            if next(known.binding(start, start), None) is None:
                found.extend(self._ends_of_claims(home))
            changes = dated and known.last_change > span.start
            if not (changes or prolonged or known.covers_first_months):
                continue
            for instrument in known.instruments:
                if instrument.id in seen:
                    continue
                seen.add(instrument.id)
                if changes and instrument.last_change > span.start:
                    found.extend(instrument.cuts)
                    for party in dict.fromkeys(involved):
                        found.extend(instrument.party_cuts.get(party, ()))
                if prolonged or instrument.covers_first_months:
                    clock = self.case(home, instrument, self.period).clock()
                    found.extend([next_day(limit.last_day(clock)) for limit in instrument.limits])
        return [day for day in found if span.holds(day)]

    def _ends_of_claims(self, home: str) -> list[date]:
        case = self.case(home, None, self.period)
        ends = [claim_of(case, case.host, "inbound").until, claim_of(case, home, "outbound").until]
        return [next_day(end) for end in ends if end is not None]


def works_of(situation: Situation, law: Law) -> list[Work]:
    """The activities of the situation, each knowing of the others."""
    works: list[Work] = []
    works.extend(Work(law, situation, index, works) for index in range(len(situation.activities)))
    return works


def at_rest(situation: Situation) -> Situation:
    """The same situation, with a stay without work at the residence where only a time is asked about."""
    person, period = situation.person, situation.period
    if situation.activities or period is None or person.residence is None:
        return situation
    stay = Activity(id="", country=person.residence, start=period.start, end=period.end, work=False)
    return replace(situation, activities=(stay,))


def pieces(situation: Situation, works: list[Work]) -> tuple[Period, ...]:
    """The time asked about, cut on each day on which something may change."""
    if len(works) == 1 and not situation.requests:
        alone = works[0]
        found = alone.cuts(alone.period)
        return alone.period.split(found) if found else (alone.period,)
    span = _span(situation)
    cuts: list[date] = []
    for work in works:
        cuts.append(work.period.start)
        if work.period.end is not None:
            cuts.append(next_day(work.period.end))
        cuts.extend(work.cuts(span))
    for asked in situation.requests or ():
        if asked.state == "agreed" or asked.kind == "telework":
            if asked.start is not None:
                cuts.append(asked.start)
            if isinstance(asked.until, date):
                cuts.append(next_day(asked.until))
            cuts.extend(_ends_of_telework(asked, works))
    return span.split(cuts)


def _ends_of_telework(asked: Asked, works: list[Work]) -> list[date]:
    """The day after the longest time for which telework can be asked."""
    if asked.kind != "telework":
        return []
    start = asked.start or min(work.period.start for work in works)
    instruments = {
        each.id: each
        for work in works
        if work.host
        for home in work.links
        for each in work.law.between(work.host, home)
    }
    return [
        next_day(rule.limit.last_day(start))
        for instrument in instruments.values()
        for rule in instrument.provisions
        if rule.category == "telework" and rule.limit is not None
    ]


def _span(situation: Situation) -> Period:
    """From the first day of any activity (or of the time asked about) to the last; open where one is open."""
    if not situation.activities and situation.period is not None:
        end = situation.period.end
        return Period(situation.period.start, end if isinstance(end, date) else None)
    ends = [activity.last for activity in situation.activities]
    closed = [end for end in ends if end is not None]
    start = min(activity.start for activity in situation.activities)
    return Period(start, max(closed) if len(closed) == len(ends) else None)
