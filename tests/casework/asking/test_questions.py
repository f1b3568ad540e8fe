"""An officer asks, the applicant answers: one question at a time, frozen when sent, late until closed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from sojourn.casework.asking.access import conversation_of_applicant, conversation_of_officer, due_days
from sojourn.casework.asking.catalogue import LANGUAGES, known_questions
from sojourn.casework.asking.difference import difference_of
from sojourn.casework.asking.events import Given, ask_for_more_time, remove_file, save_answers, send_answers
from sojourn.casework.asking.models import Attachment, EstablishedFact, Inquiry
from sojourn.casework.asking.officer_events import (
    OwnQuestion,
    answer_more_time,
    ask,
    close_inquiry,
    establish_answer,
)
from sojourn.casework.asking.reminders import DAYS_OF_GRACE, close_overdue, remind_due
from sojourn.casework.asking.working_days import day_to_remind, days_left, last_day
from sojourn.casework.decision_events import approve
from sojourn.casework.events import withdraw_and_close
from sojourn.casework.officer_events import assign
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.files.models import KeptFile
from sojourn.messages.models import Letter
from tests.casework.asking.builders import Story, a_file
from tests.casework.builders import a_hosted_institution, an_acting_officer, said_about
from tests.parties.builders import a_representative, an_employer

pytestmark = pytest.mark.django_db
NUMBER = "536-90-4399"


@pytest.fixture
def story() -> Story:
    a_hosted_institution()
    return Story()


def answered(story: Story, inquiry: Inquiry, **given: Any) -> None:
    """Put these into the first question's boxes and send."""
    question = inquiry.questions.get(position=0)
    story_args = {"acting": story.employer, "request_id": story.case.request_id, "inquiry_id": inquiry.pk}
    save_answers(**story_args, given={question.pk: Given(**given)})
    send_answers(**story_args)
    story.case.refresh_from_db()


def test_asking_makes_case_and_request_wait_and_tells_the_applicant(story: Story) -> None:
    inquiry = story.ask("worker_number", "assignment_letter")
    assert (story.case.state, story.request.state) == ("waiting_for_applicant", "information_requested")
    # Ten working days from Monday, 23 November 2026: Thanksgiving is none.
    assert inquiry.due_on == date(2026, 12, 8)
    letter = Letter.objects.get(template="information_requested")
    assert letter.content["subject"] == f"{story.case.reference}: we need something from you"
    assert "8 December 2026" in letter.content["text"].replace("\u00a0", " ")
    assert due_days([story.case.request_id]) == {story.case.request_id: inquiry.due_on}


def test_same_key_asks_once_and_a_second_question_waits_its_turn(story: Story) -> None:
    key = uuid4()
    story.ask(key=key)
    story.ask(key=key)
    assert Inquiry.objects.count() == 1
    with pytest.raises(WrongState, match="question_open"):
        story.ask("who_pays")


def test_answer_is_frozen_on_send_and_the_case_comes_back(story: Story) -> None:
    inquiry = story.ask()
    answered(story, inquiry, typed=NUMBER)
    assert (story.case.state, story.request.state) == ("in_review", "submitted")
    send_answers(acting=story.employer, request_id=story.case.request_id, inquiry_id=inquiry.pk)
    with pytest.raises(WrongState, match="question_not_open"):
        answered(story, inquiry, typed="536-90-4398")
    assert inquiry.questions.get().answer == {"text": "", "typed": NUMBER}


def test_answers_are_kept_before_they_are_sent_and_the_officer_does_not_see_them(story: Story) -> None:
    inquiry = story.ask("who_pays", "assignment_letter")
    pays, letter = inquiry.questions.all()
    args = {"acting": story.employer, "request_id": story.case.request_id, "inquiry_id": inquiry.pk}
    save_answers(
        **args, given={pays.pk: Given(text="We do.\r\nIn Chicago."), letter.pk: Given(uploads=[a_file()])}
    )
    mine = conversation_of_applicant(story.employer, story.case.request_id)
    assert mine is not None
    assert mine.open_inquiry is not None
    assert [question.text for question in mine.open_inquiry.questions] == ["We do.\nIn Chicago.", ""]
    assert [file.name for file in mine.open_inquiry.questions[1].files] == ["letter.pdf"]
    theirs = conversation_of_officer(story.officer, story.case.reference)
    assert [(question.text, question.files) for question in theirs.inquiries[0].questions] == [("", ())] * 2
    remove_file(**args, attachment_id=Attachment.objects.get().pk)
    assert not KeptFile.objects.filter(kind="attachment").exists()


