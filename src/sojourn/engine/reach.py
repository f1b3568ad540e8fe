"""Which instruments reach a piece of work: in force between the countries, for this person, the nearest first."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from sojourn.core.periods import Period
from sojourn.engine.case import Case
from sojourn.engine.finding import Finding, Result, joint
from sojourn.engine.lawbook.law import Instrument
from sojourn.engine.lawbook.passages import passage
from sojourn.engine.links import binding
from sojourn.engine.record import Record
from sojourn.engine.work import Work


class Reaching(Record, frozen=True):
    """An instrument that reaches the work, and what its test of the person found: met, or unknown."""

    case: Case
    instrument: Instrument
    result: Result
    findings: tuple[Finding, ...]
    article: str | None
    """Where the instrument says whom it covers, if one place decided."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that would tell whether it covers the person."""
        return tuple(dict.fromkeys(path for finding in self.findings for path in finding.missing))


def reaching(work: Work, links: tuple[str, ...], period: Period) -> list[Reaching]:
    """The instruments that bind the place of work to one of the linked countries, for this person, on this day.

    Between two countries one that goes first (an EU regulation) leaves no room for those that come after it. An
    instrument of many parties is looked at once, from the strongest link.
    """
    assert work.host is not None  # noqa: S101  asked only where the place of work is known
    day = work.situation.as_of or period.start
    found: list[Reaching] = []
    seen: dict[str, Result] = {}
    for home in links:
        level: int | None = None
        for instrument in _bound(work, home, day):
            if instrument.many and seen.get(instrument.id) is Result.MET:
                break
            if level is not None and instrument.precedence > level:
                break
            case = work.case(home, instrument, period)
            reached = covers_person(case, instrument, work.host)
            if reached.result is Result.NOT_MET:
                continue
            if not (instrument.many and instrument.id in seen):
                found.append(reached)
                seen[instrument.id] = reached.result
            if reached.result is Result.MET:
                level = instrument.precedence
    if len(found) > 1:
        found.sort(key=lambda each: each.instrument.precedence)
    return found


def _bound(work: Work, home: str, day: date) -> Iterator[Instrument]:
    """The instruments in force between the place of work and `home`, those that go first first."""
    assert work.host is not None  # noqa: S101  asked only where the place of work is known
    known = passage(work.law, work.host, home)
    # Only where a party stays bound for work that goes on does it matter since when it has.
    return known.binding(day, work.since(home) if known.lapses else None)


def covers_person(case: Case, instrument: Instrument, host: str) -> Reaching:
    """Whether the instrument covers the person between home and host: any one of its entries is enough."""
    if not instrument.persons:
        return Reaching(case, instrument, Result.MET, (), None)
    day = case.situation.as_of or case.at
    unknown: list[Finding] = []
    articles: set[str | None] = set()
    for scope in instrument.persons:
        if not scope.concerns(case.home or host, host, day):
            continue
        findings = tuple([case.finding(use) for use in scope.conditions])
        result = joint(findings)
        if result is Result.MET:
            return Reaching(case, instrument, Result.MET, findings, scope.article)
        if result is not Result.NOT_MET:
            unknown.extend(finding for finding in findings if finding.result is not Result.MET)
            articles.add(scope.article)
    result = Result.UNKNOWN if unknown else Result.NOT_MET
    return Reaching(case, instrument, result, tuple(unknown), articles.pop() if len(articles) == 1 else None)


def reaching_outside(work: Work, links: tuple[str, ...], period: Period) -> list[Reaching]:
    """Instruments of many parties that bind two of the linked countries, for work done outside all their parties."""
    day = work.situation.as_of or period.start
    residence = work.situation.person.residence
    involved = tuple(dict.fromkeys((*links, *((residence,) if residence else ()))))
    found: dict[str, Reaching] = {}
    for home, other in combinations(involved, 2):
        for instrument in binding(work.law, home, other, day, work.activity.start):
            if not instrument.many or work.host in instrument.party_of or instrument.id in found:
                continue
            case = work.case(home, instrument, period)
            reached = covers_person(case, instrument, other)
            if reached.result is not Result.NOT_MET:
                found[instrument.id] = reached
    return sorted(found.values(), key=lambda each: each.instrument.precedence)[:1]


def apart(case: Case, instrument: Instrument) -> tuple[str, str] | None:
    """Two countries of the person's work that the instrument does not join, though it joins each to a third."""
    if not instrument.joined and not instrument.times:
        return None
    day, since = case.situation.as_of or case.at, case.since()
    for one, other in combinations(case.together().states(), 2):
        if not instrument.binds_between(one, other, day, since):
            return one, other
    return None
