"""A worker asks for the own certificate, where the law data let workers ask."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sojourn.casework.decision_events import approve
from sojourn.casework.events import set_up_institution, take_up
from sojourn.casework.models import Case
from sojourn.casework.officer_events import assign
from sojourn.casework.proving import prove
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, NotAllowed
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.parties.access import ActingAs, acting_for_self, staff_of
from sojourn.requests import interview
from sojourn.requests.events import hand_in, save_answers, start_request
from sojourn.requests.models import Request
from tests.desk.builders import an_officer_at_work
from tests.parties.builders import a_person, an_employer
from tests.requests.builders import EMPLOYER, go_on, typed
from tests.web.builders import address_of, as_posted, client_of, html

pytestmark = pytest.mark.django_db
ADDRESS = "request_new_worker"


def _begin(client: Client, home: str, host: str) -> Any:
    return client.post(reverse(ADDRESS), {"from": home, "to": host, "key": str(uuid.uuid4())})


def _own_draft(acting: ActingAs, **changes: Any) -> Request:
    draft = start_request(acting=acting, applicant_kind="worker")
    answers = EMPLOYER | typed() | changes
    return save_answers(acting=acting, request_id=draft.pk, answers=answers).request


def test_a_worker_asks_on_the_pages_with_the_employer_among_the_questions() -> None:
    acting = acting_for_self(a_person())
    client = client_of(acting)
    offered = html(client.get(reverse(ADDRESS), {"from": "US", "to": "DE"}))
    assert "You can ask yourself" in offered
    assert "Ask for your certificate" in offered
    begun = _begin(client, "US", "DE")
    draft = Request.objects.get()
    assert (draft.applicant, draft.home, draft.host) == (Applicant.WORKER, "US", "DE")
    assert begun["Location"] == address_of(draft, "employer")
    first = html(client.get(begun["Location"]))
    assert "1 of 7" in first
    assert "Legal name of the employer" in first
    facts = load_facts()
    for matter in ("employer", "trip", "place", "job", "person"):
        page = html(client.get(address_of(draft, matter)))
        labels = re.findall(r"<(?:label|legend)[^>]*>(.*?)</(?:label|legend)>", page, re.S)
        assert labels
        assert not [label for label in labels if "the person" in label], matter
        given = {
            k: v for k, v in (EMPLOYER | typed()).items() if facts[k].matter_for(Applicant.WORKER) == matter
        }
        client.post(address_of(draft, matter), as_posted(given))
    assert "For my employer, at a customer or partner" in html(client.get(address_of(draft, "place")))
    draft.refresh_from_db()
    assert interview.what_is_missing(draft) == ()
    assert draft.situation["employers"][0]["seat"] == "US"
    assert draft.situation["activities"][0]["status"] == "employee"


def test_an_officer_hears_the_employer_before_the_worker_gets_a_certificate_to_keep() -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    acting = acting_for_self(a_person())
    draft = _own_draft(acting)
    go_on(acting, draft)
    sent = hand_in(acting=acting, request_id=draft.pk, key="own", declared=True)
    take_up(request_id=sent.pk)
    assert prove(sent.pk)
    case = Case.objects.get()
    person, desk = an_officer_at_work()
    officer = staff_of(person, "us-ssa")
    page = html(desk.get(reverse("desk:case", args=[case.reference])))
    assert "the employer has not confirmed the employment" in page
    client = client_of(acting)
    assert "No certificates yet" in html(client.get(reverse("my_certificates")))
    assign(acting=officer, case_id=case.pk)
    case.refresh_from_db()
    waivers = {"employer_not_heard": "The employer confirmed it by telephone."}
    approve(
        acting=officer, case_id=case.pk, version=case.version, reasons=["facts_established"], waivers=waivers
    )
    number = Request.objects.get().certificate_number
    kept = html(client.get(reverse("my_certificates")))
    assert number in kept
    assert "Lakeside Robotics" in kept
    assert client.get(reverse("certificate_file", args=[sent.reference])).content.startswith(b"%PDF")
    stranger = client_of(acting_for_self(a_person()))
    assert stranger.get(reverse("request", args=[sent.reference])).status_code == 404


def test_where_the_employer_asks_a_worker_is_told_and_nothing_is_sent() -> None:
    acting = acting_for_self(a_person())
    client = client_of(acting)
    assert _begin(client, "BE", "US")["Location"] == reverse(ADDRESS)
    assert _begin(client, "DE", "JP")["Location"] == reverse(ADDRESS)
    assert not Request.objects.exists()
    there = {"activities[0].sent_from": "BE", "employers[0].seat": "BE", "activities[0].country": "US"}
    draft = _own_draft(
        acting, **there, **{"activities[0].recruited_in": "BE", "activities[0].end": "2028-02-28"}
    )
    assert "worker_may_not_ask" in {f.code for f in interview.standing(draft).findings}
    with pytest.raises(InvalidInput):
        hand_in(acting=acting, request_id=draft.pk, key="not", declared=True)
    for kind in ("employer", "nobody"):
        with pytest.raises(NotAllowed):
            start_request(acting=acting, applicant_kind=kind)
    with pytest.raises(NotAllowed):
        start_request(acting=an_employer(), applicant_kind="worker")
