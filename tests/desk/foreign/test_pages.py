"""The pages of the host side: a file is dropped, compared, registered, doubted; reports are read."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sojourn.casework.foreign.concern_events import report_concern
from sojourn.casework.foreign.models import Concern, ForeignCertificate
from sojourn.messages.models import Letter
from sojourn.parties.access import staff_of
from sojourn.requests.models import Request
from tests.casework.builders import a_queued_case
from tests.casework.foreign.builders import HOST, a_host_officer, a_typed_certificate, both_hosted, typed
from tests.certificates.builders import a_certificate, paper
from tests.desk.builders import an_officer_at_work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _both(_hosted: None) -> None:
    both_hosted()


def posted(**changes: str) -> dict[str, str]:
    """The items of a form as a browser sends them."""
    given = typed(**changes)
    for name in ("start", "end", "birth_date"):
        year, month, day = (given.pop(name) or "--").split("-")
        given |= {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}
    return given


def a_file(data: bytes, name: str = "certificate.pdf") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, data, content_type="application/pdf")


def test_our_pdf_is_dropped_compared_registered_and_doubted() -> None:
    _, client = an_officer_at_work("officer", HOST)
    certificate = a_certificate()
    page = client.post("/desk/foreign/new", {"file": a_file(paper(certificate))}, follow=True)
    text = page.content.decode()
    assert "the seal is right" in text
    assert certificate.number in text
    assert "from the sealed data" in text
    done = client.post(page.redirect_chain[-1][0], follow=True)
    (record, _) = done.redirect_chain[-1]
    text = done.content.decode()
    assert "Verified: seal checked" in text
    assert "Nothing was found against it." in text
    assert certificate.number not in text, "the number is an item of the person's paper"
    assert certificate.number in client.post(f"{record}/person").content.decode()
    assert client.get(f"{record}/person").status_code == 405
    again = client.post("/desk/foreign/new", {"file": a_file(paper(certificate))}, follow=True)
    assert again.redirect_chain[-1][0] == record

    wrong = client.post(f"{record}/doubt", {"key": str(uuid4())})
    assert wrong.status_code == 422
    assert "Choose at least one reason." in wrong.content.decode()
    given = {"key": str(uuid4()), "reasons": ["not_posted"], "text": "Works for another firm."}
    dispute = client.post(f"{record}/doubt", given, follow=True)
    assert "it binds until withdrawn" in dispute.content.decode()
    assert "In dispute" in client.get("/desk/foreign/").content.decode()
    verdict = client.get(f"/c/{certificate.number}/{certificate.secret}").content.decode()
    assert "In dispute between GKV-Spitzenverband and Social Security Administration since " in verdict
    assert "it binds until withdrawn" in verdict
    assert "Genuine" in verdict

    _, issuer = an_officer_at_work()
    address = dispute.redirect_chain[-1][0]
    assert "ours" in issuer.get("/desk/disputes/").content.decode()
    assert "Works for another firm." in issuer.get(address).content.decode()
    assert issuer.get(record).status_code == 404
    old = issuer.post(f"{address}/uphold", {"version": "7", "text": "It is right."}, follow=True)
    assert "took a step while you had this page open" in old.content.decode()
    upheld = issuer.post(f"{address}/uphold", {"version": "0", "text": "It is right."}, follow=True)
    assert "Upheld by the issuer" in upheld.content.decode()
    assert client.get(f"{address}/letter.pdf").status_code == 404


def test_a_certificate_is_typed_by_hand_and_what_is_wrong_stands_at_its_box() -> None:
    _, client = an_officer_at_work("officer", HOST)
    nothing = client.post("/desk/foreign/new", {})
    assert nothing.status_code == 422
    page = client.post("/desk/foreign/new", {"by_hand": "yes"}, follow=True)
    address = page.redirect_chain[-1][0]
    wrong = client.post(address, posted(family_name="", start="2027-02-31"))
    text = wrong.content.decode()
    assert wrong.status_code == 422
    assert "Enter the family name as on the certificate." in text
    assert "Enter a day, a month and a year." in text
    assert 'value="Élodie"' in text
    contradicts = client.post(address, posted(legislation="DE"))
    assert contradicts.status_code == 422
    assert "which is our own" in contradicts.content.decode()
    done = client.post(address, posted(legislation="DE") | {"in_spite": "yes"}, follow=True)
    assert "Seen, not verified" in done.content.decode()
    assert client.post(address, posted(), follow=True).status_code == 404
    (row,) = ForeignCertificate.objects.all()
    found = client.post("/desk/foreign/find", {"q": "fr 75-2026/0147"}).content.decode()
    assert row.reference in found
    assert "Marchand" not in found


def test_lists_ask_the_database_the_same_number_of_times_whatever_their_length() -> None:
    _, client = an_officer_at_work("officer", HOST)
    officer = a_host_officer()
    counts = []
    for number in range(3):
        a_typed_certificate(
            officer, number=f"FR {number}", person_number="", birth_date=f"1990-01-0{number + 1}"
        )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/desk/foreign/")
        counts.append(len(queries))
    assert counts[1] == counts[2]
    assert counts[2] <= 20


def test_anybody_reports_a_concern_and_the_issuing_institution_answers_it(client: Client) -> None:
    certificate = a_certificate()
    form = client.get(f"/verify/concern?number={certificate.number}").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', form)
    assert key is not None
    given = {"key": key[1], "institution": HOST, "number": certificate.number, "seen": "", "contact": "x"}
    wrong = client.post("/verify/concern", given)
    assert wrong.status_code == 422
    assert "Write what you saw." in wrong.content.decode()
    assert "like name@example.com" in wrong.content.decode()
    given |= {"seen": "Another person showed it.", "contact": "gate@example.org"}
    given["photo"] = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0 a photo", content_type="image/jpeg")  # type: ignore[assignment]
    sent = client.post("/verify/concern", given, follow=True)
    reference = Concern.objects.get().reference
    assert reference in sent.content.decode()
    given.pop("photo")
    client.post("/verify/concern", given)
    assert Concern.objects.count() == 1
    (letter,) = Letter.objects.filter(template="concern_received")
    assert letter.recipient == "gate@example.org"

    _, other = an_officer_at_work("officer", HOST)
    assert other.get(f"/desk/concerns/{reference}").status_code == 404, (
        "it went to the issuer, whoever was named"
    )
    _, issuer = an_officer_at_work()
    assert reference in issuer.get("/desk/concerns/").content.decode()
    page = issuer.get(f"/desk/concerns/{reference}").content.decode()
    assert "Another person showed it." in page
    photo = issuer.get(f"/desk/concerns/{reference}/photo")
    assert photo["Content-Disposition"].startswith("attachment")
    assert photo["X-Content-Type-Options"] == "nosniff"
    issuer.post(f"/desk/concerns/{reference}/take", {"version": "0"})
    without = issuer.post(f"/desk/concerns/{reference}/answer", {"version": "1", "note": ""})
    assert without.status_code == 422
    done = issuer.post(
        f"/desk/concerns/{reference}/answer", {"version": "1", "note": "Asked the employer."}, follow=True
    )
    assert "Answered" in done.content.decode()


def test_reports_are_limited_and_say_nothing_of_what_is_on_record(client: Client) -> None:
    known = report_concern(key=uuid4(), seen="x", number=a_certificate().number, institution_id=HOST)
    unknown = report_concern(key=uuid4(), seen="x", number="US-2027-7K3M-92QX-4T", institution_id=HOST)
    assert known.institution_id == unknown.institution_id == HOST
    given = {"institution": HOST, "seen": "x", "contact": "gate@example.org"}
    codes = [client.post("/verify/concern", given | {"key": str(uuid4())}).status_code for _ in range(4)]
    assert codes == [302, 302, 302, 429], "an address gets no more than three receipts a day"


def test_what_is_registered_from_abroad_stands_in_the_case_of_the_same_person() -> None:
    case, (person, client) = a_queued_case(), an_officer_at_work()
    officer = staff_of(person, "us-ssa")
    stated = Request.objects.get(pk=case.request_id).particulars
    same = {
        "given_names": stated["worker.given_names"],
        "family_name": stated["worker.family_name"],
        "birth_date": stated["worker.birth_date"],
        "person_number": "",
    }
    assert "certified abroad" not in client.get(f"/desk/cases/{case.reference}").content.decode()
    own = a_typed_certificate(officer, **same, host="US", instrument="other")
    other = a_typed_certificate(a_host_officer(), **same)
    page = client.get(f"/desk/cases/{case.reference}").content.decode()
    assert f'href="/desk/foreign/{own}"' in page
    assert other in page
    assert f'href="/desk/foreign/{other}"' not in page, "another institution's record is not ours to open"
