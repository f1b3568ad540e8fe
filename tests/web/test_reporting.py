"""Reporting what was seen about a certificate, by form and by the checker: it reaches the institution’s queue."""

import json
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from sojourn.casework.foreign.concern_events import concerns_of, look_at_concern, photo_of
from tests.casework.builders import a_hosted_institution, an_acting_officer
from tests.certificates.builders import a_certificate
from tests.web.builders import html

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hosted() -> None:
    a_hosted_institution()


def a_photo() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "JPEG")
    return SimpleUploadedFile("gate.jpg", out.getvalue(), content_type="image/jpeg")


def said(**changes: object) -> dict[str, object]:
    return {"key": str(uuid4()), "seen": "Another name.", "institution": "us-ssa"} | changes


def test_a_report_with_a_photo_reaches_the_queue_of_the_institution_that_issued() -> None:
    certificate = a_certificate()
    report = said(number=certificate.number.lower(), photo=a_photo())
    assert Client().post("/verify/concern", report).status_code == 302
    officer = an_acting_officer()
    (listed,) = concerns_of(officer)
    assert (listed.certificate_number, listed.number_known, listed.has_photo) == (
        certificate.number,
        True,
        True,
    )
    assert look_at_concern(acting=officer, reference=listed.reference).seen == "Another name."
    assert photo_of(acting=officer, reference=listed.reference)[1] == "image/jpeg"


def test_a_photo_that_is_none_is_refused_and_nothing_is_kept() -> None:
    fake = SimpleUploadedFile("gate.jpg", b"<script>alert(1)</script>", content_type="image/jpeg")
    page = Client().post("/verify/concern", said(photo=fake))
    assert page.status_code == 422
    assert "JPG or PNG" in html(page)
    assert concerns_of(an_acting_officer()) == ()


def test_the_checker_sends_what_it_kept_once_and_is_told_what_to_mend() -> None:
    # A page of another site could send it, too: it is anybody's to send, and no session is looked at.
    program = Client(enforce_csrf_checks=True)
    wrong = program.post("/verify/app/concern", said(seen=""))
    assert wrong.status_code == 422
    assert set(json.loads(wrong.content)["errors"]) == {"seen"}
    report = said()
    first, second = (program.post("/verify/app/concern", report) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert json.loads(first.content) == json.loads(second.content)
    assert not first.cookies
    assert len(concerns_of(an_acting_officer())) == 1


def test_one_address_reports_ten_times_an_hour() -> None:
    client = Client()
    statuses = [client.post("/verify/app/concern", said()).status_code for _ in range(11)]
    assert statuses == [201] * 10 + [429]
