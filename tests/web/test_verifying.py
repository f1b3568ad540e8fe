"""Checking a certificate, as a stranger: what is told, what is not, and what guessing costs."""

import logging
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sojourn import certificates
from sojourn.certificates import access
from sojourn.certificates.access import IssuedCertificate
from sojourn.certificates.events import withdraw_certificate
from sojourn.certificates.verdict import Code, Modifier, NotProven, Reason
from sojourn.core import clock
from sojourn.parties.guessing.limits import BY_CLIENT
from sojourn.web import verdict_words
from tests.certificates.builders import OFFICER, a_certificate
from tests.web.builders import html

pytestmark = pytest.mark.django_db
IN_ITS_PERIOD = datetime(2028, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def certificate() -> IssuedCertificate:
    return a_certificate()


def address(certificate: IssuedCertificate, secret: str = "") -> str:
    return reverse("verdict", args=[certificate.number, secret or certificate.secret])


def heading(page: str) -> str:
    found = re.search(r"<h1>.*?<span>(.*?)</span></h1>", page, re.DOTALL)
    return found[1] if found else ""


def dropped(data: bytes, name: str = "certificate.pdf") -> str:
    file = SimpleUploadedFile(name, data, content_type="application/pdf")
    return html(Client().post(reverse("verify_file"), {"file": file}))


def test_who_has_number_and_code_learns_that_it_is_in_force(certificate: IssuedCertificate) -> None:
    with clock.fixed(IN_ITS_PERIOD):
        page = html(Client().get(address(certificate)))
    assert heading(page) == "Genuine and in force."
    assert "What this does not prove" in page


def test_names_are_initials_until_the_date_of_birth_is_typed(certificate: IssuedCertificate) -> None:
    holder = access.content(certificate.number).holder
    client = Client()
    page = html(client.get(address(certificate)))
    assert holder.family_name not in page
    born = {"birth_date-day": holder.birth_date.day, "birth_date-month": holder.birth_date.month}
    wrong = html(client.post(address(certificate), born | {"birth_date-year": holder.birth_date.year + 1}))
    assert holder.family_name not in wrong
    assert "Date of birth must be the one on the certificate." in wrong
    right = html(client.post(address(certificate), born | {"birth_date-year": holder.birth_date.year}))
    assert holder.family_name in right


def test_number_and_code_can_be_typed_carelessly(certificate: IssuedCertificate) -> None:
    typed = {"number": certificate.number.lower().replace("-", " "), "secret": f" {certificate.secret} "}
    assert Client().post(reverse("verify"), typed)["Location"] == address(certificate)


def test_the_whole_address_may_be_pasted_into_the_first_box(certificate: IssuedCertificate) -> None:
    typed = {"number": f"https://example.org{address(certificate)}"}
    assert Client().post(reverse("verify"), typed)["Location"] == address(certificate)


def test_a_slip_in_the_number_is_told_before_anything_is_looked_up(certificate: IssuedCertificate) -> None:
    slip = certificate.number[:-1] + ("A" if certificate.number[-1] != "A" else "B")
    page = html(Client().post(reverse("verify"), {"number": slip, "secret": ""}))
    assert page.count("one character is not right") == 2
    assert page.count("Enter the code") == 2
    assert f'value="{slip}"' in page


def test_a_wrong_code_and_an_unknown_number_get_the_same_answer(certificate: IssuedCertificate) -> None:
    other = a_certificate()
    wrong_code = html(Client().get(address(certificate, "2" * 22)))
    other_code = html(Client().get(address(certificate, other.secret)))
    assert heading(wrong_code) == heading(other_code) == "We cannot match this number and code."


def test_a_withdrawn_certificate_says_so_first(certificate: IssuedCertificate) -> None:
    withdraw_certificate(
        number=certificate.number, actor=OFFICER, reason_code="conditions_not_met", effective_on=clock.today()
    )
    assert heading(html(Client().get(address(certificate)))) == "Withdrawn."


def test_the_sealed_pdf_is_recognised_and_named(certificate: IssuedCertificate) -> None:
    page = dropped(access.document(certificate.number))
    assert heading(page).startswith("Genuine")
    assert access.content(certificate.number).holder.family_name in page


def test_one_changed_byte_is_an_altered_certificate(certificate: IssuedCertificate) -> None:
    data = bytearray(access.document(certificate.number))
    data[len(data) // 2] ^= 1
    assert heading(dropped(bytes(data))) == "Altered."


def test_something_added_after_sealing_is_an_altered_certificate(certificate: IssuedCertificate) -> None:
    assert heading(dropped(access.document(certificate.number) + b"\n% added\n")) == "Altered."


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no pdf at all", "This is not a PDF."),
        (b"", "Choose the PDF of the certificate."),
        (b"%PDF-1.7 broken", "cannot be read"),
        (b"%PDF-1.7" + b"x" * 3_000_000, "over 1 MB"),
    ],
    ids=["no-pdf", "empty", "broken", "big"],
)
def test_a_file_that_cannot_be_checked_is_told_why(data: bytes, words: str) -> None:
    assert words in dropped(data)


