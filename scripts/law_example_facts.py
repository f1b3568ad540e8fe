"""The facts of worked examples: a case that meets a provision, and what is one fact away from it."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sojourn.engine.lawbook.law import Instrument, Provision, Term
from tests.law.test_examples import changed

Facts = dict[str, Any]
START = date(2027, 3, 1)
YEAR = date(2028, 2, 29)
ELSEWHERE = "SG"
UNSET = "UNSET"
SHORT = Term(12, None, to_month_end=False)
A = "activities[0]."


@dataclass(frozen=True)
class Pair:
    """The two countries of a case, and the provision that it shows."""

    instrument: Instrument
    provision: Provision
    home: str
    host: str

    @property
    def words(self) -> dict[str, Any]:
        """The conditions by name, with their parameters."""
        return {
            use.name: use.parameters
            for use in self.provision.conditions
            if use.home is None or (use.home, use.host) == (self.home, self.host)
        }


def situation_of(pair: Pair) -> Facts:
    """The facts that meet the provision, before its conditions add theirs."""
    category, home, host = pair.provision.category, pair.home, pair.host
    person: Facts = {"nationalities": [home], "residence": home}
    if category == "dependants":
        person = {"accompanies": {"relation": "spouse", "legislation": home}}
        idle = {"id": "a1", "country": host, "work": False, "start": START, "end": YEAR}
        return {"person": person, "activities": [idle]}
    employers = [{"id": "e1", "seat": home, "kind": "private"}, {"id": "e2", "seat": host}]
    limit = pair.provision.limit
    end = min(YEAR, (limit or SHORT).last_day(START))
    work: Facts = {
        "id": "a1",
        "country": host,
        "status": "employee",
        "employer": "e1",
        "start": START,
        "end": end,
    }
    work |= {"pattern": "temporary", "sent_from": home, "works_for_sender": True, "local_contract": False}
    work |= {"hired_locally": False, "recruited_in": home, "employed_since": date(2022, 1, 1)}
    facts = {"person": person, "employers": employers, "activities": [work], "history": []}
    if "self_employed" in pair.provision.statuses and "employee" not in pair.provision.statuses:
        work = {"id": "a1", "country": host, "status": "self_employed", "start": START, "end": end}
        work |= {"pattern": "temporary", "sent_from": home, "home_activity_since": date(2018, 1, 1)}
        if category == "local_self_employed":
            work |= {"end": None, "sent_from": host}
            del work["home_activity_since"]
        return {"person": person, "activities": [work], "history": []}
    if category == "local_employee":
        work |= {"employer": "e2", "works_for_sender": False, "local_contract": True, "hired_locally": True}
        del work["sent_from"], work["recruited_in"]
    if category == "exception":
        agreed = {"kind": "exception", "legislation": home, "start": START, "until": end, "state": "agreed"}
        facts["requests"] = [agreed]
    return facts


def both(pair: Pair, one: str, other: str) -> Facts:
    """Two jobs at once, one in each country."""
    jobs: list[Facts] = []
    employers = [{"id": "e1", "seat": pair.home, "kind": "private"}, {"id": "e2", "seat": pair.host}]
    for number, (country, status) in enumerate(((pair.host, one), (pair.home, other)), 1):
        job = {
            "id": f"a{number}",
            "country": country,
            "status": status,
            "start": START,
            "end": None,
            "pattern": "regular",
        }
        if status == "employee":
            job["employer"] = f"e{3 - number}"
        jobs.append(job)
    person = {"nationalities": [pair.home], "residence": pair.home}
    return {"person": person, "employers": employers, "activities": jobs}


def met(pair: Pair) -> Facts:
    """The facts with what each condition of the provision wants."""
    words = pair.words
    facts = situation_of(pair)
    if "self_employed_in_both" in words:
        return both(pair, "self_employed", "self_employed")
    if "works_in_both" in words:
        mixed = words["works_in_both"]["how"] == "mixed"
        return both(pair, "self_employed" if mixed else "employee", "employee")
    for name, parameters in words.items():
        if name in WANTS:
            facts = changed(facts, WANTS[name](pair, parameters))
    return facts


def other_than(countries: Iterable[str], *among: str) -> str:
    """The first that is not one of the countries."""
    return next(each for each in among if each not in countries)


WANTS: dict[str, Callable[[Pair, Any], Facts]] = {
    "on_ship": lambda pair, _: {A + "place": "ship", A + "flag": pair.host},
    "on_aircraft": lambda pair, _: {A + "place": "aircraft", A + "home_base": pair.host},
    "in_international_transport": lambda *_: {A + "place": "international_transport"},
    "employed_by_government": lambda *_: {A + "status": "civil_servant", "employers[0].kind": "government"},
    "employed_by_mission": lambda pair, _: {
        A + "status": "consular_staff",
        "employers[0].kind": "diplomatic_mission",
        "person.nationalities": [pair.home if "national_of_home" in pair.words else ELSEWHERE],
    },
    "hired_there": lambda *_: {
        A + "hired_locally": True,
        A + "sent_from": UNSET,
        A + "recruited_in": UNSET,
        A + "works_for_sender": UNSET,
    },
    "home_law_elected": lambda pair, _: {"person.chosen_legislation": pair.home, "person.chosen_on": START},
    "substantial_activity_at_home": lambda pair, _: {"employers[0].substantial_activity": [pair.home]},
    "similar_activity": lambda *_: {A + "similar_activity": True},
    "not_replacing": lambda *_: {A + "replaces_posted_person": False},
    "on_home_payroll": lambda pair, _: {A + "paid_from": pair.home},
    "insured_at_home_before": lambda pair, _: {
        "person.insured": [{"country": pair.home, "start": date(2018, 1, 1), "end": None}]
    },
    "both_would_cover": lambda pair, _: {A + "covered_by": [pair.home, pair.host]},
    "resident_elsewhere": lambda *_: {"person.residence": ELSEWHERE},
    "resident_of": lambda _, parameters: {"person.residence": parameters["countries"][0]},
    "resident_under_flag": lambda pair, _: {"person.residence": pair.host},
    "paid_from_residence": lambda pair, _: {A + "paid_from": pair.home},
    "national_of": lambda _, parameters: {"person.nationalities": [parameters["countries"][0]]},
    "not_national_of": lambda pair, parameters: {
        "person.nationalities": [other_than(parameters["countries"], pair.home, pair.host, ELSEWHERE)]
    },
    "employer_not_of_other_party": lambda pair, _: {"employers[0].seat": pair.host},
    "ship_flies_flag_of": lambda _, parameters: {A + "flag": parameters["countries"][0]},
    "ship_flies_other_flag": lambda pair, parameters: {
        A + "flag": other_than(parameters["countries"], pair.host, pair.home)
    },
}  # fmt: skip

# One fact away: the condition, what the variant is called, the facts to change.
FAILS: tuple[tuple[str, str, Callable[[Pair], Facts]], ...] = (
    ("sent_from_home", "hired in the country of work", lambda _: {A + "hired_locally": True}),
    (
        "employed_by_sender",
        "another employer there",
        lambda _: {A + "works_for_sender": False, A + "local_contract": True, A + "employer": "e2"},
    ),
    ("temporary", "part of the usual working pattern", lambda _: {A + "pattern": "regular"}),
    (
        "insured_at_home_before",
        "insured in a third country right before",
        lambda _: {"person.insured": [{"country": ELSEWHERE, "start": date(2018, 1, 1), "end": date(2027, 2, 28)}]},
    ),
    ("resident_at_home", "living in a third country", lambda _: {"person.residence": ELSEWHERE}),
    ("similar_activity", "another kind of work", lambda _: {A + "similar_activity": False}),
    (
        "substantial_activity_at_home",
        "an employer without business at home",
        lambda _: {"employers[0].substantial_activity": []},
    ),
    ("limited_in_advance", "no end is set", lambda _: {A + "end": None}),
    (
        "resident_if_hired_for_posting",
        "hired for the posting, living in a third country",
        lambda _: {A + "employed_since": START, "person.residence": ELSEWHERE},
    ),
    ("on_home_payroll", "paid from the country of work", lambda pair: {A + "paid_from": pair.host}),
    ("both_would_cover", "only home law would insure the work", lambda pair: {A + "covered_by": [pair.home]}),
    ("not_replacing", "sent to replace another posted person", lambda _: {A + "replaces_posted_person": True}),
)  # fmt: skip
REFERRED = (("national_of_a_party", "a national of a third country", {"person.nationalities": [ELSEWHERE]}),)
