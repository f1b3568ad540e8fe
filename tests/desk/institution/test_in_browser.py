"""An administrator sets an institution up in a real browser, from the first page to the first certificate."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from sojourn.casework.events import take_up
from sojourn.casework.hosting.events import host_institution
from sojourn.casework.models import Case, InstitutionSetting
from sojourn.certificates.access import certificate
from sojourn.core import clock
from sojourn.parties.access import Person
from tests.casework.european.test_notices import FUND, GERMAN, posted_to
from tests.desk.builders import signed_in
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible
from tests.parties.builders import an_employer
from tests.requests.builders import a_sent_request

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]

OpenPage = Callable[..., Page]
CHIEF, CHIEF_OF_FUND = "chief@office.example", "chief@fund.example"


@pytest.fixture(autouse=True)
def _a_monday() -> None:
    """The service under test runs by the real clock."""


@pytest.fixture(autouse=True)
def _hosted(transactional_db: None) -> None:
    host_institution(institution_id="jp-jps", administrator=CHIEF)


def at_start(open_page: OpenPage, who: str = CHIEF, **window: object) -> Page:
    """The task list, in front of the first administrator."""
    page = open_page(**window)
    cookie = signed_in(Person.objects.get(email=who)).cookies[settings.SESSION_COOKIE_NAME].value
    page.goto("/healthz")
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}])
    page.goto("/desk/institution/start")
    return page


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_institution_is_set_up_tried_and_opened(open_page: OpenPage, width: int) -> None:
    page = at_start(open_page, width=width)
    expect(page.get_by_text("Not open yet")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Go on: Name and addresses").click()
    page.get_by_label("Postal address, line by line").fill("3-5-24 Takaido-nishi\nTokyo")
    page.get_by_label("Telephone").fill("+81 3 0000 0000")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. It counts from now on.")).to_be_visible()
    assert_accessible(page)
    for address in ("settings/hours", "settings/deadlines", "queues", "corridors", "corridors/KR", "keys"):
        page.goto(f"/desk/institution/{address}")
        assert_accessible(page)
    page.get_by_role("link", name="People", exact=True).click()
    page.get_by_label("E-mail address").fill("officer@office.example")
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_text("Invited. The link works once, for seven days.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Try it", exact=True).click()
    page.get_by_role("button", name="Run the samples").click()
    expect(page.get_by_text("All samples came out well.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Letters 1").click()
    assert_accessible(page)
    page.get_by_role("link", name="Back to the samples").click()
    page.get_by_role("button", name="Open to applicants").click()
    expect(page.get_by_text("Open. Requests come to you from now on.")).to_be_visible()
    page.get_by_role("link", name="Automation", exact=True).last.click()
    assert_accessible(page)
    page.get_by_role("link", name="Earlier settings").click()
    page.get_by_role("link", name="Change 1").click()
    assert_accessible(page)
    assert InstitutionSetting.objects.get(pk="jp-jps").open_to_applicants


def test_a_new_institution_issues_its_first_certificate(open_page: OpenPage) -> None:
    """Hosted by one command, then without code: its administrator tries it, opens it, takes a case and decides."""
    host_institution(institution_id=FUND, administrator=CHIEF_OF_FUND)
    page = at_start(open_page, who=CHIEF_OF_FUND, width=DESKTOP)
    page.goto("/desk/institution/try")
    page.get_by_role("button", name="Run the samples").click()
    expect(page.get_by_text("All samples came out well.")).to_be_visible()
    page.get_by_role("button", name="Open to applicants").click()
    expect(page.get_by_text("Open. Requests come to you from now on.")).to_be_visible()

    start = clock.today() + timedelta(days=60)
    answers = posted_to("FR") | {
        "start": start.isoformat(),
        "end": (start + timedelta(days=300)).isoformat(),
    }
    _, request = a_sent_request(an_employer(**GERMAN), **answers)
    assert take_up(request_id=request.pk)
    case = Case.objects.get(institution_id=FUND)
    # Automation stands stopped in a new institution: even a clear case comes to a person.
    assert case.state == "new"
    page.goto("/desk/")
    page.get_by_role("button", name="Take next").click()
    page.get_by_role("link", name="Approve").click()
    for box in page.locator("textarea[name^=waiver-]").all():
        box.fill("Seen in the papers.")
    page.get_by_role("button", name="Approve and send").click()
    expect(page.get_by_text("Decided. The applicant has been told.")).to_be_visible()
    request.refresh_from_db()
    assert certificate(request.certificate_number).status == "valid"
