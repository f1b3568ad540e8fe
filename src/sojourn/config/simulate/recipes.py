"""What kinds of request a working day brings, and what is answered in each."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sojourn.config.simulate.people import Worker
from sojourn.core.periods import last_day_of

DAY: Final[Mapping[str, int]] = {
    "clear": 12,
    "alike": 4,
    "number_missing": 4,
    "officer_looks": 3,
    "asked_late": 3,
    "self_employed": 3,
    "over_limit": 3,
    "extension": 3,
    "correction": 2,
    "duplicate": 2,
    "early_end": 1,
}
"""How many of forty are of each kind."""
FOLLOWING: Final = frozenset({"extension", "correction", "early_end", "duplicate"})
"""Those that follow something that was asked for before."""
# Where work is done: name, street, postcode and town of somebody there.
_PLACES: Final = {
    "DE": ("Windwerk Nord GmbH", "Am Sandtorkai 30", "20457", "Hamburg"),
    "FR": ("Ateliers du Rhône SAS", "12 rue de la République", "69002", "Lyon"),
    "GB": ("Calder Looms Ltd", "4 Canal Street", "LS1 4DY", "Leeds"),
    "JP": ("Minato Optics K.K.", "2-4-1 Marunouchi, Chiyoda-ku", "100-6312", "Tokyo"),
    "PL": ("Warta Maszyny sp. z o.o.", "ul. Garbary 12", "61-868", "Poznań"),
    "SI": ("Savska Orodja d.o.o.", "Celovška cesta 40", "1000", "Ljubljana"),
    "US": ("Maple Harbor Pumps Inc.", "900 Harbor Drive", "77002", "Houston"),
}
_CLEAR_HOSTS: Final = {
    "US": ("DE", "FR", "GB", "JP", "PL"),
    "DE": ("US", "FR", "PL"),
    "DK": ("US", "DE", "FR"),
}
# What some countries' forms ask besides; where it is not asked, the answer rests unused.
_BESIDES: Final[Mapping[str, Any]] = {
    "question.family_comes_along": False,
    "activities[0].local_contract": False,
    "person.private_health_cover": True,
}
_BESIDES_OF_EMPLOYERS: Final[Mapping[str, Any]] = {
    "question.worked_there_before": False,
    "activities[0].lent_onward": False,
    "activities[0].replaces_posted_person": False,
    "question.substantial_activity_at_home": True,
    "receiver.nation": "england",
}


@dataclass(frozen=True, slots=True)
class Stay:
    """Where and when somebody will work."""

    host: str
    start: date
    end: date


def drawn_stay(chance: random.Random, home: str, kind: str, today: date) -> Stay:
    """A stay that makes a request of this kind."""
    months = chance.choice((3, 6, 9, 12, 18, 24))
    start = date(today.year, today.month, 1) + timedelta(days=31 * chance.randrange(1, 8))
    start = start.replace(day=chance.choice((1, 1, 8, 15)))
    host = chance.choice(_CLEAR_HOSTS[home])
    match kind:
        case "officer_looks":
            host = "SI"
        case "asked_late":
            host, start = "DE", today - timedelta(days=chance.randrange(200, 300))
        case "over_limit":
            host, months = "DE", 72
        case "self_employed":
            host, months = "JP", 8
    return Stay(host, start, last_day_of(start, months))


def answers_of(worker: Worker, stay: Stay, kind: str, today: date) -> dict[str, Any]:
    """Everything that is asked about a stay of this kind."""
    known_for = (today - timedelta(days=5 * 365)).isoformat()
    name, street, postcode, city = _PLACES[stay.host]
    answers = {
        **_BESIDES,
        **worker.particulars(),
        "activities[0].country": stay.host,
        "activities[0].start": stay.start.isoformat(),
        "activities[0].end": stay.end.isoformat(),
        "person.nationalities": [worker.home],
        "person.residence": worker.home,
        "question.insured_at_home_since": known_for,
        "receiver.city": city,
    }
    if kind == "number_missing":
        number = "worker.ssn" if worker.home == "US" else "worker.home_number"
        answers[number] = {"unknown": True}
    if kind == "self_employed":
        return answers | _own_business(worker, known_for)
    return answers | {
        **_BESIDES_OF_EMPLOYERS,
        "activities[0].employed_since": known_for,
        "activities[0].recruited_in": worker.home,
        "question.for_whom": "customer",
        "receiver.name": name,
        "receiver.street": street,
        "receiver.postcode": postcode,
    }


def _own_business(worker: Worker, since: str) -> dict[str, Any]:
    return {
        "activities[0].sent_from": worker.home,
        "activities[0].home_activity_since": since,
        "sender.activity": "Design of books and exhibitions",
        "sender.name": f"{worker.family_name} Design",
        "sender.street": "77 Cedar Street",
        "sender.postcode": "97201",
        "sender.city": "Portland",
        "sender.state": "OR",
    }


def change_of(kind: str, worker: Worker, stay: Stay) -> dict[str, Any]:
    """What is asked about a certificate that was issued."""
    match kind:
        case "extension":
            return {
                "activities[0].end": last_day_of(stay.end + timedelta(days=1), 3).isoformat(),
                "question.extension_reason": "not_finished",
                "question.both_agree": "yes",
            }
        case "correction":
            return {
                "question.wrong_item": "name",
                "worker.family_name": f"{worker.family_name}-{worker.family_name[:4].title()}",
                "question.whose_mistake": "applicant",
            }
        case _:
            return {
                "activities[0].end": last_day_of(stay.start, 2).isoformat(),
                "question.end_reason": "work_done",
                "question.holder_told": "yes",
            }


def wish_of(worker: Worker) -> dict[str, Any]:
    """Why an exception is wanted."""
    return {
        "question.legislation_wanted": worker.home,
        "exception.career": "Twelve years with the company, and a post to return to.",
        "question.both_agree": "yes",
    }
