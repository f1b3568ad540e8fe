"""From answers to a situation: the contract's facts, naming nobody.

What follows from another answer is derived here, in one place each; what is unknown is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sojourn.core.countries import state_of
from sojourn.core.periods import day_before, next_day
from sojourn.engine.lawbook.facts import Fact, Facts, Kind
from sojourn.requests.answers import Answers
from sojourn.requests.countries import STATELESS
from sojourn.requests.several_countries import put_several_countries

SENDER, RECEIVER, ACTIVITY = "e1", "e2", "a1"
HIRED_LOCALLY = "activities[0].hired_locally"

type Situation = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Derived:
    """A fact that follows from another answer: shown, and changed by answering it itself."""

    path: str
    value: bool
    from_fact: str


def situation_of(answers: Answers, facts: Facts) -> Situation:
    """The situation as far as it is known. Only with a country and a first day is it one that can be judged."""
    activity: Situation = {"id": ACTIVITY, "status": _status(answers), "pattern": "temporary"}
    situation: Situation = {"activities": [activity]}
    if answers.applicant.is_about_employee:
        activity["employer"] = SENDER
        situation["employers"] = [{"id": SENDER}]
        if _has_receiver(answers, facts):
            situation["employers"].append({"id": RECEIVER, "seat": answers.host})
    for fact in facts.facts:
        if fact.id in answers.values and fact.matter_for(answers.applicant) is not None:
            _put_answer(situation, fact, answers)
    for following in derived(answers):
        _put(situation, following.path, following.value)
    _put_questions(situation, answers, facts)
    put_several_countries(situation, answers)
    _put_what_went_before(situation, answers)
    return situation


def can_be_judged(situation: Situation) -> bool:
    """Whether the engine can be asked: the countries and the first day are there."""
    activity = situation["activities"][0]
    return {"country", "start", "sent_from"} <= activity.keys() and all(
        "seat" in employer for employer in situation.get("employers", ())
    )


def derived(answers: Answers) -> tuple[Derived, ...]:
    """What follows from the answers and has not been answered itself."""
    hired_in = answers.text("activities[0].recruited_in")
    if not hired_in or not answers.host or answers.is_given(HIRED_LOCALLY):
        return ()
    there = state_of(hired_in) == state_of(answers.host)
    return (Derived(HIRED_LOCALLY, there, "activities[0].recruited_in"),)


def _status(answers: Answers) -> str:
    return "employee" if answers.applicant.is_about_employee else "self_employed"


def _has_receiver(answers: Answers, facts: Facts) -> bool:
    chosen = answers.values.get("question.for_whom")
    options = facts["question.for_whom"].options
    return any(o.sets.get("activities[0].receiving_employer") for o in options if o.code == chosen)


def _put_answer(situation: Situation, fact: Fact, answers: Answers) -> None:
    value = answers.values[fact.id]
    if fact.id == "history" and isinstance(value, list):
        situation["history"] = [_stay(row, fact, answers) for row in value if isinstance(row, Mapping)]
    elif fact.id == "person.nationalities" and value == [STATELESS]:
        _put(situation, "person.nationalities", [])
        _put(situation, "person.refugee_or_stateless", True)
    elif fact.kind is Kind.FACT:
        _put(situation, fact.id, value)
    for option in fact.options:
        if option.code == value:
            for path, said in option.sets.items():
                _put(situation, path, said)


def _put_questions(situation: Situation, answers: Answers, facts: Facts) -> None:
    """The questions whose answer is not the fact itself."""
    values = answers.values
    if "activities[0].end" in answers.unknown:
        _put(situation, "activities[0].end", None)
    if values.get("question.worked_there_before") is False:
        situation["history"] = []
    if (at_home := values.get("question.substantial_activity_at_home")) is not None and answers.home:
        _put(situation, "employers[0].substantial_activity", [answers.home] if at_home else [])
    since = answers.day("question.insured_at_home_since")
    if since and answers.home:
        _put(situation, "person.insured", [_cover(answers.home, since, answers.start)])
    if (comes := values.get("question.family_comes_along")) is not None:
        family = values.get("worker.family")
        if not comes:
            _put(situation, "person.family", [])
        elif isinstance(family, list):
            relations = [row["relation"] for row in family if isinstance(row, Mapping) and "relation" in row]
            _put(situation, "person.family", [{"relation": relation} for relation in relations])


def _put_what_went_before(situation: Situation, answers: Answers) -> None:
    """The end first planned, by which limits are judged; and what authorities are asked to consent to.

    An extension goes on with the stay that was certified: one stay, from its first day to the new last one.
    """
    if answers.carried.get("planned_end"):
        _put(situation, "activities[0].planned_end", answers.carried["planned_end"])
    exception = answers.kind == "exception"
    if not exception and not (answers.kind == "extension" and answers.asks_beyond_limit):
        return
    certified = answers.carried_day("certified_until")
    start = next_day(certified) if certified and not exception else answers.start
    asked: Situation = {
        "kind": answers.kind,
        "countries": [country for country in (answers.home, answers.host) if country],
        "legislation": answers.text("question.legislation_wanted") or answers.home,
        "until": answers.end.isoformat() if answers.end else None,
        "state": "pending",
    }
    if start:
        asked["start"] = start.isoformat()
    if (both := answers.values.get("question.both_agree")) is not None:
        asked["agreed_by_both"] = both
    situation["requests"] = [asked]


def _cover(home: str, since: date, start: date | None) -> Situation:
    """Cover at home up to the day before the work abroad: what follows is what the determination is about."""
    if start is None or start <= since:
        return {"country": home, "start": since.isoformat(), "end": None}
    return {"country": home, "start": since.isoformat(), "end": day_before(start).isoformat()}


def _stay(row: Mapping[str, Any], fact: Fact, answers: Answers) -> Situation:
    stay: Situation = {"country": answers.host, "start": row.get("start"), "end": row.get("end")}
    how = next((column for column in fact.columns if column.id == "how"), None)
    for option in how.options if how else ():
        if option.code == row.get("how"):
            stay |= {key: value for key, value in option.sets.items() if value is not None}
    if stay.get("as") == "posting" and "status" not in stay:
        stay["status"] = _status(answers)
    if "certificate" in row:
        stay["certificate"] = row["certificate"]
        if row["certificate"] and stay.get("as") == "posting" and answers.home:
            stay["legislation"] = answers.home
    return stay


def _put(situation: Situation, path: str, value: object) -> None:
    """Write `value` at a path such as `employers[0].kind`; an employer who is not there gets nothing."""
    head, _, rest = path.partition(".")
    name, _, number = head.partition("[")
    if not number:
        if rest:
            situation.setdefault(name, {})[rest] = value
        else:
            situation[name] = value
        return
    things = situation.get(name, [])
    at = int(number.rstrip("]"))
    if at < len(things):
        things[at][rest] = value
