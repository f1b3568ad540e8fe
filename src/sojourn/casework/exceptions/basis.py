"""What can be proposed in a case: on which clause, to whom, for which days. Read off the determination and the law."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sojourn.casework.checks.facts import as_date
from sojourn.casework.gathering import Gathered
from sojourn.core.errors import Problem
from sojourn.core.periods import next_day
from sojourn.engine import Determination, Law
from sojourn.engine.lawbook.agreeing import who_agrees
from sojourn.requests.prospects import outlook
from sojourn.requests.receiving import unnamed

EXCEPTION: Final = "exception"
EXTENSION: Final = "extension"


@dataclass(frozen=True, slots=True)
class Basis:
    """The clause by which authorities can agree in a case, and what was asked for.

    `kind`: an exception from the rules, or an extension that the law gives with consent. `latest`: the last day that
    can be agreed (None: nothing bounds it), `bounded_by` the code that says why; `earliest`: the least it must reach.
    """

    kind: str
    instrument: str
    article: str
    legislation: str
    other_country: str
    liaison_id: str
    start: date
    end: date | None
    latest: date | None
    bounded_by: str
    earliest: date


def basis_of(gathered: Gathered) -> Basis | None:
    """What can be proposed; None where the law has no clause for it, or no first day is known."""
    facts, asked = gathered.facts, _asked(gathered)
    kind = str(asked.get("kind", EXCEPTION))
    home = str(asked.get("legislation") or facts.country)
    clause = _clause(gathered, kind, home)
    first = as_date(asked.get("start")) or facts.asked_start
    if clause is None or first is None:
        return None
    instrument, article = clause
    other = _other_country(gathered)
    latest, why = _latest(gathered, kind)
    return Basis(
        kind=kind,
        instrument=instrument,
        article=article,
        legislation=home,
        other_country=other,
        liaison_id=liaison_of(gathered.law, instrument, other, kind),
        start=first,
        end=as_date(asked.get("until")) or facts.asked_end,
        latest=latest,
        bounded_by=why,
        earliest=_earliest(gathered, first),
    )


def knows_clause(determination: Mapping[str, Any], law: Law) -> bool:
    """Whether the law's answer names an instrument by which authorities can agree. Cheap: for a page's button."""
    for period in determination.get("periods", ()):
        if any(way.get("category") == EXCEPTION for way in period.get("alternatives") or ()):
            return True
        named = law.instruments.get((period.get("basis") or {}).get("instrument") or "")
        if named and any(each.category == EXCEPTION for each in named.provisions):
            return True
    return False


def period_problems(basis: Basis, start: date | None, end: date | None) -> list[Problem]:
    """What is wrong with days that are proposed: missing, not asked for, or not reached by the clause."""
    if start is None or end is None:
        given = (("start", start, "proposal_start_missing"), ("end", end, "proposal_end_missing"))
        return [Problem(field, code) for field, day, code in given if day is None]
    if basis.latest is not None and end > basis.latest:
        return [Problem("end", basis.bounded_by, {"limit": basis.latest.isoformat()})]
    if start < basis.start:
        return [Problem("start", "proposal_too_early", {"limit": basis.start.isoformat()})]
    if end < max(start, basis.earliest):
        return [Problem("end", "proposal_ends_early", {"limit": max(start, basis.earliest).isoformat()})]
    return []


def liaison_of(law: Law, instrument: str, country: str, kind: str = EXCEPTION) -> str:
    """The institution of `country` that agrees under the instrument; where the data name none, the id that says so."""
    return who_agrees(law, instrument, country) or unnamed(country)


def _asked(gathered: Gathered) -> dict[str, Any]:
    """What the request says of its wish; empty where it is the officer's own idea."""
    return dict(next(iter(gathered.facts.situation.get("requests") or ()), {}))


def _other_country(gathered: Gathered) -> str:
    facts = gathered.facts
    candidates = (
        facts.host,
        facts.activity.get("sent_from"),
        facts.situation.get("person", {}).get("residence"),
    )
    return next((str(each) for each in candidates if each and each != facts.country), facts.host)


def _clause(gathered: Gathered, kind: str, home: str) -> tuple[str, str] | None:
    """Instrument and article that let authorities agree."""
    if kind == EXTENSION:
        found = outlook(gathered.determination, home, gathered.facts.asked_end, gathered.law)
        if found.consent and found.instrument:
            return found.instrument, found.consent_article or ""
    return _exception_clause(gathered.determination)


def _exception_clause(determination: Determination) -> tuple[str, str] | None:
    for period in determination.periods:
        for way in period.alternatives:
            if way.category == EXCEPTION:
                return way.instrument, way.article or ""
    for period in determination.periods:
        for provision in period.instrument.provisions if period.instrument else ():
            if provision.category == EXCEPTION and period.instrument:
                return period.instrument.id, provision.article or ""
    return None


def _latest(gathered: Gathered, kind: str) -> tuple[date | None, str]:
    facts = gathered.facts
    asked = (facts.asked_end, "consent_beyond_asked")
    if kind == EXCEPTION:
        return asked
    home = str(facts.activity.get("sent_from") or facts.country)
    cap = outlook(gathered.determination, home, facts.asked_end, gathered.law).cap
    if cap is not None and (facts.asked_end is None or cap < facts.asked_end):
        return cap, "consent_beyond_cap"
    return asked


def _earliest(gathered: Gathered, first: date) -> date:
    certified = gathered.followed.certified_until if gathered.followed else None
    extends = gathered.case.kind == EXTENSION and certified is not None
    return next_day(certified) if extends and certified else first
