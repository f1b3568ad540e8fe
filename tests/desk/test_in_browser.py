"""The desk in a real browser: readable by everybody, and usable without scripts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from sojourn.casework.models import Case
from sojourn.core import clock
from tests.casework.builders import a_hosted_institution, a_queued_case
from tests.desk.builders import an_officer_at_work
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]

OpenPage = Callable[..., Page]


@pytest.fixture(autouse=True)
def _a_monday() -> None:
    """The service under test runs by the real clock."""


@pytest.fixture(autouse=True)
def _hosted(transactional_db: None) -> None:
    a_hosted_institution()


def a_waiting_case() -> Case:
    """A case about work that begins in two months, whatever the day on which this runs."""
    start = clock.today() + timedelta(days=60)
    return a_queued_case(start=start.isoformat(), end=(start + timedelta(days=700)).isoformat())


def at_the_desk(open_page: OpenPage, role: str = "officer", **window: object) -> Page:
    """A page in which an officer is signed in."""
    page = open_page(**window)
    _, client = an_officer_at_work(role)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.goto("/healthz")
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}])
    return page


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_every_page_of_the_desk_is_accessible(open_page: OpenPage, width: int) -> None:
    case = a_waiting_case()
    page = at_the_desk(open_page, "lead", width=width)
    for address in (
        "/desk/",
        "/desk/?host=FR",
        "/desk/search",
        "/desk/institution/automation",
        f"/desk/cases/{case.reference}",
    ):
        page.goto(address)
        assert_accessible(page)
    page.get_by_role("button", name="Take this case").click()
    assert_accessible(page)
    page.get_by_role("link", name="Approve").click()
    assert_accessible(page)
    page.get_by_role("button", name="Approve and send").click()
    expect(page.locator("#error-summary")).to_contain_text("Say why this may be set aside")
    assert_accessible(page)
    page.get_by_role("button", name="See the letter").click()
    assert_accessible(page)
    page.get_by_label("Why this may be set aside").fill("Seen on the card.")
    page.get_by_role("button", name="Approve and send").click()
    expect(page.get_by_text("Decided. The applicant has been told.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Withdraw the certificate").click()
    assert_accessible(page)


def test_a_case_is_refused_without_scripts(open_page: OpenPage) -> None:
    case = a_waiting_case()
    page = at_the_desk(open_page, javascript=False)
    page.goto("/desk/")
    page.get_by_role("button", name="Take next").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Germany")
    expect(page.get_by_text("Okafor")).to_be_visible()
    page.get_by_role("link", name="Refuse").click()
    page.get_by_text("What would decide the request").click()
    page.get_by_label("In your own words").fill("We asked twice.")
    page.get_by_role("button", name="See the letter").click()
    expect(page.get_by_role("heading", name="The letter as it will be sent")).to_be_visible()
    page.get_by_role("button", name="Refuse and send").click()
    expect(page.get_by_text("Decided. The applicant has been told.")).to_be_visible()
    case.refresh_from_db()
    assert case.state == "decided"


def test_a_plain_case_fits_one_screen_and_takes_three_presses(open_page: OpenPage) -> None:
    a_waiting_case()
    page = at_the_desk(open_page, width=1440)
    page.goto("/desk/")
    page.get_by_role("button", name="Take next").click()
    approve = page.get_by_role("link", name="Approve")
    box = approve.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 900
    approve.click()
    page.get_by_label("Why this may be set aside").fill("Seen on the card.")
    page.get_by_role("button", name="Approve and send").click()
    expect(page.get_by_text("Decided. The applicant has been told.")).to_be_visible()
