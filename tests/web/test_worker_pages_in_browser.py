"""The worker's pages in their states, in a real browser: readable by everybody, wide and narrow, with no fault."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sojourn.requests.worker_part import events
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible
from tests.requests.worker_part.builders import asked, code_sent, secret_sent
from tests.web.test_worker_pages import at

pytestmark = pytest.mark.django_db(transaction=True)


def look(page: Page) -> None:
    """As it is, narrow and wide; nothing sticks out."""
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)


def press(page: Page, words: str) -> None:
    """And wait for the page that comes: the one left must not be looked at in its stead."""
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).first.click()


def fill_in(page: Page) -> None:
    """About you, as on a phone."""
    page.get_by_label("Given names").fill("Adaeze")
    page.get_by_label("Family name").first.fill("Okafor")
    born = page.get_by_role("group", name="Date of birth")
    born.get_by_label("Day", exact=True).fill("21")
    born.get_by_label("Month", exact=True).select_option(label="July")
    born.get_by_label("Year", exact=True).fill("1989")
    page.get_by_label("Place of birth").fill("Chicago")
    page.get_by_label("Nationalit").first.select_option(label="United States")
    page.get_by_label("Social Security number").first.fill("808 21 4471")


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_every_state_of_the_workers_pages_can_be_read_by_everybody(
    open_page: Callable[..., Page], javascript: bool
) -> None:
    acting, part = asked()
    page = open_page(width=PHONE, javascript=javascript)
    check = look if javascript else lambda _: None
    page.goto(f"/w/{secret_sent()}")
    check(page)
    press(page, "Continue")
    check(page)
    press(page, "Continue")
    expect(page).to_have_title(re.compile("^Error: 1 of 3"))
    expect(page.locator("#error-summary")).to_be_focused()
    check(page)
    fill_in(page)
    press(page, "Continue")
    check(page)
    press(page, "Continue")
    expect(page).to_have_title(re.compile("^Error: 2 of 3"))
    check(page)
    for topic in ("The work abroad", "Where and for whom", "Your job at home"):
        page.get_by_role("group", name=topic).get_by_role("radio", name="Yes").first.press("Space")
    page.get_by_label("Country where your home is").select_option(label="United States")
    press(page, "Continue")
    check(page)
    press(page, "Done")
    expect(page).to_have_title(re.compile("^Error: 3 of 3"))
    check(page)
    page.get_by_role("checkbox", name="My answers are true").press("Space")
    press(page, "Done")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Nothing more to do")
    check(page)
    page.get_by_role("link", name="Keep my copy").click()
    check(page)
    other = open_page(width=PHONE, javascript=javascript)
    other.goto(at(part, "part"))
    check(other)
    press(other, "Send me a code")
    check(other)
    press(other, "Continue")
    check(other)
    other.get_by_label("Code").fill(code_sent())
    press(other, "Continue")
    expect(other.get_by_role("heading", level=1)).to_have_text("Thank you. Nothing more to do")
    events.stop_asking(acting=acting, request_id=part.request_id)
    other.reload()
    expect(other.get_by_role("heading", level=1)).to_have_text("Nothing to do here any more")
    check(other)


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_the_pages_fit_on_a_phone_in_every_language(open_page: Callable[..., Page], language: str) -> None:
    _, part = asked(language=language)
    page = open_page(width=PHONE, language=language)
    page.goto(f"/w/{secret_sent()}")
    page.locator("main button").first.click()
    for name in ("you", "you?mend", "work?mend"):
        page.goto(at(part, "you").replace("/you", f"/{name}"))
        assert page.evaluate("document.documentElement.lang") == language
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
