"""Five minutes before the session ends the page says so; one press and it goes on, and nothing typed is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from tests.fixtures.browser import PHONE, assert_accessible
from tests.requests.builders import a_draft
from tests.web.test_hard_conditions_in_browser import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]
WARNED_AT = 300


def test_a_page_left_alone_warns_and_goes_on_or_ends(
    open_page: Callable[..., Page], settings: Settings
) -> None:
    settings.SOJOURN_IDLE_SECONDS = WARNED_AT + 1
    acting, draft = a_draft()
    page = open_page(width=PHONE)
    signed_in(page, acting)
    page.clock.install()
    page.goto(f"/requests/{draft.pk}/place")
    page.get_by_label("City").fill("Bremen")
    warning = page.get_by_role("dialog", name="You will be signed out in 5 minutes.")
    expect(warning).to_have_count(0)
    page.clock.fast_forward(2_000)
    expect(warning).to_be_visible()
    expect(warning).to_contain_text("What you typed is kept.")
    assert_accessible(page)

    # Somebody who goes on in another window is not bothered here.
    settings.SOJOURN_IDLE_SECONDS = 15 * 60
    warning.get_by_role("button", name="Stay signed in").press("Enter")
    expect(warning).to_have_count(0)
    expect(page.get_by_label("City")).to_have_value("Bremen")

    settings.SOJOURN_IDLE_SECONDS = 0
    page.clock.fast_forward(11 * 60 * 1000)
    over = page.get_by_role(
        "dialog",
        name="You are signed out: that happens",
    )
    expect(over).to_be_visible()
    assert_accessible(page)
    over.get_by_role("button", name="Close").press("Enter")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.get_by_text("What you typed is kept.")).to_be_visible()
