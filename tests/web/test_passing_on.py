"""A certificate is passed on by a link: nothing in the mail, the certificate alone on the page."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sojourn.casework.events import set_up_institution, take_up
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, NotAllowed
from sojourn.messages.models import Letter
from sojourn.parties.access import acting_for_employer
from sojourn.parties.models import Membership
from sojourn.requests.models import Request
from sojourn.requests.passing_on.events import MOST_LINKS, pass_on
from sojourn.requests.passing_on.models import PassedOn
from tests.parties.builders import a_person, an_employer
from tests.requests.builders import a_sent_request
from tests.web.builders import client_of, html

pytestmark = pytest.mark.django_db


def _issued() -> tuple[Any, Request]:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    acting, request = a_sent_request()
    take_up(request_id=request.pk)
    request.refresh_from_db()
    return acting, request


def test_a_link_shows_the_certificate_and_nothing_else_until_it_is_taken_back() -> None:
    acting, request = _issued()
    client, number = client_of(acting), request.certificate_number
    address = reverse("certificate_pass_on", args=[number])
    assert address in html(client.get(reverse("certificate", args=[number])))
    key = str(uuid.uuid4())
    for _twice in range(2):
        client.post(address, {"kind": "worker", "email": "Ada@Example.com", "language": "de", "key": key})
    letter = Letter.objects.get(template="certificate_passed_on")
    said = f"{letter.content['subject']} {letter.content['text']}"
    assert (letter.recipient, letter.language) == ("ada@example.com", "de")
    for name in ("Okafor", "Lakeside", "Windwerk", number, "Germany", "Deutschland"):
        assert name not in said
    secret = re.search(r"/passed-on/([\w-]+)", letter.content["text"])
    assert secret
    assert not PassedOn.objects.filter(link_digest=secret[1]).exists()
    stranger, link = Client(), reverse("passed_on", args=[secret[1]])
    page = html(stranger.get(link))
    assert "Lakeside Robotics Inc. passes it on to you" in page
    assert "Okafor" not in page
    assert PassedOn.objects.get().opened_at is None
    opened = stranger.post(link)
    assert opened.content.startswith(b"%PDF")
    assert "no-store" in opened["Cache-Control"]
    assert opened["Referrer-Policy"] == "no-referrer"
    kept = html(client.get(address))
    assert "ada@example.com" in kept
    assert "Opened on" in kept
    PassedOn.objects.update(opened_at=None)
    assert "Not delivered" not in html(client.get(address))
    Letter.objects.filter(pk=letter.pk).update(state="failed", next_try=None, sent_at=None)
    assert "Not delivered" in html(client.get(address))
    other = client_of(an_employer())
    back = reverse("certificate_link_back", args=[number, PassedOn.objects.get().pk])
    assert [other.get(address).status_code, other.post(back).status_code] == [404, 404]
    client.post(back)
    assert "Link taken back" in html(client.get(address))
    assert stranger.post(link).status_code == 410
    assert stranger.get(reverse("passed_on", args=["made-up"])).status_code == 404


def test_a_link_ends_and_only_who_may_send_passes_on() -> None:
    acting, request = _issued()
    number = request.certificate_number
    common: dict[str, Any] = {"request_id": request.pk, "number": number, "language": "en"}

    def one(kind: str = "payroll", email: str = "pay@example.com", acting: Any = acting) -> uuid.UUID:
        return pass_on(acting=acting, kind=kind, email=email, key=uuid.uuid4(), **common)

    for _count in range(MOST_LINKS):
        one()
    with pytest.raises(InvalidInput) as many:
        one()
    assert [problem.code for problem in many.value.problems] == ["links_many"]
    PassedOn.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    with pytest.raises(InvalidInput) as wrong:
        one("boss", "nobody")
    assert {problem.code for problem in wrong.value.problems} == {"email_form", "kind_unknown"}
    Membership.objects.create(person=(viewer := a_person()), employer_id=acting.employer_id, role="viewer")
    with pytest.raises(NotAllowed):
        one(acting=acting_for_employer(viewer, acting.employer_id))
    with pytest.raises(NotAllowed):
        one(acting=an_employer())
    shown = html(
        client_of(acting).post(
            reverse("certificate_pass_on", args=[number]),
            {"email": "x", "key": str(uuid.uuid4()), "language": "en"},
        )
    )
    assert "There is a problem" in shown
    assert "Choose who it is for" in shown
