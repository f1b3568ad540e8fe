"""Sign-up, sign-in and the employer's pages in a real browser:

readable by everybody, also without scripts.
"""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from sojourn.core.actors import SYSTEM
from sojourn.messages.access import sent_letters
from sojourn.parties import events
from sojourn.parties.directory import firms_of
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible
from tests.parties.builders import (
    CODE_APP_SECRET,
    PASSWORD,
    a_firm,
    a_person,
    a_representative,
    an_employer,
)

pytestmark = pytest.mark.django_db(transaction=True)


def link_of(recipient: str) -> str:
    letter = next(letter for letter in sent_letters(20) if letter.recipient == recipient)
    found = re.search(r"https?://\S+", letter.text)
    assert found
    return found[0]


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.about_the_page
@pytest.mark.parametrize(("width", "javascript"), [(PHONE, True), (DESKTOP, True), (DESKTOP, False)])
def test_from_sign_up_to_ones_own_employer(
    open_page: Callable[..., Page], width: int, javascript: bool
) -> None:
    page = open_page(width=width, javascript=javascript)

    def look() -> None:
        if javascript:
            assert_accessible(page)

    page.goto("/sign-up")
    look()
    page.get_by_role("button", name="Send link").click()
    expect(page.locator("#error-summary")).to_contain_text("Enter the e-mail address.")
    look()
    page.get_by_label("E-mail address").fill("dana@example.com")
    page.get_by_label("Your name").fill("Dana Clerk")
    page.get_by_role("button", name="Send link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Read your mail")
    look()
    page.goto(link_of("dana@example.com"))
    look()
    page.get_by_role("button", name="Confirm this address").click()
    look()
    page.get_by_label("New password").fill("short")
    page.get_by_role("button", name="Save password and sign in").click()
    expect(page.locator("#error-summary")).to_contain_text("at least 12 characters. You entered 5.")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Save password and sign in").click()
    look()
    page.get_by_role("link", name="Enter your employer").click()
    look()
    page.get_by_label("ZIP code or postcode").fill("6060")
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.locator("#error-summary")).to_contain_text("ZIP code must have 5 digits")
    look()
    page.get_by_text("Company, or a person with employees").click()
    page.get_by_label("Legal name").fill("Lakeside Robotics Inc.")
    page.get_by_label("Street and house number").fill("200 West Adams Street")
    page.get_by_label("ZIP code or postcode").fill("60606")
    page.get_by_label("City").fill("Chicago")
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.locator("#error-summary")).to_have_count(0)
    page.goto("/acting")
    expect(page.get_by_label("Lakeside Robotics Inc.")).to_be_checked()


@pytest.mark.about_the_page
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_every_page_of_account_and_employer_is_accessible(open_page: Callable[..., Page], width: int) -> None:
    person = a_person(email="dana@example.com", name="Dana Clerk", password=PASSWORD)
    employer = an_employer(person)
    a_representative(employer)
    a_firm(person)
    assert firms_of(person)
    page = open_page(width=width)
    sign_in(page, "dana@example.com")
    page.goto("/account/code-app")
    assert_accessible(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    paths = [
        "/account/code-app",
        "/account/passkeys/add",
        "/account/security",
        "/account/e-mail",
        "/account/password",
        "/sign-out",
        f"/employers/{employer.employer_id}",
        f"/employers/{employer.employer_id}/people",
        "/mandates",
        "/firms",
        "/firms/new",
        "/acting",
        "/invitations/guessed",
    ]
    for path in paths:
        page.goto(path)
        assert page.url.endswith(path)
        assert_accessible(page)
    page.goto("/mandates")
    page.get_by_role("link", name="Revoke").click()
    assert_accessible(page)


@pytest.mark.about_the_page
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_pages_before_sign_in_are_accessible(open_page: Callable[..., Page], language: str) -> None:
    page = open_page(width=PHONE, language=language)
    for path in ("/sign-in", "/password/forgotten", "/password/forgotten/sent", "/sign-up/confirm/x"):
        page.goto(path)
        assert_accessible(page)


@pytest.mark.about_the_page
def test_the_second_step_works_without_scripts(open_page: Callable[..., Page]) -> None:
    person = a_person(email="dana@example.com", password=PASSWORD)
    events.give_code_app(actor=SYSTEM, person=person, secret=CODE_APP_SECRET)
    page = open_page(javascript=False)
    sign_in(page, "dana@example.com")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    page.get_by_label("Code").fill(format_hotp_value(hotp_value(CODE_APP_SECRET, int(time.time()) // 30)))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/account/security")
    expect(page.get_by_text("A code app is set up.")).to_be_visible()


@pytest.mark.about_the_page
def test_a_password_can_be_shown(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/sign-in")
    box = page.get_by_label("Password", exact=True)
    box.fill(PASSWORD)
    page.get_by_role("button", name="Show password").click()
    expect(box).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide password").click()
    expect(box).to_have_attribute("type", "password")


def test_a_passkey_is_made_and_signs_in(open_page: Callable[..., Page]) -> None:
    a_person(email="dana@example.com", password=PASSWORD)
    page = open_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    sign_in(page, "dana@example.com")
    page.goto("/account/passkeys/add")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name of the passkey").fill("work laptop")
    page.get_by_role("button", name="Create passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.goto("/account/security")
    expect(page.get_by_text("work laptop").first).to_be_visible()
    page.goto("/sign-out")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile(r"/signed-in$|/requests"))
    page.goto("/account/security")
    expect(page.get_by_text("last used on")).to_be_visible()
