"""The public pages of the law in a browser: readable by everybody, on a phone and on a desk, without scripts too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible

# Pages are served from another thread, which opens the database only to close it.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]

PAGES = (
    "/law/",
    "/law/?q=xyzzy&on-day=31&on-month=2&on-year=2020",
    "/law/agreements/us-de/",
    "/law/from/us/",
    "/law/from/us/to/jp/",
    "/law/from/us/to/mx/",
    "/law/from/",
    "/de/law/from/de/to/us/",
)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_law_can_be_read_by_everybody(open_page: Callable[..., Page], width: int) -> None:
    """Also: no page breaks the content security policy, though each holds data for machines."""
    page = open_page(width=width)
    for address in PAGES:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert_accessible(page)
        assert page.context.cookies() == []


def test_from_where_to_where_works_without_scripts(open_page: Callable[..., Page]) -> None:
    page = open_page(width=PHONE, javascript=False)
    page.goto("/law/")
    page.get_by_label("From", exact=True).select_option("US")
    page.get_by_label("To", exact=True).select_option("DE")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("From the United States to Germany")
    page.get_by_role("link", name="Deutsch").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "Aus den Vereinigten Staaten nach Deutschland"
    )
    page.get_by_role("link", name="Den eigenen Fall prüfen").click()
    expect(page.locator('select[name="activities[0].country"]')).to_have_value("DE")


def test_the_address_of_an_answer_can_be_copied(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(
        "/find-out?who=employee&activities%5B0%5D.sent_from=US&activities%5B0%5D.country=DE"
        "&activities%5B0%5D.start-day=1&activities%5B0%5D.start-month=3&activities%5B0%5D.start-year=2027"
    )
    share = page.get_by_label("The address of this answer")
    expect(share).to_be_visible()
    assert "sent_from=US" in share.input_value()
    expect(page.get_by_role("button", name="Copy the address")).to_be_visible()
    assert_accessible(page)