def test_no_file_at_all_is_an_error_at_the_field() -> None:
    page = html(Client().post(reverse("verify_file"), {}))
    assert page.count("Choose the PDF of the certificate.") == 2


def test_an_upload_never_touches_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("written to disk")

    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", refuse)
    assert "over 1 MB" in dropped(b"%PDF-1.7" + b"x" * 5_000_000)


def test_a_hundred_guesses_get_ten_answers(certificate: IssuedCertificate) -> None:
    client = Client()
    statuses = [client.get(address(certificate, f"{number:022d}")).status_code for number in range(100)]
    assert statuses.count(200) == BY_CLIENT.most
    assert statuses.count(429) == 100 - BY_CLIENT.most
    refused = client.get(address(certificate))
    assert "Too many tries." in html(refused)
    assert int(refused["Retry-After"]) <= 600


def test_guessing_the_date_of_birth_is_limited_as_well(certificate: IssuedCertificate) -> None:
    client = Client()
    for year in range(1960, 1960 + BY_CLIENT.most):
        client.post(
            address(certificate), {"birth_date-day": 1, "birth_date-month": 1, "birth_date-year": year}
        )
    assert client.get(address(certificate)).status_code == 429


def test_an_inspector_with_the_right_codes_is_never_stopped(certificate: IssuedCertificate) -> None:
    client = Client()
    assert {client.get(address(certificate)).status_code for _ in range(3 * BY_CLIENT.most)} == {200}


def test_the_address_of_a_verdict_goes_nowhere(
    certificate: IssuedCertificate, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        response = Client().get(address(certificate))
        for _ in range(BY_CLIENT.most + 1):
            Client().get(address(certificate, "3" * 22))
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert certificate.secret not in caplog.text
    assert "3" * 22 not in caplog.text


def test_looking_leaves_no_cookie_that_follows_anybody(certificate: IssuedCertificate) -> None:
    client = Client()
    client.get(address(certificate))
    assert set(client.cookies) <= {"csrftoken"}


def test_every_verdict_has_its_words() -> None:
    assert set(verdict_words.HEADINGS) == set(verdict_words.FRAMES) == set(Code)
    assert set(verdict_words.REASONS) == set(Reason)
    assert set(verdict_words.PROVEN_NOT) == set(NotProven)
    assert {Modifier.NOT_BEGUN, *verdict_words.MODIFIERS} == set(Modifier)


def test_every_check_that_is_made_has_its_words() -> None:
    room = Path(certificates.__file__).parent
    made = {
        code
        for path in (room / "verification.py", *(room / "checking").glob("*.py"))
        for code in re.findall(r"[Cc]heck\(\s*\"([a-z_]+)\"", path.read_text())
    }
    assert len(made) > 10
    assert made <= set(verdict_words.CHECKS)
