"""Two at once, on a real database: one answer, one message, one reminder, and one end of a request."""

from datetime import timedelta
from uuid import uuid4

import pytest

from sojourn.casework.asking.events import Given, save_answers, send_answers
from sojourn.casework.asking.models import Inquiry, Message
from sojourn.casework.asking.officer_events import close_inquiry
from sojourn.casework.asking.reminders import remind_due
from sojourn.casework.asking.thread_events import write_to_institution
from sojourn.casework.decision_events import refuse
from sojourn.casework.events import withdraw_and_close
from sojourn.casework.models import Decision
from sojourn.core import clock
from sojourn.journal.chain import verify
from sojourn.messages.models import Letter
from tests.casework.asking.builders import Story
from tests.casework.builders import a_hosted_institution
from tests.casework.test_at_once import MONDAY, at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story() -> Story:
    a_hosted_institution()
    with clock.fixed(MONDAY):
        return Story()


def test_withdrawing_and_refusing_at_once_ends_in_one_of_both(story: Story) -> None:
    outcomes = at_once(
        lambda: withdraw_and_close(acting=story.employer, request_id=story.case.request_id),
        lambda: refuse(
            acting=story.officer,
            case_id=story.case.pk,
            version=story.case.version,
            reasons=["facts_not_shown"],
        ),
    )
    story.case.refresh_from_db()
    first = (story.request.state, story.case.state, Decision.objects.count())
    assert first in {("withdrawn", "closed", 0), ("refused", "decided", 1)}
    # Whoever was second is told so.
    refusal = {"withdrawn": {"case_closed", "request_not_open"}, "refused": {"request_step_not_open"}}
    assert {code for code in outcomes if code} <= refusal[story.request.state]
    assert any(outcomes)
    assert verify().ok


def test_answering_and_withdrawing_at_once_ends_in_a_withdrawn_request_with_its_question_ended(
    story: Story,
) -> None:
    with clock.fixed(MONDAY):
        inquiry = story.ask("who_pays")
        question = inquiry.questions.get()
        mine = {"acting": story.employer, "request_id": story.case.request_id, "inquiry_id": inquiry.pk}
        save_answers(**mine, given={question.pk: Given(text="We do.")})
    at_once(
        lambda: send_answers(**mine),
        lambda: withdraw_and_close(acting=story.employer, request_id=story.case.request_id),
    )
    inquiry.refresh_from_db()
    story.case.refresh_from_db()
    assert (story.request.state, story.case.state) == ("withdrawn", "closed")
    assert inquiry.state in {"answered", "closed"}
    assert verify().ok


def test_answering_and_closing_at_once_is_one_of_both(story: Story) -> None:
    with clock.fixed(MONDAY):
        inquiry = story.ask("who_pays")
        question = inquiry.questions.get()
        mine = {"acting": story.employer, "request_id": story.case.request_id, "inquiry_id": inquiry.pk}
        save_answers(**mine, given={question.pk: Given(text="We do.")})
    outcomes = at_once(
        lambda: send_answers(**mine),
        lambda: close_inquiry(acting=story.officer, case_id=story.case.pk, inquiry_id=inquiry.pk),
    )
    story.case.refresh_from_db()
    assert outcomes.count("question_not_open") == 1
    assert (story.request.state, story.case.state) == ("submitted", "in_review")


def test_two_officers_of_one_case_never_ask_twice_at_once(story: Story) -> None:
    outcomes = at_once(lambda: story.ask("who_pays"), lambda: story.ask("why_late"))
    assert sum(isinstance(outcome, str) for outcome in outcomes) == 1
    assert Inquiry.objects.open().count() == 1


def test_same_message_sent_twice_at_once_is_one(story: Story) -> None:
    key = uuid4()

    def write() -> None:
        write_to_institution(
            acting=story.employer, request_id=story.case.request_id, key=key, text="Is that all?"
        )

    at_once(write, write)
    assert Message.objects.count() == 1


def test_two_workers_remind_once(story: Story) -> None:
    with clock.fixed(MONDAY):
        inquiry = story.ask()
    Inquiry.objects.filter(pk=inquiry.pk).update(remind_on=MONDAY.date() - timedelta(days=1))
    assert sum(at_once(remind_due, remind_due)) == 1
    assert Letter.objects.filter(template="question_reminder").count() == 1
