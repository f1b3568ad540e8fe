"""The pages about the API in a real browser: readable for everybody, wide and narrow, in both languages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]


@pytest.mark.parametrize(("width", "language"), [(PHONE, "en"), (DESKTOP, "de")])
def test_the_pages_can_be_read_by_everybody(
    open_page: Callable[..., Page], width: int, language: str
) -> None:
    page = open_page(width=width, language=language)
    for address in ("/api/", "/api/problems/invalid_situation"):
        page.goto(address)
        for details in page.locator("details").all():
            details.locator("summary").click()
        assert_accessible(page)
