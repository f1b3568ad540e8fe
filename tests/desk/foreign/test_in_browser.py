"""The host side in a real browser: our PDF is dropped, registered as verified, doubted, and answered by its issuer."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.casework.foreign.builders import HOST, both_hosted
from tests.certificates.builders import a_certificate, paper
from tests.desk.builders import an_officer_at_work
from tests.fixtures.browser import PHONE, assert_accessible

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]

OpenPage = Callable[..., Page]


@pytest.fixture(autouse=True)
def _a_monday() -> None:
    """The service under test runs by the real clock."""


@pytest.fixture(autouse=True)
def _hosted(transactional_db: None) -> None:
    both_hosted()


def at_the_desk(open_page: OpenPage, institution_id: str, role: str = "officer", **window: object) -> Page:
    """A page in which an officer of that institution is signed in."""
    page = open_page(**window)
    _, client = an_officer_at_work(role, institution_id)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.goto("/healthz")
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}])
    return page


def test_our_pdf_is_dropped_registered_as_verified_doubted_and_answered(
    open_page: OpenPage, tmp_path: Path
) -> None:
    certificate = a_certificate()
    file = tmp_path / "certificate.pdf"
    file.write_bytes(paper(certificate))

    page = at_the_desk(open_page, HOST, "administrator", width=PHONE)
    page.goto("/desk/foreign/")
    assert_accessible(page)
    page.get_by_role("link", name="Register a foreign certificate").click()
    assert_accessible(page)
    page.get_by_label("Certificate as PDF, JPG or PNG").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("Genuine: the seal is right")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Register", exact=True).click()
    expect(page.get_by_text("Verified: seal checked")).to_be_visible()
    assert_accessible(page)
    record = page.url
    page.get_by_role("link", name="Put doubts to the issuer").click()
    assert_accessible(page)
    page.get_by_label("The person replaces another posted person").check()
    page.get_by_label("What was found, and what is asked of the issuer").fill("Replaces Mr. Weber.")
    page.get_by_role("button", name="Put the doubts").click()
    expect(page.get_by_text("Replaces Mr. Weber.")).to_be_visible()
    assert_accessible(page)
    for address in ("/desk/disputes/", "/desk/disputes/terms", "/desk/concerns/", "/desk/retention/"):
        page.goto(address)
        assert_accessible(page)

    anybody = open_page()
    anybody.goto(f"/c/{certificate.number}/{certificate.secret}")
    expect(anybody.get_by_text("it binds until withdrawn")).to_be_visible()
    anybody.get_by_role("link", name="Report a concern").click()
    assert_accessible(anybody)
    anybody.get_by_label("What did you see?").fill("Another person showed it.")
    anybody.get_by_role("button", name="Send the report").click()
    expect(anybody.get_by_role("heading", name="Your report has arrived")).to_be_visible()
    assert_accessible(anybody)

    issuer = at_the_desk(open_page, "us-ssa")
    issuer.goto("/desk/disputes/")
    issuer.get_by_role("link", name="DI-").click()
    assert_accessible(issuer)
    issuer.get_by_role("link", name="Uphold the certificate").click()
    assert_accessible(issuer)
    issuer.get_by_label("What goes with this step").fill("Mr. Weber never went.")
    issuer.get_by_role("button", name="Uphold the certificate").click()
    expect(issuer.get_by_text("Upheld by the issuer")).to_be_visible()
    issuer.goto("/desk/concerns/")
    issuer.get_by_role("link", name="CO-").click()
    assert_accessible(issuer)

    page.goto(record)
    page.get_by_role("link", name="Open the dispute").click()
    expect(page.get_by_text("Mr. Weber never went.")).to_be_visible()
