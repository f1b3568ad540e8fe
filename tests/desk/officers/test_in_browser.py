"""An officer's morning at the keyboard, in a real browser; each page of it readable by everybody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from sojourn.casework.models import Case
from sojourn.core import clock
from tests.casework.builders import a_hosted_institution, a_queued_case
from tests.desk.test_in_browser import at_the_desk
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible
from tests.parties.builders import an_employer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]

OpenPage = Callable[..., Page]


@pytest.fixture(autouse=True)
def _a_monday() -> None:
    """The service under test runs by the real clock."""


@pytest.fixture(autouse=True)
def _hosted(transactional_db: None) -> None:
    a_hosted_institution()


def cases_of_one_worker() -> list[Case]:
    """Two cases one after the other, of one worker and one employer."""
    employer = an_employer()
    start = clock.today() + timedelta(days=60)
    days = [
        (start + timedelta(days=800 * place), start + timedelta(days=800 * place + 700)) for place in (0, 1)
    ]
    return [a_queued_case(employer, start=first.isoformat(), end=last.isoformat()) for first, last in days]


def test_plain_and_hard_cases_are_worked_off_at_the_keyboard(open_page: OpenPage) -> None:
    cases_of_one_worker()
    page = at_the_desk(open_page, width=DESKTOP)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/desk/")
    assert_accessible(page)
    keys = page.keyboard
    keys.press("j")
    expect(page.locator("tbody th a").first).to_be_focused()
    keys.press("n")
    expect(page.get_by_role("heading", name="What to do")).to_be_visible()
    assert_accessible(page)
    # The way to decide, the flags and the law stand on the first screen.
    for seen in (page.get_by_role("link", name="Approve"), page.get_by_role("heading", name="Conditions")):
        box = seen.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 800
    keys.press("h")
    expect(page.locator("#history")).to_be_focused()
    keys.press("d")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Approve")
    page.get_by_label("Why this may be set aside").fill("Seen on the card.")
    keys.press("Escape")
    keys.press("d")
    keys.press("Enter")
    expect(page.get_by_text("Decided. The applicant has been told.")).to_be_visible()
    # The next one comes from the same queue; here a fact turns the answer.
    keys.press("n")
    expect(page.get_by_role("link", name="Approve")).to_be_visible()
    keys.press("s")
    page.get_by_label("Which fact").select_option("activities[0].end")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Year").fill("2049")
    page.get_by_role("button", name="See what it changes").click()
    expect(page.get_by_text("The answer turns.")).to_be_visible()
    assert_accessible(page)
    page.get_by_text("A paper").click()
    page.get_by_label("Why it holds").fill("The contract.")
    page.get_by_role("button", name="Save fact").click()
    expect(page.get_by_text("established: a paper")).to_be_visible()
    keys.press("d")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Refuse")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_every_page_of_sharing_work_is_accessible(open_page: OpenPage, width: int) -> None:
    (case, _) = cases_of_one_worker()
    page = at_the_desk(open_page, "lead", width=width)
    for address in (
        "/desk/",
        "/desk/?age=31",
        "/desk/search",
        "/desk/looks",
        "/desk/restricted",
        "/desk/keys",
    ):
        page.goto(address)
        assert_accessible(page)
    page.goto(f"/desk/cases/{case.reference}")
    page.get_by_role("button", name="Show the person's data").click()
    expect(page.locator("#error-summary")).to_contain_text("Choose why you look")
    assert_accessible(page)
    for step in ("pass-on", "restrict", "fact", "fact?fact=worker.family_name"):
        page.goto(f"/desk/cases/{case.reference}/{step}")
        assert_accessible(page)
