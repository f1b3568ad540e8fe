"""An appeal from the applicant's page to the answer, and a withdrawal by two officers, in a real browser."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from sojourn.casework.decision_events import refuse
from sojourn.casework.events import take_up
from sojourn.casework.models import Case, Decision
from sojourn.core import clock
from tests.casework.builders import a_case_in_hand, a_hosted_institution, an_acting_officer
from tests.desk.builders import an_officer_at_work
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible
from tests.parties.builders import an_employer
from tests.requests.builders import a_sent_request
from tests.web.builders import client_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.only_on("sqlite")]

OpenPage = Callable[..., Page]
PICTURES = os.environ.get("SOJOURN_PICTURES")


@pytest.fixture(autouse=True)
def _a_monday() -> None:
    """The service under test runs by the real clock."""


@pytest.fixture(autouse=True)
def _hosted(transactional_db: None) -> None:
    a_hosted_institution()


def days() -> dict[str, str]:
    """Work that begins in two months, whatever the day on which this runs."""
    start = clock.today() + timedelta(days=60)
    return {"start": start.isoformat(), "end": (start + timedelta(days=700)).isoformat()}


def as_somebody(page: Page, client: Client) -> Page:
    page.goto("/healthz")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}])
    return page


def looked_at(page: Page, name: str) -> None:
    """Nothing is found by axe; a picture is kept where somebody wants one."""
    assert_accessible(page)
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_appeal_is_sent_admitted_and_changes_the_decision(open_page: OpenPage, width: int) -> None:
    officer, employer = an_acting_officer(), an_employer()
    case = a_case_in_hand(officer, acting=employer, **days())
    refuse(acting=officer, case_id=case.pk, version=case.version, reasons=["facts_not_shown"])
    page = as_somebody(open_page(width=width), client_of(employer))
    page.goto(f"/requests/{case.reference}")
    looked_at(page, "refused")
    page.get_by_role("link", name="Appeal against the decision").click()
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.locator("#error-summary")).to_contain_text("Say what is wrong or new.")
    looked_at(page, "appeal-errors")
    page.get_by_label("What is wrong or new?").fill("The worker was sent from here.")
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.get_by_text("Your appeal has arrived.")).to_be_visible()
    looked_at(page, "appeal-sent")

    _, client = an_officer_at_work()
    as_somebody(page, client)
    page.goto("/desk/appeals")
    looked_at(page, "desk-appeals")
    page.get_by_role("link", name=case.reference).click()
    looked_at(page, "desk-appeal")
    page.get_by_role("button", name="Admit it and examine the case").click()
    expect(page.get_by_text("The case is open again")).to_be_visible()
    looked_at(page, "desk-appeal-admitted")
    page.get_by_role("link", name="Approve").click()
    page.get_by_label("Why this may be set aside").fill("Seen on the card.")
    page.get_by_role("button", name="See the letter").click()
    looked_at(page, "desk-letter")
    page.get_by_role("button", name="Approve and send").click()
    expect(page.get_by_text("Decided. The applicant has been told.")).to_be_visible()
    looked_at(page, "desk-case-changed")
    assert Decision.objects.count() == 2


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_automatic_decision_is_withdrawn_by_two(open_page: OpenPage, width: int) -> None:
    _, request = a_sent_request(**days())
    take_up(request_id=request.pk)
    case = Case.objects.get()
    _, first = an_officer_at_work()
    page = as_somebody(open_page(width=width), first)
    page.goto(f"/desk/cases/{case.reference}/withdraw")
    looked_at(page, "desk-withdraw")
    page.get_by_label("The facts on which the certificate rests were not as stated.").check()
    start = case.start
    assert start is not None
    page.locator("[name=effective_on-day]").fill(str(start.day))
    page.locator("[name=effective_on-month]").select_option(str(start.month))
    page.locator("[name=effective_on-year]").fill(str(start.year))
    page.get_by_role("button", name="Propose for a second signature").click()
    expect(page.get_by_text("It is done when another officer signs.")).to_be_visible()
    page.goto("/desk/signing")
    looked_at(page, "desk-signing")
    page.get_by_role("link", name=case.reference).click()
    expect(page.get_by_text("You proposed this. Another officer signs it.")).to_be_visible()
    expect(page.get_by_role("button", name="Sign: it is done at once")).to_have_count(0)
    looked_at(page, "desk-proposal-own")
    address = page.url

    _, second = an_officer_at_work()
    as_somebody(page, second)
    page.goto(address)
    looked_at(page, "desk-proposal")
    page.get_by_role("button", name="Sign: it is done at once").click()
    expect(page.get_by_text("Signed and done.")).to_be_visible()
    looked_at(page, "desk-case-withdrawn")
    case.refresh_from_db()
    assert case.state == "closed"
