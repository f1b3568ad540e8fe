"""What the law leaves open for a request that follows another: by itself, with consent, by exception, or not at all.

Everything is read off a determination: limits, clauses and articles are the law's data.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sojourn.core.periods import last_day_of, next_day
from sojourn.engine import Determination, Law
from sojourn.engine.lawbook.agreeing import who_agrees


class Prospect(StrEnum):
    """How the last day that is asked for can be had."""

    WITHIN = "within"
    BY_CONSENT = "by_consent"
    BY_EXCEPTION = "by_exception"
    NOT_AT_ALL = "not_at_all"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Outlook:
    """The ways beyond what is certified.

    `limit`: the last day that the law gives by itself (None: it names none, or does not decide). `consent`: whether
    the law has a clause for going on longer with the consent of authorities, until `cap` (None: it names no day),
    in steps of `step_months`. `exception`: whether it has one for exceptions by agreement, with `exception_article`.
    `ask`: the institution that certifies, `ask_exception` the one that takes the wish for an exception.
    """

    prospect: Prospect
    instrument: str | None = None
    article: str | None = None
    limit: date | None = None
    consent: bool = False
    consent_article: str | None = None
    consent_by: str | None = None
    cap: date | None = None
    step_months: int | None = None
    exception: bool = False
    exception_article: str | None = None
    ask: str | None = None
    ask_exception: str | None = None


def outlook(determination: Determination, home: str, wanted_end: date | None, law: Law) -> Outlook:
    """What is open for a stay from home that is to last until `wanted_end` (None: without an end)."""
    first = determination.periods[0]
    paper = first.certificate if first.outcome == "decided" else None
    if paper is None or paper.country != home:
        return _without_home_cover(determination, law)
    clause: Mapping[str, Any] = paper.extension or {}
    months = clause.get("months_in_all")
    cap = last_day_of(first.start, months) if months else None
    consent = bool(clause.get("possible"))
    exception_article, ask_exception = exception_clause(determination, home, law)
    covered = _covered_until(determination, home)
    return Outlook(
        prospect=_prospect(
            determination, wanted_end, covered, consent=consent, cap=cap, excepted=ask_exception
        ),
        instrument=first.instrument.id if first.instrument else None,
        article=first.provision.article if first.provision else None,
        limit=paper.limit,
        consent=consent,
        consent_article=clause.get("article"),
        consent_by=clause.get("by"),
        cap=cap,
        step_months=clause.get("step_months"),
        exception=ask_exception is not None,
        exception_article=exception_article,
        ask=paper.issuer,
        ask_exception=ask_exception,
    )


def exception_clause(determination: Determination, home: str, law: Law) -> tuple[str | None, str | None]:
    """The article by which authorities may agree an exception, and who takes the wish at home; (None, None) without.

    The engine offers the way where home law does not apply; where it does, the same instrument is asked for its clause.
    """
    for period in determination.periods:
        for way in period.alternatives:
            if way.category == "exception":
                return way.article, way.ask or _taker(law, way.instrument, home)
    for period in determination.periods:
        if period.instrument is None:
            continue
        for provision in period.instrument.provisions:
            if provision.category == "exception":
                asked = _taker(law, period.instrument.id, home)
                return provision.article, asked
    return None, None


def _taker(law: Law, instrument: str, home: str) -> str | None:
    """Who takes the wish for an exception at home: whoever agrees it, else whoever certifies."""
    return who_agrees(law, instrument, home) or _issuer(law, instrument, home)


def _issuer(law: Law, instrument: str, home: str) -> str | None:
    form = law.instruments[instrument].certificate.get(home)
    if form is None:
        return None
    return form.issuers.get("employee") or form.issuers.get("")


def _without_home_cover(determination: Determination, law: Law) -> Outlook:
    first = determination.periods[0]
    home = first.home or ""
    article, ask = exception_clause(determination, home, law)
    undecided = any(period.outcome in ("refer", "undetermined") for period in determination.periods)
    prospect = Prospect.OPEN if undecided else Prospect.BY_EXCEPTION if ask else Prospect.NOT_AT_ALL
    return Outlook(
        prospect=prospect,
        instrument=first.instrument.id if first.instrument else None,
        exception=ask is not None,
        exception_article=article,
        ask_exception=ask,
    )


def _covered_until(determination: Determination, home: str) -> date | None:
    """The last day up to which home certifies without a gap; None where no certificate has a last day."""
    covered: date | None = None
    for period in determination.periods:
        paper = period.certificate
        gap = covered is not None and period.start > next_day(covered)
        if period.outcome != "decided" or paper is None or paper.country != home or gap:
            break
        covered = paper.until
        if covered is None:
            return None
    return covered


def _prospect(
    determination: Determination,
    wanted_end: date | None,
    covered: date | None,
    *,
    consent: bool,
    cap: date | None,
    excepted: str | None,
) -> Prospect:
    if covered is None or (wanted_end is not None and wanted_end <= covered):
        return Prospect.WITHIN
    if any(period.outcome in ("refer", "undetermined") for period in determination.periods):
        return Prospect.OPEN
    if consent and (cap is None or (wanted_end is not None and wanted_end <= cap)):
        return Prospect.BY_CONSENT
    return Prospect.BY_EXCEPTION if excepted else Prospect.NOT_AT_ALL
