"""An exception between two institutions that both work here, at two browsers; each page read by axe."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from sojourn.casework.exceptions.models import Exchange
from sojourn.casework.exceptions.proposing_events import signature_waits
from sojourn.casework.officer_events import assign
from sojourn.casework.signing.events import sign
from sojourn.core import clock
from sojourn.parties.access import staff_of
from sojourn.parties.models import Person
from tests.casework.builders import an_acting_officer
from tests.casework.exceptions.builders import DE, TEXT, US, a_wish, both_hosted
from tests.desk.builders import an_officer_at_work
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]

OpenPage = Callable[..., Page]


@pytest.fixture(autouse=True)
def _a_monday() -> None:
    """The service under test runs by the real clock."""


@pytest.fixture(autouse=True)
def _hosted(transactional_db: None) -> None:
    both_hosted()


def at_the_desk(open_page: OpenPage, institution: str, **window: object) -> tuple[Person, Page]:
    """An officer of the institution, signed in."""
    person, client = an_officer_at_work(institution_id=institution)
    page = open_page(**window)
    page.goto("/healthz")
    cookies = [{"name": name, "value": each.value, "url": page.url} for name, each in client.cookies.items()]
    page.context.add_cookies(cookies)
    return person, page


def weigh_all(page: Page) -> None:
    """The same answer to each criterion."""
    for box in page.locator("select[name^=verdict-]").all():
        box.select_option("speaks_for")


def test_an_exception_goes_from_desk_to_desk_and_back(open_page: OpenPage) -> None:
    start = clock.today() + timedelta(days=60)
    days = {"start": start.isoformat(), "end": (start + timedelta(days=700)).isoformat()}
    _, case = a_wish(start + timedelta(days=2500), **days)
    officer, washington = at_the_desk(open_page, US, width=DESKTOP)
    acting = staff_of(officer, US)
    assign(acting=acting, case_id=case.pk)
    washington.goto(f"/desk/cases/{case.reference}")
    washington.get_by_role("button", name="Propose an exception to the other authority").click()
    expect(washington.get_by_role("heading", level=1)).to_contain_text("Propose an exception")
    assert_accessible(washington)
    washington.get_by_role("button", name="Propose to a second officer").click()
    expect(washington.locator("#error-summary")).to_contain_text("Say how this weighs.")
    assert_accessible(washington)
    weigh_all(washington)
    washington.get_by_label("To the other institution, in your own words").fill(TEXT)
    washington.get_by_role("button", name="Propose to a second officer").click()
    expect(washington.get_by_text("Handed to a second officer.")).to_be_visible()
    assert_accessible(washington)
    waiting = signature_waits(acting, case.reference)
    assert waiting is not None
    sign(acting=an_acting_officer(), proposal_id=waiting)

    _, bonn = at_the_desk(open_page, DE, width=PHONE)
    bonn.goto("/desk/exceptions")
    assert_accessible(bonn)
    bonn.get_by_role("link", name=Exchange.objects.get().reference).click()
    assert_accessible(bonn)
    bonn.get_by_role("button", name="Take it up").click()
    bonn.get_by_role("link", name="Weigh and answer").click()
    weigh_all(bonn)
    bonn.get_by_label("Agreed as proposed").check(force=True)
    assert_accessible(bonn)
    bonn.get_by_role("button", name="Hand to a second officer").click()
    expect(bonn.get_by_text("The answer waits for a second officer.")).to_be_visible()

    _, second = at_the_desk(open_page, DE, width=DESKTOP)
    second.goto(f"/desk/exceptions/{Exchange.objects.get().reference}")
    second.get_by_role("button", name="Sign the answer").click()
    expect(second.get_by_text("Signed. The other institution has the answer.")).to_be_visible()
    assert_accessible(second)

    washington.goto("/desk/exceptions")
    assert_accessible(washington)
    washington.goto(f"/desk/exceptions/{Exchange.objects.get().reference}")
    washington.get_by_role("link", name="Go to the case to decide it").click()
    expect(washington.get_by_text("The authorities agreed until")).to_be_visible()
    expect(washington.get_by_role("link", name="Approve")).to_be_visible()
