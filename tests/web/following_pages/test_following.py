"""Following a request in a browser without scripts: status, question, thread, files, and who may see them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sojourn.casework import processing_times
from sojourn.casework.asking.attachments import MOST_AT_ONCE
from sojourn.casework.asking.models import Attachment, Message
from sojourn.casework.asking.officer_events import close_inquiry
from sojourn.casework.asking.thread_events import write_to_applicant
from sojourn.casework.decision_events import refuse
from sojourn.casework.events import withdraw_and_close
from sojourn.casework.models import Case
from sojourn.casework.working_off import work_off
from sojourn.core import clock
from sojourn.files.media import LARGEST_BYTES
from sojourn.journal.models import JournalLine
from sojourn.messages.models import Letter
from sojourn.parties import events as party_events
from sojourn.requests.events import withdraw
from tests.casework.asking.builders import PDF, PNG, Story, a_file, person_of
from tests.casework.builders import a_hosted_institution, an_acting_officer
from tests.desk.builders import signed_in
from tests.parties.builders import a_representative, an_employer
from tests.requests.builders import a_draft
from tests.web.builders import client_of, html

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRET = "The number on the card of Adaeze Okafor is unreadable."


@pytest.fixture(autouse=True)
def _a_monday() -> Any:
    caches["process"].clear()
    with clock.fixed(MONDAY):
        a_hosted_institution()
        yield


@pytest.fixture
def story() -> Story:
    return Story()


def at(story: Story, page: str = "request", *more: object) -> str:
    return reverse(page, args=[story.case.reference, *more])


def status(story: Story, client: Client | None = None) -> str:
    return html((client or client_of(story.employer)).get(at(story))).replace("\u00a0", " ")


def pdf(name: str = "letter.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/pdf")


def test_status_tells_what_happened_without_naming_the_institutions_people(story: Story) -> None:
    page = status(story)
    assert "You sent the request to Social Security Administration." in page
    assert "An officer began to look at the request." in page
    officer = person_of(story.officer)
    assert officer.email not in page
    assert "<h1>Request received</h1>" in page
    with clock.fixed(MONDAY + timedelta(days=30)):
        later = status(story)
    assert "<h1>Received, being looked at</h1>" in later


def test_colleague_reads_that_somebody_else_sent_it(story: Story) -> None:
    other = a_representative(story.employer)
    assert "Somebody on your side sent the request" in status(story, client_of(other))


def test_open_question_stands_on_top_of_the_status_and_the_list(story: Story) -> None:
    story.ask("worker_number", "assignment_letter")
    page = status(story)
    assert "<h1>We need something from you by 8 December 2026</h1>" in page
    assert "<title>Needs you" in re.sub(r"\s+", " ", page)
    assert "10 working days are left." in page
    listed = html(client_of(story.employer).get(reverse("requests"))).replace("\u00a0", " ")
    assert "You, by 8 December 2026" in listed
    assert listed.index("Needs you") < listed.index(story.case.reference)


def test_question_is_answered_with_a_fact_words_and_a_file(story: Story) -> None:
    inquiry = story.ask("worker_number", "assignment_letter")
    number, letter = inquiry.questions.all()
    client = client_of(story.employer)
    address = at(story, "request_question")
    page = html(client.get(address))
    assert "Social Security Administration asks 2 questions" in page
    assert "The certificate prints it" in page
    boxes = {"on_page": "worker.ssn", "worker.ssn": "536904399"}
    kept = client.post(address, boxes | {"save": "yes", f"files-{letter.pk}": pdf()})
    assert kept.status_code == 302
    page = html(client.get(address))
    assert "letter.pdf" in page
    assert "536-90-4399" in page or "536904399" in page
    sent = client.post(address, boxes | {"send": "yes"})
    assert sent["Location"] == at(story)
    assert "You answered." in status(story)
    number.refresh_from_db()
    assert number.answer["typed"] == "536904399"
    story.case.refresh_from_db()
    assert story.case.state == "in_review"


def test_what_is_wrong_stands_on_top_and_at_its_box_and_nothing_typed_is_lost(story: Story) -> None:
    inquiry = story.ask("worker_number", "who_pays")
    pays = inquiry.questions.get(code="who_pays")
    boxes = {"on_page": "worker.ssn", "worker.ssn": "12", f"text-{pays.pk}": "", "send": "yes"}
    response = client_of(story.employer).post(at(story, "request_question"), boxes)
    page = html(response)
    assert response.status_code == 422
    assert page.count("You entered 2.") >= 2 or "must have 9 digits" in page
    assert page.count("Answer this question.") == 2
    assert 'value="12"' in page


def test_more_time_is_asked_for_on_the_page(story: Story) -> None:
    story.ask()
    client = client_of(story.employer)
    wish = {
        "more_time": "yes",
        "until-day": "15",
        "until-month": "1",
        "until-year": "2027",
        "reason": "Away.",
    }
    assert (
        html(client.post(at(story, "request_question"), {**wish, "until-day": "40"})).count("Enter a day")
        == 2
    )
    assert client.post(at(story, "request_question"), wish).status_code == 302
    page = html(client.get(at(story, "request_question"))).replace("\u00a0", " ")
    assert "You asked for time until 15 January 2027." in page


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.pdf", b"", "The file is empty."),
        ("x.pdf", b"MZ\x90\x00 no document", "The file is not a PDF, JPG or PNG."),
        ("x.html", b"<script>alert(1)</script>", "The file is not a PDF, JPG or PNG."),
        ("x.pdf", b"%PDF-1.7\n" + b"0" * LARGEST_BYTES, "The file is too big: over 10 MB."),
        ("x.pdf", b"%PDF-1.7 /Encrypt 5 0 R", "The file is locked with a password."),
    ],
)
def test_file_that_is_not_taken_says_why_and_nothing_is_stored(
    story: Story, name: str, data: bytes, words: str
) -> None:
    post = {"key": uuid4(), "text": "Here it is.", "files": SimpleUploadedFile(name, data)}
    page = html(client_of(story.employer).post(at(story, "request_thread"), post))
    assert words in page
    assert "Here it is." in page
    assert not Message.objects.exists()


def test_too_many_files_at_once_are_refused(story: Story) -> None:
    files = [pdf(f"{number}.pdf") for number in range(MOST_AT_ONCE + 1)]
    page = html(
        client_of(story.employer).post(
            at(story, "request_thread"), {"key": uuid4(), "text": "All.", "files": files}
        )
    )
    assert "Choose at most 5 files at a time." in page


def test_message_is_sent_once_and_its_files_are_saved_not_opened(story: Story) -> None:
    client = client_of(story.employer)
    key = uuid4()
    for _ in range(2):
        client.post(
            at(story, "request_thread"),
            {"key": key, "text": "<b>Hello</b>\r\nthere", "files": pdf("../../Okafor <x>.html.pdf")},
        )
    assert Message.objects.count() == 1
    page = html(client.get(at(story, "request_thread")))
    assert "&lt;b&gt;Hello&lt;/b&gt;<br>there" in page
    attachment = Attachment.objects.get()
    assert attachment.name == "Okafor <x>.html.pdf"
    response = client.get(at(story, "request_file", attachment.pk))
    assert response.content == PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]


def test_picture_keeps_the_ending_of_what_it_is(story: Story) -> None:
    client_of(story.employer).post(
        at(story, "request_thread"),
        {"key": uuid4(), "text": "A picture.", "files": SimpleUploadedFile("card.pdf", PNG)},
    )
    assert Attachment.objects.get().name == "card.png"


def test_officer_reads_and_answers_and_the_applicant_is_told_without_particulars(story: Story) -> None:
    client_of(story.employer).post(
        at(story, "request_thread"), {"key": uuid4(), "text": SECRET, "files": pdf("Okafor.pdf")}
    )
    desk = signed_in(person_of(story.officer))
    address = reverse("desk:thread", args=[story.case.reference])
    page = html(desk.get(address))
    assert SECRET in page
    assert (
        desk.get(reverse("desk:file", args=[story.case.reference, Attachment.objects.get().pk])).content
        == PDF
    )
    with clock.fixed(MONDAY + timedelta(minutes=5)):
        assert desk.post(address, {"key": uuid4(), "text": "Thank you, that is enough."}).status_code == 302
    letter = Letter.objects.get(template="message_received")
    assert letter.content["subject"] == f"{story.case.reference}: there is news"
    for text in (letter.content["text"], letter.content["html"], *map(str, JournalLine.objects.values())):
        assert "Okafor" not in text
        assert "enough" not in text
    client = client_of(story.employer)
    with clock.fixed(MONDAY + timedelta(minutes=9)):
        assert "1 new" in status(story, client)
        assert "1 new" not in status(story, client)


def test_nobody_else_reaches_thread_question_or_files(story: Story) -> None:
    inquiry = story.ask()
    write_to_applicant(
        acting=story.officer, case_id=story.case.pk, key=uuid4(), text="See here.", uploads=[a_file()]
    )
    file = Attachment.objects.get().pk
    revoked = a_representative(story.employer)
    revoked_client = client_of(revoked)
    assert revoked_client.get(at(story, "request_thread")).status_code == 200
    party_events.revoke_mandate(acting=story.employer, mandate_id=revoked.mandate_id)
    pages = [
        at(story),
        at(story, "request_question"),
        at(story, "request_thread"),
        at(story, "request_file", file),
    ]
    for client in (client_of(an_employer()), revoked_client, client_of(story.officer)):
        assert [client.get(page).status_code for page in pages] == [404] * 4
        assert client.post(at(story, "request_thread"), {"key": uuid4(), "text": "x"}).status_code == 404
    abroad = signed_in(person_of(an_acting_officer(institution_id="de-dvka")))
    reference = story.case.reference
    desk = [
        reverse("desk:thread", args=[reference]),
        reverse("desk:ask", args=[reference]),
        reverse("desk:file", args=[reference, file]),
        reverse("desk:answer", args=[reference, inquiry.questions.get().pk]),
    ]
    assert [abroad.get(page).status_code for page in desk] == [404] * 4
    assert abroad.post(reverse("desk:ask_close", args=[reference, inquiry.pk])).status_code == 404
    # A file of one request is not found below another.
    other = Story(family_name="Halvorsen")
    assert client_of(other.employer).get(at(other, "request_file", file)).status_code == 404


def test_viewer_reads_and_does_not_write(story: Story) -> None:
    story.ask()
    client = client_of(a_representative(story.employer, may_send=False))
    assert client.get(at(story, "request_question")).status_code == 302
    page = html(client.get(at(story, "request_thread")))
    assert "you may only look" in page
    assert client.post(at(story, "request_thread"), {"key": uuid4(), "text": "x"}).status_code == 404


def test_thread_of_a_withdrawn_request_takes_nothing_more(story: Story) -> None:
    withdraw_and_close(acting=story.employer, request_id=story.case.request_id)
    client = client_of(story.employer)
    client.post(at(story, "request_thread"), {"key": uuid4(), "text": "Wait."})
    assert not Message.objects.exists()
    page = status(story, client)
    assert "<h1>Withdrawn by you on 23 November 2026</h1>" in page
    assert "You withdrew the request." in page


def test_withdrawal_after_the_decision_says_which_came_first(story: Story) -> None:
    client = client_of(story.employer)
    assert "What stops" in html(client.get(at(story, "request_withdraw")))
    refuse(
        acting=story.officer,
        case_id=story.case.pk,
        version=story.case.version,
        reasons=["facts_not_shown"],
    )
    response = client.post(at(story, "request_withdraw"), follow=True)
    page = html(response).replace("\u00a0", " ")
    assert "decided on 23 November 2026 at 09:00 UTC, before your withdrawal arrived." in page
    assert "<h1>No certificate: here is why</h1>" in page


def test_emails_are_turned_off_and_on_from_the_status(story: Story) -> None:
    client = client_of(story.employer)
    client.post(at(story, "request_notices"), {"notify": "no"})
    assert "You get no e-mails about this request." in status(story, client)
    story.ask()
    assert not Letter.objects.filter(template="information_requested").exists()


def decided_after(days: list[int]) -> None:
    """Requests that officers refused after so many days, before the Monday of the tests."""
    for number, taken in enumerate(days):
        with clock.fixed(MONDAY - timedelta(days=taken + 1)):
            story = Story(given_names=f"Person {chr(65 + number)}")
        with clock.fixed(MONDAY - timedelta(days=1)):
            refuse(
                acting=story.officer,
                case_id=story.case.pk,
                version=Case.objects.get(pk=story.case.pk).version,
                reasons=["facts_not_shown"],
            )


def test_measured_times_are_shown_where_there_are_enough() -> None:
    decided_after(list(range(1, 11)))
    times = processing_times.measured("us-ssa", "first")
    assert (times.by_officers, times.median) == (10, timedelta(days=5, hours=12))
    story = Story(family_name="Halvorsen")
    page = status(story)
    assert "Half of such requests were decided within 6 days, nine in ten within 10 days." in page
    assert "Measured: the 10 requests that officers decided in the last 90 days." in page
    with clock.fixed(MONDAY + timedelta(days=20)):
        caches["process"].clear()
        late = status(story)
    assert "This takes longer than usual." in late
    assert "Yours has taken 20 days." in late


def test_too_few_decisions_give_no_time(story: Story) -> None:
    page = status(story)
    assert "Not enough decisions in the last 90 days to give a time." in page
    assert "The institution itself states none." in page


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_status_costs_the_same_number_of_queries_however_much_was_said(story: Story) -> None:
    client = client_of(story.employer)
    inquiry = story.ask()
    close_inquiry(acting=story.officer, case_id=story.case.pk, inquiry_id=inquiry.pk)

    def said(times: int) -> int:
        for _ in range(times):
            write_to_applicant(
                acting=story.officer, case_id=story.case.pk, key=uuid4(), text="News.", uploads=[a_file()]
            )
        status(story, client)
        return queries(client, at(story))

    few = said(1)
    assert said(6) == few
    assert few <= 32


def test_list_costs_the_same_number_of_queries_however_long_it_is(story: Story) -> None:
    client = client_of(story.employer)
    a_draft(story.employer)
    client.get(reverse("requests"))
    few = queries(client, reverse("requests"))
    for number in range(5):
        a_draft(story.employer, given_names=f"Person {chr(65 + number)}")
    assert queries(client, reverse("requests")) == few
    assert few <= 16


def test_withdrawn_in_the_requests_room_alone_is_closed_by_the_worker(story: Story) -> None:
    inquiry = story.ask()
    withdraw(acting=story.employer, request_id=story.case.request_id)
    work_off()
    inquiry.refresh_from_db()
    assert inquiry.state == "closed"
