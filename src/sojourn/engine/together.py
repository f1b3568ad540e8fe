"""All the work that a person does at one time, as an instrument looks at it that puts it under one legislation."""

from collections.abc import Container, Iterable, Mapping

from sojourn.engine.links import place_of_work
from sojourn.engine.record import Record
from sojourn.engine.situations.situation import Activity, Employer, Situation

MARGINAL = 0.05
"""Below this share of working time and of pay work is marginal (practical guide on applicable legislation, Part II)."""
PUBLIC = ("civil_servant",)


class Part(Record, frozen=True):
    """One of the jobs: its place in the situation, the country of work, the status that this country sees."""

    path: str
    activity: Activity
    country: str
    status: str
    employer: Employer | None
    marginal: bool
    sent: bool
    """A limited stay away from the usual place of work: a posting or nothing, not work in several countries."""


class Employment(Record, frozen=True):
    """Who employs the person in the jobs that count.

    `unknown`: the paths of the jobs whose employer is not known. `patterns`: which is true of the employers and of
    where they have their seats: one_employer, one_country, residence_and_one_other, two_others, outside,
    inside_and_outside; at most a few.
    """

    employers: Mapping[str, Employer]
    seats: tuple[str, ...]
    patterns: frozenset[str]
    paths: tuple[str, ...]
    unknown: tuple[str, ...]


class Together:
    """The jobs of one person at one time. `inside`: those in the instrument's parties."""

    __slots__ = (
        "_employment",
        "_of",
        "_shares",
        "_states",
        "counted",
        "inside",
        "kind",
        "parties",
        "parts",
        "residence",
    )

    def __init__(
        self,
        situation: Situation,
        activities: Iterable[Activity],
        parties: Container[str],
        residence: str | None,
    ) -> None:
        now = {id(each) for each in activities}
        self.parties = parties
        self.residence = residence
        self.parts = tuple(
            _part(situation, each, number)
            for number, each in enumerate(situation.activities)
            if id(each) in now
        )
        self.inside = tuple(part for part in self.parts if part.country in parties)
        counted = tuple(part for part in self.inside if not part.marginal and not part.sent)
        # Who only does small jobs, or is only away, still works.
        self.counted = counted or tuple(part for part in self.inside if not part.sent) or self.inside
        self._of: dict[str | None, tuple[Part, ...]] = {None: self.counted}
        self._states: dict[str | None, tuple[str, ...]] = {}
        self._shares: dict[tuple[str, str, str], tuple[float | None, tuple[str, ...]]] = {}
        self._employment: Employment | None = None
        self.kind = self._kind()
        """What has to be brought under one legislation.

        one: work in one country only; public: with public service; employed; self_employed; mixed: employed in one
        country and self-employed elsewhere.
        """

    def states(self, status: str | None = None) -> tuple[str, ...]:
        """The parties in which work that counts is done (by people of this status)."""
        found = self._states.get(status)
        if found is None:
            found = self._states[status] = tuple(dict.fromkeys(part.country for part in self.of(status)))
        return found

    def of(self, status: str | None) -> tuple[Part, ...]:
        """The jobs that count, of this status."""
        found = self._of.get(status)
        if found is None:
            found = self._of[status] = tuple(part for part in self.counted if part.status == status)
        return found

    def part_of(self, activity: Activity) -> Part | None:
        """The job that this activity is."""
        return next((part for part in self.parts if part.activity is activity), None)

    def is_sent(self, activity: Activity) -> bool:
        """Whether this job is a limited stay away from the usual place of work."""
        part = self.part_of(activity)
        return part is not None and part.sent

    def public(self) -> Part | None:
        """The work in public service, where there is any."""
        return next((part for part in self.counted if part.status in PUBLIC), None)

    def _kind(self) -> str:
        if len(self.states()) < 2:
            return "one"
        if self.public() is not None:
            return "public"
        employed = self.states("employee")
        if len(employed) > 1:
            return "employed"
        return "mixed" if employed else "self_employed"

    def share(self, measure: str, country: str, status: str) -> tuple[float | None, tuple[str, ...]]:
        """The part of all work of one status, third countries included, done in `country`; and where to ask for it.

        `measure`: share_of_time, share_of_pay or share_of_turnover. None while unknown.
        """
        key = (measure, country, status)
        known = self._shares.get(key)
        if known is None:
            known = self._shares[key] = self._share(measure, country, status)
        return known

    def _share(self, measure: str, country: str, status: str) -> tuple[float | None, tuple[str, ...]]:
        there = [part for part in self.parts if part.country == country and part.status == status]
        if not there:
            return 0.0, ()
        known = [getattr(part.activity, measure) for part in there]
        if None not in known:
            return sum(known), ()
        rest = [
            getattr(part.activity, measure)
            for part in self.parts
            if part.status == status and part.country != country
        ]
        if rest and None not in rest:
            return max(0.0, 1.0 - sum(rest)), ()
        return None, tuple(f"{part.path}{measure}" for part in there)

    def employment(self) -> Employment:
        """Who employs the person in the jobs that count."""
        if self._employment is None:
            jobs = self.of("employee")
            found = {part.employer.id: part.employer for part in jobs if part.employer is not None}
            seats = tuple(dict.fromkeys([each.seat for each in found.values()]))
            self._employment = Employment(
                found,
                seats,
                self._patterns(len(found), set(seats)),
                tuple([part.path + "employer" for part in jobs]),
                tuple([part.path + "employer" for part in jobs if part.employer is None]),
            )
        return self._employment

    def _patterns(self, employers: int, seats: set[str]) -> frozenset[str]:
        inside = {seat for seat in seats if seat in self.parties}
        others = inside - {self.residence}
        patterns = {
            "one_employer": employers == 1 and len(inside) == 1,
            "one_country": employers > 1 and len(inside) == 1 and inside == seats,
            "residence_and_one_other": len(others) == 1 and len(inside) == 2 and inside == seats,
            "two_others": len(others) > 1,
            "outside": not inside,
            "inside_and_outside": bool(inside) and inside != seats and len(others) < 2,
        }
        return frozenset([name for name, true in patterns.items() if true])

    def pay_follows_time(self) -> bool:
        """Whether one employer pays for all employed work: what is not said of its pay is taken to follow the time."""
        employment = self.employment()
        return len(employment.employers) == 1 and not employment.unknown

    def seats(self) -> tuple[str, ...]:
        """Where the employers have their seats."""
        return self.employment().seats


def _part(situation: Situation, activity: Activity, number: int) -> Part:
    employer = next((each for each in situation.employers or () if each.id == activity.employer), None)
    country = place_of_work(activity) or activity.country
    seen = dict(activity.classified_as).get(country) if activity.classified_as else None
    return Part(
        path=f"activities[{number}].",
        activity=activity,
        country=country,
        status=seen or activity.status or "employee",
        employer=employer,
        marginal=_marginal(activity),
        sent=_sent(activity, country),
    )


def _sent(activity: Activity, country: str) -> bool:
    """A limited stay: so called, or neither called regular nor given a share of the whole."""
    if activity.sent_from in (None, country):
        return False
    return activity.pattern == "temporary" or (
        activity.pattern is None and activity.share_of_time is None and activity.share_of_pay is None
    )


def _marginal(activity: Activity) -> bool:
    if activity.pattern == "marginal":
        return True
    shares = [share for share in (activity.share_of_time, activity.share_of_pay) if share is not None]
    return bool(shares) and max(shares) < MARGINAL
