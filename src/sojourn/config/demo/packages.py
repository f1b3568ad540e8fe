"""Packages of the demonstration: two people go to an institution elsewhere; one request is sent, one answered.

Running it again changes nothing.
"""

import json
from datetime import timedelta
from typing import Any, Final

from sojourn.casework.events import take_up
from sojourn.casework.working_off import work_off
from sojourn.config.demo.cases import example_files
from sojourn.config.demo.seed import applicant_of_example
from sojourn.core import clock
from sojourn.parties.acting import ActingAs
from sojourn.requests.access import Request
from sojourn.requests.events import request_from_file
from sojourn.requests.packages import events
from sojourn.requests.packages.states import Outcome
from sojourn.requests.states import State

_LIKE: Final = "10-us-from-denmark"
_HOME: Final = {"worker.street": "Vestergade 3", "worker.postcode": "8000", "worker.city": "Aarhus"}
_SENT: Final = {
    "worker.given_names": "Freja",
    "worker.family_name": "Lind",
    "worker.home_number": "030690-1238",
}
_ANSWERED: Final = {
    "worker.given_names": "Jonas",
    "worker.family_name": "Bruun",
    "worker.home_number": "120385-1231",
}


def seed_packages(at_most: int = 100) -> None:
    """Send two requests that go elsewhere, tell what became of them, and make the proofs of all that was sent."""
    acting, sent = _packed(_SENT)
    if sent.stands is State.PACKAGE_READY:
        later = clock.today() + timedelta(days=30)
        events.record_sent(acting=acting, request_id=sent.pk, on=clock.today(), by="post", remind_on=later)
    acting, answered = _packed(_ANSWERED)
    if answered.stands is State.PACKAGE_READY:
        events.record_sent(acting=acting, request_id=answered.pk, on=clock.today(), by="online")
        events.record_answer(acting=acting, request_id=answered.pk, answer=_a_certificate(answered))
    work_off(at_most)


def _packed(person: dict[str, str]) -> tuple[ActingAs, Request]:
    path = next(each for each in example_files() if each.stem == _LIKE)
    example: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    asked = example["request"]
    asked["particulars"] = _HOME | asked["particulars"] | person
    acting = applicant_of_example(_LIKE, example["employer"])
    request = request_from_file(acting=acting, data=asked)
    take_up(request_id=request.pk)
    request.refresh_from_db()
    return acting, request


def _a_certificate(request: Request) -> events.Answer:
    return events.Answer(
        Outcome.CERTIFICATE,
        clock.today(),
        number="SAMPLE-0001",
        start=request.period_start,
        end=request.period_end,
        issuer="A sample, issued by nobody",
    )