@pytest.mark.parametrize(
    ("code", "given", "problem"),
    [
        ("worker_number", {}, "missing"),
        ("worker_number", {"typed": "123"}, "ssn_digits"),
        ("who_pays", {}, "answer_missing"),
        ("assignment_letter", {}, "file_or_words_missing"),
    ],
)
def test_what_is_missing_or_wrong_is_not_sent(
    story: Story, code: str, given: dict[str, Any], problem: str
) -> None:
    inquiry = story.ask(code)
    with pytest.raises(InvalidInput) as refusal:
        answered(story, inquiry, **given)
    assert [each.code for each in refusal.value.problems] == [problem]
    assert story.request.state == "information_requested"


def test_words_may_stand_in_for_a_paper_that_there_is_not(story: Story) -> None:
    answered(story, story.ask("assignment_letter"), text="It was agreed by word of mouth.")
    assert story.case.state == "in_review"


def test_late_answer_counts_until_the_question_is_closed(story: Story) -> None:
    inquiry = story.ask()
    with clock.fixed(datetime(2027, 1, 4, 9, 0, tzinfo=UTC)):
        view = conversation_of_applicant(story.employer, story.case.request_id)
        assert view is not None
        assert view.open_inquiry is not None
        assert view.open_inquiry.is_late
        answered(story, inquiry, typed=NUMBER)
    assert story.case.state == "in_review"


def test_closed_question_takes_no_answer(story: Story) -> None:
    inquiry = story.ask()
    close_inquiry(acting=story.officer, case_id=story.case.pk, inquiry_id=inquiry.pk)
    with pytest.raises(WrongState, match="question_not_open"):
        answered(story, inquiry, typed=NUMBER)
    story.case.refresh_from_db()
    assert (story.case.state, story.request.state) == ("in_review", "submitted")
    assert Letter.objects.filter(template="question_closed").count() == 1


def test_more_time_is_asked_for_and_given(story: Story) -> None:
    inquiry = story.ask()
    wish: dict[str, Any] = {
        "acting": story.employer,
        "request_id": story.case.request_id,
        "inquiry_id": inquiry.pk,
        "reason": "The office abroad is closed.",
    }
    with pytest.raises(InvalidInput, match="invalid_input"):
        ask_for_more_time(**wish, until=inquiry.due_on)
    ask_for_more_time(**wish, until=date(2027, 1, 15))
    answer_more_time(acting=story.officer, case_id=story.case.pk, inquiry_id=inquiry.pk, given=True)
    inquiry.refresh_from_db()
    assert (inquiry.due_on, inquiry.more_time_until, inquiry.more_time_given) == (
        date(2027, 1, 15),
        None,
        True,
    )
    assert inquiry.remind_on == date(2027, 1, 13)
    assert Letter.objects.filter(template="more_time_answered").count() == 1


def test_reminder_goes_out_once_before_the_last_day(story: Story) -> None:
    inquiry = story.ask()
    assert remind_due() == 0
    with clock.fixed(datetime.combine(inquiry.remind_on, datetime.min.time(), UTC) + timedelta(hours=9)):
        assert (remind_due(), remind_due()) == (1, 0)
    letter = Letter.objects.get(template="question_reminder")
    assert letter.content["subject"].startswith(f"{story.case.reference}: something is due on ")


def test_question_closes_by_itself_once_the_days_of_grace_are_over(story: Story) -> None:
    inquiry = story.ask()
    last_of_grace = last_day(inquiry.due_on, DAYS_OF_GRACE, "US")
    for day, closed in ((inquiry.due_on, 0), (last_of_grace, 0), (last_of_grace + timedelta(days=1), 1)):
        with clock.fixed(datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=9)):
            assert (close_overdue(), close_overdue()) == (closed, 0), day
    inquiry.refresh_from_db()
    story.case.refresh_from_db()
    assert (inquiry.state, story.case.state, story.request.state) == ("closed", "in_review", "submitted")
    assert Letter.objects.filter(template="question_closed").count() == 1
    with pytest.raises(WrongState, match="question_not_open"):
        close_inquiry(acting=story.officer, case_id=story.case.pk, inquiry_id=inquiry.pk)


def test_no_letters_where_none_are_wanted(story: Story) -> None:
    request = story.request
    request.notify = False
    request.save(update_fields=["notify"])
    story.ask()
    assert not Letter.objects.filter(template="information_requested").exists()


def test_answered_fact_shows_its_difference_and_counts_once_established(story: Story) -> None:
    inquiry = story.ask("worker_number")
    answered(story, inquiry, typed=NUMBER)
    question = inquiry.questions.get()
    shown = difference_of(story.officer, story.case.reference, question.pk, "en")
    assert (shown.before, shown.after, shown.changes_law) == (None, NUMBER, False)
    establish = {"acting": story.officer, "case_id": story.case.pk, "question_id": question.pk}
    establish_answer(**establish, version=story.case.version)
    establish_answer(**establish, version=story.case.version)
    assert EstablishedFact.objects.count() == 1
    story.case.refresh_from_db()
    assert story.case.number_index
    # The only hindrance was the missing number: nothing has to be set aside now.
    approve(
        acting=story.officer,
        case_id=story.case.pk,
        version=story.case.version,
        reasons=["facts_established"],
    )
    assert story.request.state == "approved"
    assert story.request.particulars.get("worker.ssn") is None


