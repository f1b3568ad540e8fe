"""Two requests of the demonstration in two parts: one waits for the worker, in the other the worker has finished."""

import re
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from sojourn.config.demo.seed import CLERK
from sojourn.messages.access import sent_letters
from sojourn.parties.access import ActingAs, Person
from sojourn.parties.events import create_employer
from sojourn.requests.entry import Typed
from sojourn.requests.events import save_answers, start_request
from sojourn.requests.worker_part.access import by_id
from sojourn.requests.worker_part.events import ask_worker, order_sending
from sojourn.requests.worker_part.states import State
from sojourn.requests.worker_part.worker_events import Confirmed, finish, open_link, save_page

WAITING: Final = "amira.haddad@demo.example"
FINISHED: Final = "noor.visser@demo.example"
_EMPLOYER: Final = {
    "name": "Prairie Turbines Inc.",
    "street": "1200 Grand Avenue",
    "postcode": "50309",
    "city": "Des Moines",
    "state": "IA",
    "ein": "",
}
_TRIP: Final[dict[str, Typed]] = {
    "activities[0].country": "DE",
    "activities[0].start": "2027-04-01",
    "activities[0].end": "2029-03-31",
    "question.for_whom": "customer",
    "receiver.name": "Windpark Küste GmbH",
    "receiver.street": "Hafenstraße 12",
    "receiver.postcode": "26721",
    "receiver.city": "Emden",
    "activities[0].employed_since": "2021-09-01",
    "activities[0].recruited_in": "US",
    "question.worked_there_before": "no",
}
_WORKER: Final[dict[str, Typed]] = {
    "worker.given_names": "Noor",
    "worker.family_name": "Visser",
    "worker.birth_date": "1991-05-14",
    "worker.birth_place": "Des Moines, United States",
    "person.nationalities": ["US"],
    "worker.ssn": "806-31-5520",
    "person.residence": "US",
}


def seed_worker_parts() -> None:
    """Ask two workers; one answers. Running it again changes nothing."""
    acting = create_employer(
        person=Person.objects.get(email=CLERK),
        seat="US",
        kind="private",
        particulars=_EMPLOYER,
        key=_key("employer"),
    )
    _ask(acting, WAITING, "fr")
    part_id = _ask(acting, FINISHED, "en")
    if by_id(part_id).state is State.INVITED:
        _answer()


def _ask(acting: ActingAs, email: str, language: str) -> UUID:
    """A draft with everything of the employer's, and the letter to the worker."""
    draft = start_request(acting=acting, applicant_kind="employer", key=_key(f"draft of {email}"))
    if not draft.worker_part:
        save_answers(acting=acting, request_id=draft.pk, answers=_TRIP)
    part_id = ask_worker(
        acting=acting, request_id=draft.pk, email=email, language=language, key=_key(f"part of {email}")
    )
    if email == WAITING:
        order_sending(acting=acting, request_id=draft.pk, declared=True)
    return part_id


def _answer() -> None:
    """As the worker would, with the link from the letter."""
    newest = next(letter for letter in sent_letters(20) if letter.recipient == FINISHED)
    found = re.search(r"/w/(\S+)", newest.text)
    if found is None:
        raise LookupError("the letter to the worker has no link")
    holder = open_link(secret=found[1])
    said = {name: Confirmed(True) for name in ("trip", "job")} | {
        "place": Confirmed(False, "From June on I am to work in Wilhelmshaven.")
    }
    save_page(holder=holder, answers=_WORKER, topics=said)
    finish(holder=holder, declared=True, wants_certificate=True)


def _key(name: str) -> UUID:
    """The same key at every start, so that nothing is made twice."""
    return uuid5(NAMESPACE_URL, f"sojourn-demo-worker:{name}")
