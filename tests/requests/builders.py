"""A plain request, complete and sendable, to change one answer at a time."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.parties.access import ActingAs
from sojourn.requests import events, interview
from sojourn.requests.answers import Answers
from sojourn.requests.entry import Typed
from sojourn.requests.models import Request
from tests.parties.builders import an_employer

EXAMPLES = Path(__file__).parents[2] / "examples" / "requests"

TYPED: dict[str, Typed] = {
    "activities[0].country": "DE",
    "activities[0].start": "2027-03-01",
    "activities[0].end": "2030-02-28",
    "question.for_whom": "customer",
    "receiver.name": "Windwerk Nord GmbH",
    "receiver.street": "Am Sandtorkai 30",
    "receiver.city": "Hamburg",
    "activities[0].employed_since": "2019-04-01",
    "activities[0].recruited_in": "US",
    "question.worked_there_before": "no",
    "worker.given_names": "Adaeze",
    "worker.family_name": "Okafor",
    "worker.birth_date": "1989-07-21",
    "worker.birth_place": "Chicago",
    "person.nationalities": ["US"],
    "worker.ssn": "808-21-4471",
    "person.residence": "US",
}

EMPLOYER: dict[str, Typed] = {
    "employers[0].seat": "US",
    "employers[0].kind": "private",
    "activities[0].sent_from": "US",
    "sender.name": "Lakeside Robotics Inc.",
    "sender.street": "200 West Adams Street",
    "sender.postcode": "60606",
    "sender.city": "Chicago",
}


def typed(**changes: Typed) -> dict[str, Typed]:
    """The answers of a plain posting, with changes by the last part of the question's name."""
    ids = {fact.id.split(".")[-1]: fact.id for fact in load_facts().facts if fact.id in TYPED}
    return TYPED | {ids.get(name, name): value for name, value in changes.items()}


def answers(applicant: Applicant = Applicant.EMPLOYER, **changes: Typed) -> Answers:
    """The same as answers that have been read."""
    return Answers(applicant).with_typed(load_facts(), EMPLOYER | typed(**changes))


def a_draft(acting: ActingAs | None = None, **changes: Typed) -> tuple[ActingAs, Request]:
    """A complete draft and the capacity that may send it."""
    acting = acting or an_employer()
    draft = events.start_request(acting=acting, applicant_kind="employer")
    saved = events.save_answers(acting=acting, request_id=draft.pk, answers=typed(**changes))
    return acting, saved.request


def a_sent_request(acting: ActingAs | None = None, **changes: Typed) -> tuple[ActingAs, Request]:
    """A request that was handed in, warnings gone on from."""
    acting, draft = a_draft(acting, **changes)
    go_on(acting, draft)
    return acting, events.hand_in(acting=acting, request_id=draft.pk, key=f"key-{draft.pk}", declared=True)


def go_on(acting: ActingAs, draft: Request, reason: str = "It is right.") -> None:
    """Go on from every warning of the draft."""
    for finding in interview.standing(draft).findings:
        events.acknowledge(acting=acting, request_id=draft.pk, fingerprint=finding.fingerprint, reason=reason)


def example_files() -> Iterator[tuple[str, dict[str, Any]]]:
    """The example requests by name."""
    for path in sorted(EXAMPLES.glob("*.json")):
        yield path.stem, json.loads(path.read_text())
