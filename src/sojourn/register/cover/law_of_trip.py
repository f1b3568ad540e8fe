"""What the law says of one trip, by the engine that answers requests: in codes, with the reasons for each word."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from sojourn.engine import Determination, SituationError, determine, load_law, read_situation
from sojourn.engine.finding import Result
from sojourn.engine.lawbook.facts import load_facts
from sojourn.engine.telling.determination import PeriodAnswer
from sojourn.register.models import Assignment
from sojourn.register.states import Cover, TripKind
from sojourn.requests.answers import Answers
from sojourn.requests.situation import Situation, situation_of

# Conditions of a posting whose failure has a name of its own; any other one is told by the trace.
_NAMED: Final = {
    "expected_within": "over_limit",
    "series": "gap_rule",
    "no_replacement": "replaced_person",
    "not_replacing": "replaced_person",
    "employed_by_sender": "not_our_employee",
    "sent_from_home": "hired_there",
    "insured_at_home_before": "not_insured_before",
}
_OUTCOMES: Final = {
    "undetermined": "missing_facts",
    "refer": "officer_must_look",
    "uncoordinated": "no_instrument",
    "uncovered": "left_uncovered",
}


@dataclass(frozen=True, slots=True)
class LawOfTrip:
    """The answer in codes. `until`: the last day for which it holds; `reasons` name why the word is what it is."""

    cover: Cover
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    legislation: str = ""
    instrument: str = ""
    article: str = ""
    form: str = ""
    issuer: str = ""
    until: date | None = None


NOTHING_NEEDED: Final = LawOfTrip(Cover.NOT_NEEDED, ("no_work",))


def situation_of_trip(answers: Answers, trip: Assignment) -> Situation:
    """The situation that the answers make. Telework, a holiday, and the end that was planned at the start where it
    moved afterwards, are said of the activity itself."""
    situation, kind = situation_of(answers, load_facts()), TripKind(trip.kind)
    activity = situation["activities"][0]
    if trip.first_end != trip.end:
        activity["planned_end"] = trip.first_end.isoformat() if trip.first_end else None
    if kind is TripKind.TELEWORK:
        activity["place"] = "telework"
    if not kind.is_work:
        activity["work"] = False
    return situation


def determination_of_trip(answers: Answers, trip: Assignment) -> Determination | None:
    """What the engine says; None where the facts contradict one another so that they make no situation."""
    return _asked(situation_of_trip(answers, trip))


def law_of_situation(situation: Situation, end: date | None) -> LawOfTrip:
    """The engine's answer to a situation, in codes."""
    return law_of(_asked(situation), end)


def _asked(situation: Situation) -> Determination | None:
    return _determined(json.dumps(situation, sort_keys=True), load_law().version)


@lru_cache(maxsize=4096)
def _determined(situation: str, _law_version: str) -> Determination | None:
    try:
        return determine(read_situation(json.loads(situation)), load_law())
    except SituationError:
        return None


def law_of(determination: Determination | None, end: date | None) -> LawOfTrip:
    """The determination in codes. `end`: the planned last day, None where none is set."""
    if determination is None:
        return LawOfTrip(Cover.AT_RISK, ("contradictory",))
    first, *later = determination.periods
    warnings = tuple(dict.fromkeys(note.id for note in determination.warnings))
    if first.outcome == "no_work":
        return LawOfTrip(Cover.NOT_NEEDED, ("no_work",), warnings=warnings)
    if first.outcome != "decided":
        return LawOfTrip(
            Cover.AT_RISK,
            (_OUTCOMES[first.outcome], *_why_not_posted(first)),
            tuple(determination.missing) if first.outcome == "undetermined" else (),
            warnings,
            instrument=first.instrument.id if first.instrument else "",
        )
    return _decided(first, later, warnings, end)


def _decided(
    first: PeriodAnswer, later: list[PeriodAnswer], warnings: tuple[str, ...], end: date | None
) -> LawOfTrip:
    if first.instrument is None or first.provision is None:
        return LawOfTrip(Cover.NOT_NEEDED, ("one_country",), warnings=warnings)
    paper = first.certificate
    at_home = first.legislation == first.home and paper is not None
    reasons: list[str] = []
    if not at_home:
        elsewhere = first.legislation != first.home
        reasons += [*_why_not_posted(first), "host_law"] if elsewhere else ["no_certificate_needed"]
    until = (paper.until if paper else None) or first.end
    if at_home and later and (end is None or (until is not None and until < end)):
        reasons.append("ends_at_limit")
    cover = Cover.NEEDED if at_home else Cover.AT_RISK if "host_law" in reasons else Cover.NOT_NEEDED
    return LawOfTrip(
        cover=cover,
        reasons=tuple(dict.fromkeys(reasons)),
        warnings=warnings,
        legislation=first.legislation or "",
        instrument=first.instrument.id,
        article=first.provision.article or "",
        form=(paper.form or "") if paper else "",
        issuer=(paper.issuer or "") if paper else "",
        until=until,
    )


def _why_not_posted(period: PeriodAnswer) -> list[str]:
    """The named conditions of a posting that failed."""
    failed = (
        finding.condition
        for trial in period.trials
        if trial.legislation == period.home
        for finding in trial.findings
        if finding.result is Result.NOT_MET
    )
    return list(dict.fromkeys(_NAMED[condition] for condition in failed if condition in _NAMED))
