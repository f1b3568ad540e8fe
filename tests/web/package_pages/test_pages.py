"""The pages of a package, of the proof and of the form on paper, as a browser without scripts has them."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sojourn.casework.events import hand_in_and_take_up
from sojourn.core import clock
from sojourn.parties.access import ActingAs
from sojourn.requests.models import Request
from sojourn.requests.packages.models import Package
from tests.parties.builders import an_employer
from tests.requests.builders import a_draft, go_on
from tests.requests.packages.builders import a_package, a_pdf
from tests.web.builders import client_of, html

pytestmark = pytest.mark.django_db
FILES = ("package_file", "package_json", "request_paper")


def handed_in() -> tuple[ActingAs, Request]:
    acting, draft = a_draft()
    go_on(acting, draft)
    hand_in_and_take_up(acting=acting, request_id=draft.pk, key=f"key-{draft.pk}", declared=True)
    return acting, Request.objects.get(pk=draft.pk)


def day(name: str, on: date) -> dict[str, int]:
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


def sent_form(**changes: object) -> dict[str, object]:
    return {
        "do": "sent",
        "sent_by": "post",
        "foreign_reference": "",
        **day("sent_on", clock.today()),
    } | changes


def answer_form(**changes: object) -> dict[str, object]:
    today = clock.today()
    given: dict[str, object] = {
        "do": "answer",
        "outcome": "certificate",
        "number": "D-7",
        "issuer": "AOK",
        "words": "",
    }
    return given | day("answered_on", today) | day("start", today) | changes


def test_the_receipt_leads_to_the_package_and_to_the_proof() -> None:
    acting, request = handed_in()
    browser = client_of(acting)
    page = html(browser.get(reverse("request", args=[request.reference])))
    assert reverse("package", args=[request.reference]) in page
    proof = browser.get(reverse("proof_file", args=[request.reference]))
    assert proof.content.startswith(b"%PDF")
    assert proof["Content-Disposition"] == f'attachment; filename="{request.reference}-proof.pdf"'


def test_the_proof_can_be_checked_by_anybody() -> None:
    acting, request = handed_in()
    document = client_of(acting).get(reverse("proof_file", args=[request.reference])).content
    stranger = Client()
    page = html(stranger.post(reverse("verify_file"), {"file": SimpleUploadedFile("x.pdf", document)}))
    assert "Genuine proof of application." in page
    assert "The applicant has not recorded yet that it was sent on." in page
    changed = document.replace(b"%%EOF", b"%%EOf", 1)
    page = html(stranger.post(reverse("verify_file"), {"file": SimpleUploadedFile("x.pdf", changed)}))
    assert "Altered." in page


def test_the_code_of_a_proof_shows_initials_until_the_birth_date_is_given() -> None:
    acting, request = handed_in()
    page = html(client_of(acting).get(reverse("request", args=[request.reference])))
    address = page.split(f"/c/{request.reference}/")[1].split('"')[0]
    verdict = reverse("verdict", args=[request.reference, address])
    stranger = Client()
    shown = html(stranger.get(verdict))
    assert "A. O. (initials)" in shown
    assert "Okafor" not in shown
    named = html(stranger.post(verdict, day("birth_date", date(1989, 7, 21))))
    assert "Adaeze Okafor" in named
    assert "We cannot match" in html(stranger.get(reverse("verdict", args=[request.reference, "x" * 22])))


def test_a_reference_can_be_typed_on_the_verify_page() -> None:
    response = Client().post(reverse("verify"), {"number": "sj 7k3m 92qx", "secret": "x" * 22})
    assert response["Location"] == reverse("verdict", args=["SJ-7K3M-92QX", "x" * 22])


def test_the_way_of_a_package_over_its_page() -> None:
    acting, request, _ = a_package()
    browser, address = client_of(acting), reverse("package", args=[request.reference])
    assert "What to do" in html(browser.get(address))
    assert browser.post(address, sent_form()).status_code == 302
    page = html(browser.get(address))
    assert "Sent to" in page
    upload = browser.post(
        reverse("package_add_paper", args=[request.reference]),
        {"file": SimpleUploadedFile("Okafor.pdf", a_pdf())},
    )
    assert upload.status_code == 302
    assert browser.post(address, answer_form()).status_code == 302
    page = html(browser.get(address))
    assert "<h1>Certificate received</h1>" in page
    assert "Okafor.pdf" not in page
    paper = Package.objects.get(request=request).files.get()
    given = browser.get(reverse("package_paper", args=[request.reference, paper.pk]))
    assert given.content == a_pdf() or given.content.startswith(b"%PDF")
    assert "Okafor" not in given["Content-Disposition"]
    assert browser.get(reverse("package_sent_file", args=[request.reference])).content.startswith(b"%PDF")


def test_what_is_wrong_is_said_on_top_and_what_was_typed_stays() -> None:
    acting, request, _ = a_package()
    browser, address = client_of(acting), reverse("package", args=[request.reference])
    response = browser.post(address, sent_form(**{"sent_on-day": "40", "foreign_reference": "AZ 12"}))
    page = html(response)
    assert response.status_code == 400
    assert "There is a problem" in page
    assert "Day must be a date" in page
    assert 'value="AZ 12"' in page


def test_a_hostile_file_is_refused_in_words() -> None:
    acting, request, _ = a_package()
    browser = client_of(acting)
    browser.post(reverse("package", args=[request.reference]), sent_form())
    address = reverse("package_add_paper", args=[request.reference])
    for data, words in (
        (a_pdf(password="x"), "locked with a password"),
        (b"MZ", "not a PDF"),
        (b"%PDF-" + b"0" * (11 << 20), "too big"),
    ):
        response = browser.post(address, {"file": SimpleUploadedFile("x.pdf", data)})
        assert response.status_code == 400
        assert words in html(response)


def test_a_stranger_finds_no_package_and_no_file() -> None:
    acting, request, _ = a_package()
    client_of(acting).post(reverse("package", args=[request.reference]), sent_form())
    stranger = client_of(an_employer())
    for name in (
        "package",
        "package_file",
        "package_json",
        "package_sent_file",
        "proof_file",
        "request_paper",
    ):
        assert stranger.get(reverse(name, args=[request.reference])).status_code == 404, name
    assert stranger.post(reverse("package", args=[request.reference]), answer_form()).status_code == 404


def test_files_are_named_by_the_reference_alone() -> None:
    acting, request, _ = a_package()
    browser = client_of(acting)
    for name in FILES:
        response = browser.get(reverse(name, args=[request.reference]))
        assert response.status_code == 200
        assert f'filename="{request.reference}-' in response["Content-Disposition"]
    data = json.loads(browser.get(reverse("package_json", args=[request.reference])).content)
    assert data["format"] == "sojourn-package/1"


def test_the_office_is_asked_and_printed() -> None:
    acting, request, _ = a_package()
    browser, address = client_of(acting), reverse("package", args=[request.reference])
    browser.post(
        address,
        {"do": "office", "office_name": "AOK Bayern", "office_address": "Carl-Wery-Str. 28\n81739 München"},
    )
    assert "AOK Bayern" in html(browser.get(address))


def test_the_blank_form_is_for_everybody() -> None:
    stranger = Client()
    assert "Ask on paper" in html(stranger.get(reverse("paper") + "?from=US&to=DE"))
    for query in ("", "?applicant=self_employed&from=US&to=JP", "?from=<script>&to=%00"):
        response = stranger.get(reverse("paper_form") + query)
        assert response.content.startswith(b"%PDF"), query


def test_a_draft_can_be_printed_and_no_other_draft() -> None:
    acting, draft = a_draft()
    response = client_of(acting).get(reverse("request_paper", args=[draft.pk]))
    assert response["Content-Disposition"] == 'attachment; filename="draft-paper.pdf"'
    assert client_of(an_employer()).get(reverse("request_paper", args=[draft.pk])).status_code == 404
