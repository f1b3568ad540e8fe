"""Disagreeing with a decision without scripts: the way there, the form, what became of it, and who may see it."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sojourn.casework.appeals.models import Appeal
from sojourn.casework.decision_events import forward, refuse
from sojourn.core import clock
from sojourn.parties.access import ActingAs
from tests.casework.builders import a_case_in_hand, a_hosted_institution, an_acting_officer
from tests.parties.builders import an_employer
from tests.requests.packages.builders import a_pdf
from tests.web.builders import client_of, html

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_monday() -> Any:
    with clock.fixed(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        a_hosted_institution()
        yield


def a_refusal(employer: ActingAs) -> str:
    officer = an_acting_officer()
    case = a_case_in_hand(officer, acting=employer)
    refuse(acting=officer, case_id=case.pk, version=case.version, reasons=["facts_not_shown"])
    return case.reference


def test_applicant_appeals_with_words_and_papers_once_and_takes_it_back() -> None:
    employer = an_employer()
    reference = a_refusal(employer)
    client = client_of(employer)
    status = html(client.get(f"/requests/{reference}"))
    assert "Appeal against the decision" in status
    letter = next(part for part in status.split('"') if "/letters/" in part)
    assert client.get(letter).content.startswith(b"%PDF")
    page = f"/requests/{reference}/appeal"
    assert "Somebody at" in html(client.get(page))
    key = str(uuid4())
    empty = client.post(page, {"key": key, "words": " "})
    assert empty.status_code == 422
    assert "Say what is wrong or new." in html(empty)
    paper = SimpleUploadedFile("contract.pdf", a_pdf(), "application/pdf")
    sent = client.post(page, {"key": key, "words": "See the contract.", "files": paper}, follow=True)
    assert "Your appeal has arrived." in html(sent)
    client.post(page, {"key": key, "words": "See the contract."})
    made = Appeal.objects.get()
    shown = html(client.get(page))
    assert "See the contract." in shown
    assert "Send the appeal" not in shown
    kept = made.papers.get()
    assert client.get(f"{page}/papers/{kept.pk}").content.startswith(b"%PDF")
    stranger = client_of(an_employer())
    for address in (page, f"{page}/papers/{kept.pk}", letter):
        assert stranger.get(address).status_code == 404
    client.post(f"{page}/take-back")
    made.refresh_from_db()
    assert made.state == "taken_back"


def test_forwarded_request_says_where_it_is_now() -> None:
    a_hosted_institution()
    employer, officer = an_employer(), an_acting_officer()
    case = a_case_in_hand(officer, acting=employer)
    forward(
        acting=officer,
        case_id=case.pk,
        version=case.version,
        to="de-dvka",
        reasons=["other_country_competent"],
    )
    page = html(client_of(employer).get(f"/requests/{case.reference}"))
    assert "decides on your request." in page
    assert "as received on the same day" in page
    assert client_of(employer).get(f"/requests/{case.reference}/appeal").status_code == 404
