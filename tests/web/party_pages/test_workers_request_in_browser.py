"""A worker asks for the own certificate with a telephone, from the question who may ask to the receipt."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sojourn.casework.events import set_up_institution
from sojourn.core.actors import SYSTEM
from sojourn.engine.lawbook.facts import FactType, load_facts
from sojourn.parties.access import acting_for_self
from tests.fixtures.browser import PHONE, assert_accessible
from tests.parties.builders import a_person
from tests.requests.builders import EMPLOYER, typed
from tests.web.party_pages.test_in_browser import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]
GIVEN = EMPLOYER | typed()


def test_a_worker_asks_with_a_telephone(open_page: Callable[..., Page]) -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    page = open_page(width=PHONE)
    page.goto("/healthz")
    sign_in(page, acting_for_self(a_person()))
    page.goto(reverse("request_new"))
    page.get_by_label("For myself: I am employed").check()
    page.get_by_role("button", name="Start").click()
    page.get_by_label("From which country").select_option("US")
    page.get_by_label("In which country").select_option("DE")
    page.get_by_role("button", name="Show who may ask").click()
    expect(page.get_by_role("heading", name="You can ask yourself")).to_be_visible()
    _look(page, "0-who")
    page.get_by_role("button", name="Ask for your certificate").click()
    for number, heading in enumerate(
        ("Your employer", "The work abroad", "Where and for whom", "The job at home", "The person"), start=1
    ):
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        _look(page, f"{number}-{heading}")
        _fill_in(page)
        page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1, name="What the law says")).to_be_visible()
    _look(page, "6-law")
    page.get_by_role("link", name="Continue to check").or_(
        page.get_by_role("button", name="Continue")
    ).first.click()
    _look(page, "7-check")
    page.get_by_role("checkbox").last.check()
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_text("Your reference is")).to_be_visible()
    _look(page, "8-received")


def _fill_in(page: Page) -> None:
    facts = load_facts()
    for name, value in GIVEN.items():
        if facts[name].type in (FactType.DATE, FactType.OPEN_DATE):
            for part, text in zip(("year", "month", "day"), str(value).split("-"), strict=True):
                box = page.locator(f"[name='{name}-{part}']")
                if box.count() and part == "month" and box.evaluate("box => box.tagName") == "SELECT":
                    box.select_option(str(int(text)))
                elif box.count():
                    box.fill(text)
            continue
        box = page.locator(f"[name='{name}']")
        if not box.count():
            continue
        kind = box.first.evaluate("box => box.type")
        text = str(value[0] if isinstance(value, list) else value)
        if kind == "radio":
            page.locator(f"[name='{name}'][value='{text}']").check()
        elif kind == "select-one":
            box.first.select_option(text)
        else:
            box.first.fill(text)


def _look(page: Page, name: str) -> None:
    """No page is wider than the telephone, and each can be read by everybody; pictures where a folder is named."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, name
    assert_accessible(page)
    if folder := os.environ.get("SOJOURN_PICTURES"):
        page.screenshot(path=Path(folder) / f"worker-{name}.png", full_page=True)
