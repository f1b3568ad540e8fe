"""A request to an institution elsewhere: packed, sent, answered; with mistakes that can be taken back."""

from datetime import timedelta

import pytest

from sojourn.certificates.conformance import faults
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.files import access as files
from sojourn.messages.models import Letter
from sojourn.parties.access import ActingAs
from sojourn.requests.models import Request
from sojourn.requests.packages import events
from sojourn.requests.packages.access import package_for, paper_of
from sojourn.requests.packages.models import Package
from sojourn.requests.packages.states import Outcome
from tests.parties.builders import an_employer
from tests.requests.builders import a_sent_request
from tests.requests.packages.builders import a_package, a_pdf, a_picture

pytestmark = pytest.mark.django_db
TODAY = clock.today


def sent(**changes: object) -> tuple[ActingAs, Request, Package]:
    acting, request, package = a_package(**changes)
    events.record_sent(
        acting=acting, request_id=request.pk, on=TODAY(), by="post", foreign_reference="AZ 12/7"
    )
    return acting, request, package


def a_certificate(**changes: object) -> events.Answer:
    given = {"outcome": Outcome.CERTIFICATE, "on": TODAY(), "number": "D-101/77", "issuer": "AOK Bayern"}
    given |= {"start": TODAY(), "end": TODAY() + timedelta(days=300)}
    return events.Answer(**(given | changes))  # type: ignore[arg-type]


def state(request: Request) -> tuple[str, str]:
    request.refresh_from_db()
    return request.state, Package.objects.get(request=request).state


def test_packing_is_done_once() -> None:
    _, request = a_sent_request()
    assert events.pack(request_id=request.pk)
    assert not events.pack(request_id=request.pk)
    assert state(request) == ("package_ready", "ready")


def test_the_whole_way_from_ready_to_certificate() -> None:
    acting, request, package = sent()
    assert state(request) == ("package_sent", "sent")
    events.record_answer(acting=acting, request_id=request.pk, answer=a_certificate())
    assert state(request) == ("certificate_received", "answered")
    package.refresh_from_db()
    assert package.answer["number"] == "D-101/77"
    assert package.foreign_reference == "AZ 12/7"


def test_what_was_sent_is_kept_as_it_was() -> None:
    _, _, package = sent()
    package.refresh_from_db()
    assert package.sent_file is not None
    assert faults(files.read(package.sent_file)) == []


def test_a_refusal_is_an_answer_without_a_certificate() -> None:
    acting, request, _ = sent()
    answer = events.Answer(Outcome.REFUSAL, TODAY(), words="Hired there.")
    events.record_answer(acting=acting, request_id=request.pk, answer=answer)
    assert state(request) == ("package_answered", "answered")


def test_mistakes_are_taken_back() -> None:
    acting, request, _ = sent()
    events.record_answer(acting=acting, request_id=request.pk, answer=a_certificate())
    events.take_back_answer(acting=acting, request_id=request.pk)
    assert state(request) == ("package_sent", "sent")
    events.take_back_sent(acting=acting, request_id=request.pk)
    assert state(request) == ("package_ready", "ready")


def test_the_same_sending_again_changes_nothing() -> None:
    acting, request, package = sent()
    package.refresh_from_db()
    kept = package.sent_file
    events.record_sent(acting=acting, request_id=request.pk, on=TODAY(), by="post")
    package.refresh_from_db()
    assert package.sent_file == kept


@pytest.mark.parametrize(("days", "code"), [(1, "day_to_come"), (-2, "day_before")])
def test_a_day_that_cannot_be_is_refused(days: int, code: str) -> None:
    acting, request, _ = a_package()
    with pytest.raises(InvalidInput) as refused:
        events.record_sent(acting=acting, request_id=request.pk, on=TODAY() + timedelta(days=days), by="post")
    assert [problem.code for problem in refused.value.problems] == [code]


def test_a_certificate_needs_number_issuer_and_first_day() -> None:
    acting, request, _ = sent()
    with pytest.raises(InvalidInput) as refused:
        events.record_answer(
            acting=acting, request_id=request.pk, answer=a_certificate(number="", issuer="", start=None)
        )
    assert {problem.field for problem in refused.value.problems} == {"number", "issuer", "start"}


