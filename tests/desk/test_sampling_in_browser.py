"""A sample from the draw to the stop of its corridor, in a real browser; the pages beside it are accessible too."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sojourn.casework.models import Case, InstitutionSetting
from sojourn.core import clock
from tests.casework.builders import a_hosted_institution, a_queued_case
from tests.casework.sampling.builders import a_sample
from tests.desk.test_in_browser import at_the_desk
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]

OpenPage = Callable[..., Page]


@pytest.fixture(autouse=True)
def _a_monday() -> None:
    """The service under test runs by the real clock."""


@pytest.fixture(autouse=True)
def _hosted(transactional_db: None) -> None:
    a_hosted_institution()


def days() -> dict[str, str]:
    """A stay that begins in two months, whatever the day on which this runs."""
    start = clock.today() + timedelta(days=60)
    return {"start": start.isoformat(), "end": (start + timedelta(days=700)).isoformat()}


def seen(page: Page, name: str, width: int) -> None:
    """The page is accessible; kept as a picture where somebody wants to look at it."""
    assert_accessible(page)
    if folder := os.environ.get("SOJOURN_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_sample_is_looked_at_found_wrong_and_stops_its_corridor(open_page: OpenPage, width: int) -> None:
    a_sample(0, **days())
    case: Case = a_queued_case(**days())
    page = at_the_desk(open_page, "lead", width=width)
    page.goto("/desk/sampling")
    seen(page, "samples", width)
    page.get_by_role("button", name="Look at the next sample").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sample: decided automatically on")
    expect(page.get_by_text("Okafora")).to_have_count(0)
    page.get_by_role("button", name="Show the person's data").click()
    expect(page.get_by_text("Okafora")).to_be_visible()
    page.get_by_text("checks", exact=False).locator("xpath=self::summary").click()
    seen(page, "sample", width)
    page.get_by_text("Wrong", exact=True).click()
    page.get_by_role("button", name="Keep the verdict").click()
    expect(page.locator("#error-summary")).to_contain_text("Choose where the fault lay")
    seen(page, "sample-error", width)
    page.get_by_text("The law data are wrong or incomplete").click()
    page.get_by_role("button", name="Keep the verdict").click()
    expect(page.get_by_text("The certificate still stands.")).to_be_visible()
    seen(page, "sample-wrong", width)
    page.get_by_role("button", name="Stop automation for Germany now").click()
    expect(page.get_by_text("Automation is stopped for this country of work.").first).to_be_visible()
    assert InstitutionSetting.objects.get().stopped_corridors == ["DE"]
    page.goto("/desk/sampling")
    seen(page, "samples-judged", width)
    page.goto("/desk/sampling/limits")
    seen(page, "limits", width)
    page.goto("/desk/waivers/new")
    page.get_by_role("button", name="Set it aside").click()
    seen(page, "waiver-error", width)
    page.get_by_label("Hindrance").select_option("number_missing")
    page.get_by_label("Only for the employer of this case").fill(case.reference)
    until = clock.today() + timedelta(days=90)
    for part, value in (("day", until.day), ("year", until.year)):
        page.locator(f"#until-{part}").fill(str(value))
    page.locator("#until-month").select_option(str(until.month))
    page.get_by_label("Why").fill("Numbers follow by letter.")
    page.get_by_role("button", name="Set it aside").click()
    expect(page.get_by_text(f"the employer of case {case.reference}")).to_be_visible()
    seen(page, "waivers", width)
    page.goto(f"/desk/cases/{case.reference}/record")
    seen(page, "record", width)