def test_answer_that_changes_the_law_says_so(story: Story) -> None:
    inquiry = story.ask("last_day")
    answered(story, inquiry, typed={"day": "28", "month": "2", "year": "2033"})
    question = inquiry.questions.get()
    shown = difference_of(story.officer, story.case.reference, question.pk, "en")
    assert (shown.before, shown.after) == ("2030-02-28", "2033-02-28")
    assert shown.changes_law
    establish_answer(
        acting=story.officer, case_id=story.case.pk, question_id=question.pk, version=story.case.version
    )
    story.case.refresh_from_db()
    assert story.case.end == date(2033, 2, 28)


def test_officer_in_own_words_asks_for_a_fact_of_the_vocabulary_only(story: Story) -> None:
    inquiry = story.ask("who_pays", own=OwnQuestion("Which town?", fact="receiver.city"))
    assert [(q.code, q.fact) for q in inquiry.questions.all()] == [("who_pays", ""), ("", "receiver.city")]


@pytest.mark.parametrize(
    ("terms", "problem"),
    [
        ({"codes": ()}, "question_missing"),
        ({"codes": ("shoe_size",)}, "question_unknown"),
        ({"own": OwnQuestion("What?", fact="worker.shoe_size")}, "fact_unknown"),
        ({"codes": ("worker_number",), "own": OwnQuestion("Which?", fact="worker.ssn")}, "fact_asked_twice"),
        ({"codes": (), "own": OwnQuestion("", wants_file=True)}, "question_words_missing"),
        ({"own": OwnQuestion("x" * 1001)}, "too_long"),
        ({"working_days": 0}, "working_days_range"),
    ],
)
def test_question_that_cannot_be_sent_says_why(story: Story, terms: dict[str, Any], problem: str) -> None:
    wanted: dict[str, Any] = {"codes": ("who_pays",), "working_days": 5, "key": uuid4()} | terms
    with pytest.raises(InvalidInput) as refusal:
        ask(acting=story.officer, case_id=story.case.pk, version=story.case.version, **wanted)
    assert [each.code for each in refusal.value.problems] == [problem]


def test_nobody_else_asks_or_answers(story: Story) -> None:
    inquiry = story.ask()
    wanted: dict[str, Any] = {"codes": ("who_pays",), "working_days": 5, "key": uuid4()}
    strangers = [an_acting_officer(institution_id="de-dvka"), story.employer]
    for stranger in strangers:
        with pytest.raises(NotAllowed):
            ask(acting=stranger, case_id=story.case.pk, version=story.case.version, **wanted)
    rights = {"request_id": story.case.request_id, "inquiry_id": inquiry.pk}
    viewer = a_representative(story.employer, may_send=False)
    for stranger in (an_employer(), story.officer, viewer):
        with pytest.raises(NotAllowed):
            send_answers(acting=stranger, **rights)
        with pytest.raises(NotAllowed):
            save_answers(acting=stranger, given={}, **rights)
        with pytest.raises(NotAllowed):
            ask_for_more_time(acting=stranger, until=date(2027, 1, 15), reason="Because.", **rights)


def test_waiting_case_keeps_waiting_in_new_hands(story: Story) -> None:
    story.ask()
    colleague = an_acting_officer()
    assign(acting=colleague, case_id=story.case.pk)
    story.case.refresh_from_db()
    assert (story.case.state, str(story.case.assigned_to_id)) == (
        "waiting_for_applicant",
        colleague.actor.person_id,
    )


def test_withdrawing_ends_the_question_too(story: Story) -> None:
    inquiry = story.ask()
    withdraw_and_close(acting=story.employer, request_id=story.case.request_id)
    inquiry.refresh_from_db()
    story.case.refresh_from_db()
    assert (inquiry.state, story.case.state, story.request.state) == ("closed", "closed", "withdrawn")
    assert said_about(story.case)[-2:] == ["question.lapsed", "case.request_withdrawn"]


def test_catalogue_has_words_in_every_language() -> None:
    for question in known_questions().values():
        assert set(question.ask) == set(question.why) == set(LANGUAGES)
        assert len(set(question.ask.values())) == len(LANGUAGES)


def test_working_days_leave_out_weekends_and_holidays() -> None:
    monday = date(2026, 11, 23)
    assert last_day(monday, 10, "US") == date(2026, 12, 8)  # Thanksgiving, 26 November
    assert last_day(monday, 10, "DE") == date(2026, 12, 7)
    assert last_day(monday, 3, "??") == date(2026, 11, 26)
    assert days_left(monday, date(2026, 12, 8), "US") == 10
    assert days_left(date(2026, 12, 9), date(2026, 12, 8), "US") == 0
    assert day_to_remind(date(2026, 11, 30), "US") == date(2026, 11, 25)
