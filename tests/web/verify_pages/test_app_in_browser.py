"""The checker for telephones in a real browser: a camera that sees the code, no reception, the words on the page."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sojourn.casework.foreign.models import Concern
from sojourn.certificates.access import IssuedCertificate
from sojourn.certificates.events import withdraw_certificate
from sojourn.certificates.status_list.events import tend_lists
from sojourn.core import clock
from tests.casework.builders import a_hosted_institution
from tests.certificates.builders import OFFICER
from tests.fixtures.browser import PATIENCE_MS, PHONE, assert_accessible, chromium
from tests.web.verify_pages.codes import code_of, film, in_force

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def certificate(site: str) -> IssuedCertificate:
    """One that is in force and stands in a signed status list of the running service."""
    issued = in_force()
    tend_lists()
    return issued


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=site, viewport={"width": PHONE, "height": 800}, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def opened(context: BrowserContext, complaints: list[str], address: str = "/verify/app") -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if "Security Policy" in message.text else None,
    )
    page.goto(address)
    ready(page)
    return page


def ready(page: Page) -> None:
    page.wait_for_selector("html[data-check=ready]", state="attached")


def type_in(page: Page, code: str) -> None:
    page.get_by_label("Text of the larger code").fill(code)
    page.get_by_role("button", name="Check this text").click()


def verdict(page: Page) -> str:
    expect(page.locator("#check-heading")).to_be_focused()
    return page.locator("#check-heading").inner_text()


def test_without_reception_a_code_is_read_and_its_status_grows_old(
    phone: BrowserContext, certificate: IssuedCertificate
) -> None:
    complaints: list[str] = []
    page = opened(phone, complaints)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    code = code_of(certificate)
    assert_accessible(page)

    phone.set_offline(True)
    page.reload()
    ready(page)
    type_in(page, code)
    assert verdict(page) == "Genuine and in force."
    expect(page.locator("#check-result")).to_contain_text("Sarah Anne Miller")
    expect(page.locator("#check-lines")).to_contain_text("0 hours old")
    assert_accessible(page)

    # Two days later, still without reception.
    page.clock.install(time=clock.now() + timedelta(hours=50))
    page.reload()
    ready(page)
    type_in(page, code)
    assert verdict(page) == "Signature right."
    expect(page.locator("#check-lines")).to_contain_text("50 hours old")
    expect(page.locator("#check-verdict")).to_have_class(re.compile("sj-verdict--doubt"))
    assert_accessible(page)

    # One letter of the code is another one.
    at = len(code) // 2
    type_in(page, code[:at] + ("A" if code[at] != "A" else "B") + code[at + 1 :])
    assert verdict(page) in {"Altered.", "Cannot be checked."}
    assert_accessible(page)
    assert complaints == []


def test_with_reception_a_withdrawal_is_seen_and_the_address_code_opens_the_page(
    phone: BrowserContext, certificate: IssuedCertificate
) -> None:
    complaints: list[str] = []
    code = code_of(certificate)
    withdraw_certificate(
        number=certificate.number, actor=OFFICER, reason_code="conditions_not_met", effective_on=clock.today()
    )
    tend_lists()
    page = opened(phone, complaints, "/verify/app?language=de")
    page.get_by_label("Text des größeren Codes").fill(code)
    page.get_by_role("button", name="Diesen Text prüfen").click()
    assert verdict(page) == "Zurückgenommen oder ersetzt."
    page.goto("/verify/app")
    ready(page)
    page.get_by_label("Text of the larger code").fill("https://elsewhere.example/c/US-2026/abc")
    page.get_by_role("button", name="Check this text").click()
    assert verdict(page) == "Not ours."
    type_in(page, f"/c/{certificate.number}/{certificate.secret}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Withdrawn.")
    assert complaints == []


def test_a_phone_that_was_never_open_with_reception_says_so(
    phone: BrowserContext, certificate: IssuedCertificate
) -> None:
    complaints: list[str] = []
    phone.route("**/.well-known/sojourn-keys.json", lambda route: route.abort())
    page = opened(phone, complaints)
    expect(page.locator("#check-sources")).to_contain_text("Open once with reception.")
    type_in(page, code_of(certificate))
    assert verdict(page) == "Cannot be checked."
    expect(page.locator("#check-lines")).to_contain_text("Open once with reception.")
    assert_accessible(page)
    assert complaints == []


def test_results_stay_only_where_that_is_wanted_and_without_names(
    phone: BrowserContext, certificate: IssuedCertificate
) -> None:
    complaints: list[str] = []
    page, code = opened(phone, complaints), code_of(certificate)
    type_in(page, code)
    assert verdict(page) == "Genuine and in force."
    expect(page.locator("#check-kept li")).to_have_count(0)
    page.get_by_text("Keep the last 20 results here").click()
    for count in (1, 2):
        type_in(page, code)
        expect(page.locator("#check-kept li")).to_have_count(count)
    assert "Miller" not in page.locator("#check-kept").inner_text()
    page.reload()
    ready(page)
    expect(page.locator("#check-kept li")).to_have_count(2)
    page.get_by_text("Keep the last 20 results here").click()
    expect(page.locator("#check-kept li")).to_have_count(0)
    assert complaints == []


def test_a_report_written_without_reception_is_sent_later(
    phone: BrowserContext, certificate: IssuedCertificate
) -> None:
    a_hosted_institution()
    complaints: list[str] = []
    page = opened(phone, complaints)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.set_offline(True)
    page.get_by_text("Write a report").click()
    page.get_by_label("What did you see?").fill("The photo does not fit.")
    page.get_by_label("Which institution stands on it?").select_option(index=1)
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator("#check-reports")).to_contain_text("Not sent yet")
    assert_accessible(page)
    page.reload()
    ready(page)
    expect(page.locator("#check-reports")).to_contain_text("Not sent yet")
    phone.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#check-reports")).to_contain_text("Report received.")
    assert Concern.objects.get().seen == "The photo does not fit."
    assert complaints == []


def test_the_camera_sees_the_code_or_typing_comes_first(
    browser: Browser, site: str, certificate: IssuedCertificate, tmp_path: Path
) -> None:
    complaints: list[str] = []
    picture = film(code_of(certificate), tmp_path / "code.y4m")
    arguments = [
        "--no-sandbox",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={picture}",
    ]
    eyes = browser.browser_type.launch(executable_path=chromium(), args=arguments)
    try:
        context = eyes.new_context(
            base_url=site, viewport={"width": PHONE, "height": 800}, permissions=["camera"]
        )
        page = opened(context, complaints)
        page.get_by_role("button", name="Open the camera").click()
        expect(page.locator("#check-heading")).to_have_text("Genuine and in force.")
        expect(page.locator("#check-camera")).to_be_hidden()
        page.get_by_role("button", name="Scan next").click()
        expect(page.locator("#check-camera, #check-result >> visible=true").first).to_be_visible()

        refusing = eyes.new_context(base_url=site, viewport={"width": PHONE, "height": 800})
        page = opened(refusing, complaints)
        page.get_by_role("button", name="Open the camera").click()
        expect(page.get_by_text("The camera cannot be used")).to_be_visible()
        expect(page.get_by_label("Text of the larger code")).to_be_focused()
        assert_accessible(page)
        assert complaints == []
    finally:
        eyes.close()


def test_a_telephone_can_install_it(phone: BrowserContext) -> None:
    page = opened(phone, [])
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    session = phone.new_cdp_session(page)
    found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A window without a trace is never offered to install anything; nothing else may be missing.
    assert {each["errorId"] for each in found} <= {"in-incognito"}
