"""What a country's own law says about work abroad and about work there, where no agreement decides."""

from datetime import date, timedelta

from sojourn.core.periods import last_day_of, last_day_of_weeks
from sojourn.engine.case import Case
from sojourn.engine.finding import Finding, Result, joint
from sojourn.engine.lawbook.law import Claim, Law
from sojourn.engine.record import Record


class CountryClaim(Record, frozen=True):
    """One country's answer: `applies` yes, no or may; the claim it rests on; what would settle a may."""

    country: str
    direction: str
    applies: str
    claim: Claim | None
    until: date | None = None
    findings: tuple[Finding, ...] = ()
    missing: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    because: object = None


def claim_of(case: Case, country: str, direction: str) -> CountryClaim:
    """The claim of `country` on the activity of `case` under its own law.

    A special rule whose conditions hold displaces the general one. An unknown that could change the answer, a rule
    that the data cannot test to the end, or no rule at all in the data: may.
    """
    key = (country, direction, case.status)
    known = case.claims.get(key)
    if known is None:
        known = case.claims[key] = _claim_of(case, country, direction)
    return known


Tested = tuple[Claim, tuple[Finding, ...]]
"""A rule that may hold, with what its conditions found."""


def _rules(law: Law, country: str, direction: str, status: str) -> tuple[tuple[Claim, ...], ...]:
    """The rules of a country for work in this direction and status: the special ones, then the general ones."""
    key = ("claims", country, direction, status)
    found: tuple[tuple[Claim, ...], ...] | None = law.memory.get(key)
    if found is None:
        rules = [
            claim
            for claim in law.domestic.get(country, ())
            if claim.direction == direction and status in claim.statuses
        ]
        found = law.memory[key] = tuple(
            tuple(claim for claim in rules if claim.special is special) for special in (True, False)
        )
    return found


def _claim_of(case: Case, country: str, direction: str) -> CountryClaim:
    case.here = country
    possible: list[Tested] = []
    for rules in _rules(case.law, country, direction, case.status):
        met: list[Tested] = []
        for claim in rules:
            if claim.limited and _over(case, claim):
                continue
            findings = tuple([use.test(case, use.parameters) for use in claim.conditions])
            result = joint(findings) if findings else Result.MET
            if result is Result.MET:
                met.append((claim, findings))
            elif result is not Result.NOT_MET:
                possible.append((claim, findings))
        if met:
            return _answer(case, country, direction, met, possible)
    return _unsettled(country, direction, possible, None)


def _answer(
    case: Case, country: str, direction: str, met: list[Tested], possible: list[Tested]
) -> CountryClaim:
    claim, findings = met[0]
    if len(met) + len(possible) > 1 and any(
        other.applies != claim.applies for other, _ in (*met[1:], *possible)
    ):
        return _unsettled(country, direction, possible, claim)
    until = _until(case, claim) if claim.limited else None
    facts = tuple(dict.fromkeys([fact for finding in findings for fact in finding.facts]))
    return CountryClaim(
        country, direction, claim.applies, claim, until, findings, (), facts, (claim, findings)
    )


def _until(case: Case, claim: Claim) -> date | None:
    """The last day of a claim that is limited in time, counted from the start of the work."""
    start = case.activity.start
    if claim.months is not None:
        return last_day_of(start, claim.months)
    if claim.weeks is not None:
        return last_day_of_weeks(_week_start(start, claim.weeks_from), claim.weeks)
    return None


def _over(case: Case, claim: Claim) -> bool:
    until = _until(case, claim)
    return until is not None and case.at > until


def _week_start(start: date, rule: str) -> date:
    """The day from which contribution weeks count: weeks begin on Sundays."""
    since_sunday = (start.weekday() + 1) % 7
    if rule == "sunday_before":
        return start - timedelta(days=since_sunday)
    if rule == "sunday_after":
        return start + timedelta(days=(7 - since_sunday) % 7)
    return start


def _unsettled(country: str, direction: str, possible: list[Tested], fallback: Claim | None) -> CountryClaim:
    missing = tuple(
        dict.fromkeys(path for _, findings in possible for finding in findings for path in finding.missing)
    )
    facts = tuple(
        dict.fromkeys(path for _, findings in possible for finding in findings for path in finding.facts)
    )
    claim = possible[0][0] if possible else fallback
    findings = possible[0][1] if possible else ()
    applies = "may"
    return CountryClaim(country, direction, applies, claim, None, findings, missing, facts, (claim, findings))