def test_an_answer_needs_a_sending_first() -> None:
    acting, request, _ = a_package()
    with pytest.raises(WrongState):
        events.record_answer(acting=acting, request_id=request.pk, answer=a_certificate())


def test_an_office_can_be_named_until_it_is_sent() -> None:
    acting, request, package = a_package()
    events.name_office(
        acting=acting,
        request_id=request.pk,
        name="AOK Bayern",
        address=["Carl-Wery-Str. 28", "81739 München"],
    )
    package.refresh_from_db()
    assert package.office == {"name": "AOK Bayern", "address": ["Carl-Wery-Str. 28", "81739 München"]}
    events.record_sent(acting=acting, request_id=request.pk, on=TODAY(), by="post")
    with pytest.raises(WrongState):
        events.name_office(acting=acting, request_id=request.pk, name="", address=[])


def test_a_stranger_has_no_part_in_it() -> None:
    _, request, _ = sent()
    stranger = an_employer()
    with pytest.raises(NotAllowed):
        package_for(stranger, request.pk)
    for act in (
        lambda: events.record_answer(acting=stranger, request_id=request.pk, answer=a_certificate()),
        lambda: events.keep_paper(acting=stranger, request_id=request.pk, data=a_pdf()),
        lambda: events.take_back_sent(acting=stranger, request_id=request.pk),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_paper_of_another_package_is_not_there() -> None:
    acting, request, _ = sent()
    paper = events.keep_paper(acting=acting, request_id=request.pk, data=a_pdf())
    assert paper_of(acting, request.pk, paper.pk)[1].startswith(b"%PDF")
    other_acting, other, _ = sent()
    with pytest.raises(NotAllowed):
        paper_of(other_acting, other.pk, paper.pk)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"PK\x03\x04 an archive", "file_type_not_allowed"),
        (b"%PDF-1.7 and nothing else", "file_unreadable"),
        (a_pdf(password="x"), "file_encrypted"),
        (a_pdf(script="app.alert(1)"), "file_not_safe"),
        (a_pdf() + b"<html><script>alert(1)</script>", "file_not_safe"),
        (a_picture("JPEG") + b"PK\x05\x06" + b"\0" * 18, "file_not_safe"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "file_unreadable"),
        (b"%PDF-" + b"0" * (11 * 1024 * 1024), "file_too_large"),
    ],
    ids=[
        "empty",
        "archive",
        "cut",
        "locked",
        "script",
        "page_behind",
        "archive_behind",
        "no_picture",
        "too_big",
    ],
)
def test_hostile_files_are_not_let_in(data: bytes, code: str) -> None:
    acting, request, package = sent()
    with pytest.raises(InvalidInput) as refused:
        events.keep_paper(acting=acting, request_id=request.pk, data=data)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert package.files.count() == 0


@pytest.mark.parametrize("data", [a_pdf(), a_picture("PNG"), a_picture("JPEG")], ids=["pdf", "png", "jpeg"])
def test_what_people_send_is_let_in(data: bytes) -> None:
    acting, request, _ = sent()
    paper = events.keep_paper(acting=acting, request_id=request.pk, data=data)
    assert files.read(paper.file_id) == data


def test_a_reminder_goes_out_once_and_names_nobody() -> None:
    acting, request, package = sent()
    events.choose_reminder(acting=acting, request_id=request.pk, on=TODAY() + timedelta(days=1))
    assert events.remind_senders() == 0
    Package.objects.filter(pk=package.pk).update(remind_on=TODAY())
    assert events.remind_senders() == 1
    assert events.remind_senders() == 0
    letter = Letter.objects.get(template="package_reminder")
    assert "Okafor" not in letter.content["text"]


def test_withdrawn_it_is_no_longer_reminded_of() -> None:
    _, request, package = sent()
    Package.objects.filter(pk=package.pk).update(remind_on=TODAY())
    Request.objects.filter(pk=request.pk).update(state="withdrawn", withdrawn_at=clock.now())
    assert events.remind_senders() == 0
