"""What can be done with a draft, by what the law says: send it, answer more, or see why there is nothing to ask.

What would be refused is not sent: the rules say so beforehand, with the ways that are open. Where the law
leaves room, or a fact cannot be known, an officer decides, and the request can be sent for that.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from sojourn.core.errors import SojournError
from sojourn.engine.lawbook.facts import load_facts
from sojourn.requests.corrections import is_spelling
from sojourn.requests.interview import Standing
from sojourn.requests.law import (
    Determination,
    Explanation,
    determination_of,
    explanation_of,
    home_institution,
    the_law,
)
from sojourn.requests.models import Request
from sojourn.requests.prospects import Prospect, exception_clause, outlook
from sojourn.requests.receiving import unnamed


class Way(StrEnum):
    """What is open."""

    CERTIFICATE = "certificate"
    OFFICER = "officer"
    MORE_ANSWERS = "more_answers"
    WORKER = "worker"
    NO_CERTIFICATE = "no_certificate"
    NO_INSTITUTION = "no_institution"


@dataclass(frozen=True, slots=True)
class Sendable:
    """What is open for a draft, and to whom it goes.

    `pending`: questions that decide and can still be answered. `determination` is None while countries or the
    first day are not known.
    """

    way: Way
    institution_id: str | None = None
    pending: tuple[str, ...] = ()
    determination: Determination | None = None

    @property
    def possible(self) -> bool:
        """Whether the request can be sent."""
        return self.way in {Way.CERTIFICATE, Way.OFFICER}


class NotSendable(SojournError):
    """By what the law says there is nothing to send. `sendable` says what is open instead."""

    def __init__(self, sendable: Sendable) -> None:
        super().__init__(sendable.way.value)
        self.sendable = sendable


def law_for(request: Request, language: str = "en") -> tuple[Determination, Explanation] | None:
    """What the law says about the draft, and that in plain words; None while the answers make no situation."""
    determination = determination_of(request.answers, load_facts())
    return (determination, explanation_of(determination, language)) if determination else None


def _afterwards(now: Standing, determination: Determination) -> Sendable | None:
    """What is open for a request that follows another, where its kind has rules of its own."""
    answers, way = now.answers, None
    institution: str | None = answers.carried.get("institution")
    if answers.kind in {"early_end", "replacement"}:
        way = Way.CERTIFICATE
    elif answers.kind == "correction" and now.before is not None:
        # A mistake can always be reported. What it changes, beyond a slip of the pen, an officer decides.
        slip = is_spelling(now.before, answers, now.facts)
        way = Way.CERTIFICATE if slip else Way.OFFICER
    elif answers.kind == "exception":
        _, ask = exception_clause(determination, answers.home, the_law())
        return Sendable(Way.OFFICER if ask else Way.NO_CERTIFICATE, ask, (), determination)
    elif answers.kind == "extension":
        found = outlook(determination, answers.home, answers.end, the_law())
        if found.prospect in {Prospect.BY_EXCEPTION, Prospect.NOT_AT_ALL}:
            return Sendable(Way.NO_CERTIFICATE, None, (), determination)
        if found.prospect is Prospect.BY_CONSENT:
            way, institution = Way.OFFICER, found.ask or institution
    if way is None:
        return None
    return Sendable(way if institution else Way.NO_INSTITUTION, institution, (), determination)


def sendable(now: Standing) -> Sendable:
    """What is open for the draft, looked at with the law of now."""
    found = _by_law(now)
    return replace(found, way=Way.WORKER) if found.possible and now.waits_for_worker else found


def _by_law(now: Standing) -> Sendable:
    determination = determination_of(now.answers, now.facts)
    if determination is None:
        return Sendable(Way.MORE_ANSWERS)
    if (way := _afterwards(now, determination)) is not None:
        return way
    pending = tuple(asked.fact.id for asked in now.pending())
    outcomes = {period.outcome for period in determination.periods}
    if "undetermined" in outcomes and (pending or any(now.lacks(asked) for asked in now.asked)):
        return Sendable(Way.MORE_ANSWERS, None, pending, determination)
    for period in determination.periods:
        certificate = period.certificate
        if period.outcome == "decided" and certificate and certificate.country == now.answers.home:
            certifies = certificate.issuer or unnamed(now.answers.home)
            return Sendable(Way.CERTIFICATE, certifies, (), determination)
    if outcomes & {"refer", "undetermined"}:
        status = "employee" if now.applicant.is_about_employee else "self_employed"
        issuer = home_institution(now.answers, status)
        binding = bool(the_law().between(now.answers.home, now.answers.host))
        issuer = issuer or (unnamed(now.answers.home) if binding else None)
        return Sendable(Way.OFFICER if issuer else Way.NO_INSTITUTION, issuer, (), determination)
    return Sendable(Way.NO_CERTIFICATE, None, (), determination)
