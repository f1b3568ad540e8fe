"""An officer asks the worker by a link: only that worker answers, the employer learns no more than that."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from sojourn.casework.asking.access import (
    conversation_of_applicant,
    conversation_of_officer,
    due_days,
    file_of_applicant,
    file_of_officer,
    inquiry_of_worker,
)
from sojourn.casework.asking.answering import Given
from sojourn.casework.asking.events import save_answers
from sojourn.casework.asking.models import Attachment, Inquiry, WorkerLink
from sojourn.casework.asking.officer_events import OwnQuestion, answer_more_time, ask, establish_answer
from sojourn.casework.asking.reminders import DAYS_OF_GRACE, close_overdue, remind_due
from sojourn.casework.asking.worker_events import (
    ask_for_time_as_worker,
    disown,
    open_link,
    remove_file_as_worker,
    save_as_worker,
    send_as_worker,
    send_new_link,
)
from sojourn.casework.asking.worker_links import Address, Holder, by_secret, digest
from sojourn.casework.asking.working_days import last_day
from sojourn.casework.events import withdraw_and_close
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.files.models import KeptFile
from sojourn.journal.models import JournalLine
from sojourn.messages.models import Letter
from tests.casework.asking.builders import Story, a_file, person_of
from tests.casework.builders import a_hosted_institution
from tests.desk.builders import signed_in
from tests.requests.worker_part.builders import EMAIL
from tests.web.builders import client_of

pytestmark = pytest.mark.django_db
NUMBER = "536-90-4399"
TO = Address(EMAIL, "en")


@pytest.fixture
def story() -> Story:
    cache.clear()
    a_hosted_institution()
    return Story()


def secret() -> str:
    """The secret of the newest link."""
    letters = Letter.objects.filter(template="worker_question").order_by("-posted_at")
    sent = [re.search(r"/asked/([A-Za-z0-9_-]{43})\b", letter.content["text"]) for letter in letters]
    secrets = [found[1] for found in sent if found]
    # Two letters of one moment: the newest is the one whose link is there.
    known = set(WorkerLink.objects.values_list("link_digest", flat=True))
    return next((each for each in secrets if digest(each) in known), secrets[0])


def come_in() -> Holder:
    return open_link(secret=secret())


def typed(inquiry: Inquiry, **given: Any) -> dict[Any, Given]:
    return {inquiry.questions.get(position=0).pk: Given(**given)}


def test_the_worker_is_asked_by_a_link_and_answers_without_an_account(story: Story) -> None:
    inquiry = story.ask(worker=TO)
    assert (story.case.state, story.request.state) == ("waiting_for_applicant", "submitted")
    letter = Letter.objects.get(template="worker_question")
    assert letter.recipient == EMAIL
    assert letter.content["subject"] == f"{story.case.reference}: a question for you"
    assert not Letter.objects.filter(template="information_requested").exists()
    assert by_secret(secret()).employer
    holder = come_in()
    with pytest.raises(WrongState, match="link_used"):
        come_in()
    with pytest.raises(InvalidInput):
        send_as_worker(holder=holder)
    assert save_as_worker(holder=holder, given=typed(inquiry, typed="123"))[0].code == "ssn_digits"
    save_as_worker(holder=holder, given=typed(inquiry, typed=NUMBER))
    assert (
        conversation_of_officer(story.officer, story.case.reference).inquiries[0].questions[0].typed is None
    )
    send_as_worker(holder=holder)
    send_as_worker(holder=holder)
    story.case.refresh_from_db()
    assert (story.case.state, story.request.state) == ("in_review", "submitted")
    with pytest.raises(WrongState, match="question_not_open"):
        save_as_worker(holder=holder, given=typed(inquiry, typed="536-90-4398"))
    seen = conversation_of_officer(story.officer, story.case.reference).inquiries[0]
    assert (seen.of_worker, seen.questions[0].typed) == (True, NUMBER)
    establish_answer(
        acting=story.officer,
        case_id=story.case.pk,
        version=story.case.version,
        question_id=inquiry.questions.get().pk,
    )
    lines = [line.event for line in JournalLine.objects.order_by("number") if "question" in line.event]
    assert lines[-2:] == ["question.link_opened", "question.answered_by_worker"]


def test_the_employer_learns_that_the_worker_was_asked_and_nothing_else(story: Story) -> None:
    inquiry = story.ask("assignment_letter", worker=TO)
    holder = come_in()
    save_as_worker(holder=holder, given=typed(inquiry, text="It is with me.", uploads=[a_file()]))
    kept = Attachment.objects.get()
    said = conversation_of_applicant(story.employer, story.case.request_id)
    assert said is not None
    assert (said.inquiries, said.open_inquiry) == ((), None)
    assert [each.due_on for each in said.worker_asked] == [inquiry.due_on]
    assert due_days([story.case.request_id]) == {}
    with pytest.raises(NotAllowed):
        save_answers(
            acting=story.employer,
            request_id=story.case.request_id,
            inquiry_id=inquiry.pk,
            given=typed(inquiry, text="We say so."),
        )
    for _ in range(2):
        with pytest.raises(NotAllowed):
            file_of_applicant(story.employer, story.case.request_id, kept.pk)
        if inquiry.state == "open":
            send_as_worker(holder=holder)
            inquiry.refresh_from_db()
    assert file_of_officer(story.officer, story.case.reference, kept.pk)[0].name == "letter.pdf"
    page = client_of(story.employer).get(f"/requests/{story.case.reference}").content.decode()
    assert "The worker answered" in page
    assert "It is with me" not in page


def test_both_are_asked_and_the_case_comes_back_with_the_second_answer(story: Story) -> None:
    inquiry = story.ask(worker=TO)
    story.ask("who_pays")
    with pytest.raises(WrongState, match="question_open"):
        story.ask("nationalities", worker=TO)
    holder = come_in()
    save_as_worker(holder=holder, given=typed(inquiry, typed=NUMBER))
    send_as_worker(holder=holder)
    story.case.refresh_from_db()
    assert (story.case.state, story.request.state) == ("waiting_for_applicant", "information_requested")


@pytest.mark.parametrize(
    ("codes", "own", "to", "problem"),
    [
        (("employed_since",), None, TO, "question_unknown"),
        ((), OwnQuestion("When did it begin?", "activities[0].employed_since"), TO, "fact_unknown"),
        (("worker_number",), None, Address(), "worker_address_missing"),
        (("worker_number",), None, Address("nobody", "en"), "email_wrong_form"),
        (("worker_number",), None, Address(EMAIL, "xx"), "language_unknown"),
    ],
)
def test_what_cannot_be_asked_of_the_worker_says_why(
    story: Story, codes: tuple[str, ...], own: OwnQuestion | None, to: Address, problem: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        ask(
            acting=story.officer,
            case_id=story.case.pk,
            version=story.case.version,
            key=uuid4(),
            codes=codes,
            own=own,
            working_days=5,
            worker=to,
        )
    assert [each.code for each in refusal.value.problems] == [problem]
    assert not Letter.objects.filter(template="worker_question").exists()


def test_reminder_more_time_and_closing_go_to_the_worker_alone(story: Story) -> None:
    inquiry = story.ask(worker=TO)
    holder = come_in()
    later = inquiry.due_on + timedelta(days=14)
    ask_for_time_as_worker(holder=holder, until=later, reason="I am travelling.")
    answer_more_time(acting=story.officer, case_id=story.case.pk, inquiry_id=inquiry.pk, given=True)
    inquiry.refresh_from_db()
    assert inquiry.due_on == later
    assert inquiry.remind_on is not None
    with clock.fixed(clock.now() + (inquiry.remind_on - clock.today())):
        assert (remind_due(), remind_due()) == (1, 0)
    over = last_day(inquiry.due_on, DAYS_OF_GRACE, "US") + timedelta(days=1)
    with clock.fixed(clock.now() + (over - clock.today())):
        assert (close_overdue(), close_overdue()) == (1, 0)
    assert {letter.template for letter in Letter.objects.all() if letter.recipient == EMAIL} == {
        "worker_question",
        "worker_more_time_answered",
        "worker_question_reminder",
        "worker_question_closed",
    }
    story.case.refresh_from_db()
    assert story.case.state == "in_review"
    with pytest.raises(WrongState, match="question_not_open"):
        send_as_worker(holder=holder)


def test_a_new_link_ends_the_old_one_and_the_browser_that_used_it(story: Story) -> None:
    story.ask(worker=TO)
    first, holder = secret(), come_in()
    send_new_link(link_id=holder.link_id)
    with pytest.raises(NotAllowed):
        by_secret(first)
    for step in (inquiry_of_worker, lambda holder: send_as_worker(holder=holder)):
        with pytest.raises(WrongState, match="worker_browser_unknown"):
            step(holder)
    # Somebody who knows the id and guesses the number is not in before the new link is used.
    with pytest.raises(WrongState, match="worker_browser_unknown"):
        inquiry_of_worker(Holder(holder.link_id, 2))
    assert come_in().generation == 2


def test_whoever_is_not_the_worker_says_so_and_nothing_typed_is_kept(story: Story) -> None:
    inquiry = story.ask("assignment_letter", worker=TO)
    holder = come_in()
    save_as_worker(holder=holder, given=typed(inquiry, text="Oh.", uploads=[a_file(), a_file("two.pdf")]))
    remove_file_as_worker(holder=holder, attachment_id=Attachment.objects.order_by("added_at")[0].pk)
    disown(secret=secret())
    assert not KeptFile.objects.filter(kind="attachment").exists()
    assert inquiry.questions.get().answer is None
    seen = conversation_of_officer(story.officer, story.case.reference).inquiries[0]
    assert (seen.state, seen.disowned) == ("closed", True)
    story.case.refresh_from_db()
    assert story.case.state == "in_review"
    for step in (lambda: open_link(secret=secret()), lambda: send_new_link(link_id=holder.link_id)):
        with pytest.raises(WrongState, match="worker_link_over"):
            step()


def test_withdrawing_the_request_ends_the_workers_question(story: Story) -> None:
    inquiry = story.ask(worker=TO)
    holder = come_in()
    withdraw_and_close(acting=story.employer, request_id=story.case.request_id)
    with pytest.raises(WrongState, match="question_not_open"):
        save_as_worker(holder=holder, given=typed(inquiry, typed=NUMBER))
    assert inquiry.questions.get().answer is None


def test_from_the_desk_to_the_answer_by_pages_alone(story: Story) -> None:
    desk, phone, stranger = signed_in(person_of(story.officer)), Client(), Client()
    address = reverse("desk:ask_worker", args=[story.case.reference])
    page = desk.get(address).content.decode()
    assert "What is your Social Security number?" in page
    assert "Since which day" not in page
    form: dict[str, Any] = {
        "version": story.case.version,
        "key": str(uuid4()),
        "codes": ["worker_number"],
        "working_days": "10",
        "remind": "on",
    }
    refused = desk.post(address, form | {"email": ""})
    assert (refused.status_code, "Enter the worker" in refused.content.decode()) == (422, True)
    desk.post(address, form | {"email": EMAIL, "language": "de"})
    case = desk.get(reverse("desk:case", args=[story.case.reference])).content.decode()
    assert "To the worker:" in case
    link = reverse("asked_link", args=[secret()])
    first = phone.get(link)
    assert (first.status_code, first["Referrer-Policy"]) == (200, "no-referrer")
    assert "hat eine Frage an Sie" in first.content.decode()
    own = phone.post(link, {"do": "open"})["Location"]
    # Who only has the address of the page, or the used link, sees no question.
    for path in (link, own):
        assert "Sozialversicherungsnummer?" not in stranger.get(path).content.decode()
    question = Inquiry.objects.get().questions.get()
    assert "Ihre Sozialversicherungsnummer?" in phone.get(own).content.decode()
    wrong = phone.post(own, {"worker.ssn": "123", "send": "yes"})
    assert wrong.status_code == 422
    assert "123" in wrong.content.decode()
    phone.post(own, {"worker.ssn": NUMBER, f"text-{question.pk}": "", "send": "yes"})
    assert "Ihre Antwort wurde gesendet" in phone.get(own).content.decode()
    assert Inquiry.objects.get().state == "answered"
    assert NUMBER in desk.get(reverse("desk:case", args=[story.case.reference])).content.decode()


def test_links_are_not_sent_without_end_and_cannot_be_guessed(story: Story) -> None:
    story.ask(worker=TO)
    link = WorkerLink.objects.get()
    page = reverse("asked_page", args=[link.pk])
    statuses = [Client().post(page).status_code for _ in range(5)]
    assert statuses[0] == 200
    assert 429 in statuses
    assert Client().get(reverse("asked_link", args=["x" * 43])).status_code == 404
    assert Client().get(reverse("asked_page", args=[uuid4()])).status_code == 404
