"""Following in a real browser: every state readable by everybody, and usable without scripts."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import caches
from playwright.sync_api import Page, expect

from sojourn.casework.asking.thread_events import write_to_applicant, write_to_institution
from sojourn.casework.decision_events import refuse
from sojourn.casework.events import withdraw_and_close
from sojourn.casework.models import Case
from sojourn.core import clock
from sojourn.parties.acting import ActingAs
from tests.casework.asking.builders import PDF, Story, a_file, person_of
from tests.casework.builders import a_hosted_institution
from tests.desk.builders import signed_in
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible
from tests.web.builders import client_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.only_on("sqlite")]

OpenPage = Callable[..., Page]
PICTURES = os.environ.get("SOJOURN_PICTURES")


@pytest.fixture(autouse=True)
def _hosted(transactional_db: None) -> None:
    caches["process"].clear()
    a_hosted_institution()


def a_story(**answers: object) -> Story:
    """A request for work that begins in two months, whatever the day on which this runs."""
    start = clock.today() + timedelta(days=60)
    dates = {"start": start.isoformat(), "end": (start + timedelta(days=700)).isoformat()}
    return Story(**dates, **answers)


def as_somebody(page: Page, cookie: str) -> Page:
    page.goto("/healthz")
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}])
    return page


def as_applicant(page: Page, acting: ActingAs) -> Page:
    return as_somebody(page, client_of(acting).cookies[settings.SESSION_COOKIE_NAME].value)


def looked_at(page: Page, name: str) -> None:
    """Nothing is found by axe; a picture is kept where somebody wants one."""
    assert_accessible(page)
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_every_state_is_accessible(open_page: OpenPage, width: int) -> None:
    story = a_story()
    page = as_applicant(open_page(width=width), story.employer)
    address = f"/requests/{story.case.reference}"

    page.goto(address)
    looked_at(page, "received")
    inquiry = story.ask("worker_number", "assignment_letter", "who_pays")
    write_to_institution(
        acting=story.employer, request_id=story.case.request_id, key=uuid4(), text="Is that all?"
    )
    write_to_applicant(
        acting=story.officer, case_id=story.case.pk, key=uuid4(), text="Yes.\nThank you.", uploads=[a_file()]
    )
    page.goto(address)
    looked_at(page, "asked")
    page.goto(f"{address}/question")
    looked_at(page, "question")
    page.get_by_role("button", name="Send answer").click()
    expect(page.locator("#error-summary")).to_contain_text("Answer this question.")
    looked_at(page, "question-errors")
    page.goto(f"{address}/thread")
    looked_at(page, "thread")
    page.goto(f"{address}/withdraw")
    looked_at(page, "withdraw")
    page.goto("/requests")
    looked_at(page, "list")
    page.goto("/requests?state=refused&host=FR&from=2027-01-01")
    expect(page.get_by_text("Nothing fits.")).to_be_visible()
    looked_at(page, "list-nothing")
    page.goto("/requests/find")
    looked_at(page, "find")

    type(inquiry).objects.filter(pk=inquiry.pk).update(due_on=clock.today() - timedelta(days=3))
    page.goto(address)
    looked_at(page, "late")
    withdraw_and_close(acting=story.employer, request_id=story.case.request_id)
    page.goto(address)
    looked_at(page, "withdrawn")

    other = a_story(family_name="Halvorsen")
    refuse(
        acting=other.officer,
        case_id=other.case.pk,
        version=Case.objects.get(pk=other.case.pk).version,
        reasons=["facts_not_shown"],
    )
    page = as_applicant(open_page(width=width), other.employer)
    page.goto(f"/requests/{other.case.reference}")
    looked_at(page, "refused")


def test_question_is_answered_without_scripts(open_page: OpenPage, tmp_path: Path) -> None:
    story = a_story()
    story.ask("worker_number", "assignment_letter")
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(PDF)
    page = as_applicant(open_page(javascript=False, width=PHONE), story.employer)
    page.goto("/requests")
    page.get_by_role("link", name=story.case.reference).click()
    page.get_by_role("link", name="Answer", exact=True).click()
    page.get_by_label("Social Security number").fill("536-90-4399")
    page.get_by_label("Papers").set_input_files(letter)
    page.get_by_role("button", name="Keep and answer later").click()
    expect(page.get_by_text("It has not been sent yet.")).to_be_visible()
    expect(page.get_by_role("link", name="letter.pdf")).to_be_visible()
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Request received")
    expect(page.get_by_text("You answered.")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_officer_asks_and_takes_the_answer_over(open_page: OpenPage, width: int) -> None:
    story = a_story()
    cookie = signed_in(person_of(story.officer)).cookies[settings.SESSION_COOKIE_NAME].value
    page = as_somebody(open_page(width=width), cookie)
    page.goto(f"/desk/cases/{story.case.reference}")
    page.get_by_role("link", name="Ask the applicant").click()
    looked_at(page, "desk-ask")
    page.get_by_role("button", name="Send question").click()
    expect(page.locator("#error-summary")).to_contain_text("Choose a question from the list")
    looked_at(page, "desk-ask-errors")
    page.get_by_label("What is the worker's Social Security number?").check()
    page.get_by_role("button", name="Send question").click()
    expect(page.get_by_text("Asked. The applicant has been told.")).to_be_visible()
    looked_at(page, "desk-waiting")
    client_of(story.employer).post(
        f"/requests/{story.case.reference}/question",
        {"on_page": "worker.ssn", "worker.ssn": "536-90-4399", "send": "yes"},
    )
    page.goto(f"/desk/cases/{story.case.reference}")
    looked_at(page, "desk-answered")
    page.get_by_role("link", name="What this changes").click()
    looked_at(page, "desk-difference")
    page.get_by_role("button", name="Take it as established").click()
    expect(page.get_by_text("The new fact holds. The checks have been run anew.")).to_be_visible()
    expect(page.get_by_text("Nothing stands against approving.")).to_be_visible()
    page.goto(f"/desk/cases/{story.case.reference}/thread")
    looked_at(page, "desk-thread")
