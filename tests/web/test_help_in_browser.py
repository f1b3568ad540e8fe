"""Help in a browser: readable by everybody in each language, on a phone and on a desk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]
PAGES = ("/help", "/help/words", "/help/law", "/contact", "/contact?country=de&ref=SJ-7K3M-92QX")


@pytest.mark.parametrize(("width", "language"), [(PHONE, "de"), (PHONE, "fr"), (DESKTOP, "es")])
def test_help_can_be_read_by_everybody(open_page: Callable[..., Page], width: int, language: str) -> None:
    page = open_page(width=width, language=language)
    for address in PAGES:
        page.goto(address)
        assert_accessible(page)


def test_hours_are_told_in_the_readers_time_where_scripts_are_on(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/contact")
    expect(page.locator("[data-opens]")).to_contain_text("In your time zone:")
    page = open_page(javascript=False)
    page.goto("/contact")
    expect(page.locator("[data-opens]")).to_contain_text("UTC.")
