"""Whole stories, from the front page to the paper in somebody else's hand, in a real browser."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from sojourn.casework.events import set_up_institution
from sojourn.core.actors import SYSTEM
from sojourn.parties.events import give_code_app
from sojourn.parties.models import Person
from sojourn.requests.models import Request
from tests.fixtures.browser import PHONE
from tests.journeys.people import (
    Visitor,
    describe_job,
    describe_person,
    describe_place,
    describe_trip,
    enter_employer,
    newest_link,
    sign_in,
    sign_up,
)
from tests.parties.builders import CODE_APP_SECRET, PASSWORD, a_person, an_employer, an_officer

pytestmark = pytest.mark.django_db(transaction=True)
CLERK = "dana@example.com"


@pytest.fixture(autouse=True)
def institution() -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)


def clerk(page: Page, *, looks: bool = False) -> Visitor:
    """A clerk who has an account and an employer."""
    an_employer(a_person(email=CLERK, password=PASSWORD))
    visitor = Visitor(page, looks=looks)
    sign_in(visitor, CLERK)
    return visitor


def answer_everything(visitor: Visitor) -> None:
    """From the list of requests to what the law says."""
    visitor.go("/requests/new")
    visitor.pick("For whom do you ask?", "Lakeside Robotics Inc.")
    visitor.press("^Start$")
    describe_trip(visitor)
    describe_place(visitor)
    describe_job(visitor)
    describe_person(visitor)
    visitor.sees("What the law says")


def send(visitor: Visitor) -> None:
    """From what the law says to the receipt."""
    visitor.press("Continue to check")
    visitor.sees("Check and send to Social Security Administration")
    visitor.tick("The answers are true")
    visitor.page.get_by_role("button", name="Send request to Social Security Administration").dblclick()


def download(visitor: Visitor, target: Path) -> str:
    """Save the certificate; returns the address that stands on the receipt."""
    with visitor.page.expect_download() as arriving:
        visitor.page.get_by_role("link", name="Download certificate").click()
    arriving.value.save_as(target)
    assert target.read_bytes().startswith(b"%PDF")
    assert arriving.value.suggested_filename.startswith("US-")
    address = visitor.page.get_by_role("link", name="check it here").get_attribute("href")
    assert address
    return address


def check_as_a_stranger(stranger: Visitor, address: str, paper: Path) -> None:
    """By address, with the date of birth; by number and code; by the document, whole and changed."""
    stranger.go(address)
    stranger.sees("Genuine, but not begun")
    stranger.reads("A\\. O\\.")
    stranger.date("Date of birth of the person", "21", "July", "1989")
    stranger.press("Show the names")
    stranger.reads("Adaeze Okafor")
    *_, number, secret = address.split("/")
    stranger.go("/verify")
    stranger.fill("Number", number.lower())
    stranger.fill("Code", secret)
    stranger.press("^Check$")
    stranger.sees("Genuine, but not begun")
    stranger.go("/verify")
    stranger.page.get_by_label("PDF of the certificate").set_input_files(paper)
    stranger.press("Check this file")
    stranger.sees("Genuine, but not begun")
    stranger.reads("Adaeze Okafor")
    changed = paper.with_name("changed.pdf")
    data = bytearray(paper.read_bytes())
    data[len(data) // 2] ^= 1
    changed.write_bytes(data)
    stranger.go("/verify")
    stranger.page.get_by_label("PDF of the certificate").set_input_files(changed)
    stranger.press("Check this file")
    stranger.sees("Altered")


@pytest.mark.parametrize(
    "javascript",
    [
        pytest.param(True, id="with scripts", marks=pytest.mark.about_the_page),
        pytest.param(False, id="without scripts"),
    ],
)
def test_from_sign_up_to_a_certificate_that_a_stranger_verifies(
    open_page: Callable[..., Page], tmp_path: Path, javascript: bool
) -> None:
    dana = Visitor(open_page(javascript=javascript))
    sign_up(dana, CLERK)
    enter_employer(dana)
    dana.looks = javascript
    answer_everything(dana)
    dana.reads("The social security law of the United States\\s+applies")
    send(dana)
    dana.sees("Certificate issued")
    paper = tmp_path / "certificate.pdf"
    address = download(dana, paper)
    assert newest_link(CLERK, "requests/").rstrip(".") in dana.page.url
    dana.page.go_back()
    dana.sees("Certificate issued")
    assert Request.objects.filter(state="approved").count() == 1
    inspector = Visitor(open_page(width=PHONE, javascript=javascript), looks=javascript)
    check_as_a_stranger(inspector, address, paper)


@pytest.mark.about_the_page
def test_six_years_cannot_be_sent_and_the_page_says_what_is_open(open_page: Callable[..., Page]) -> None:
    dana = clerk(open_page())
    answer_everything(dana)
    dana.page.locator("li", has_text="The stay is expected").get_by_role("link").click()
    dana.date("Last day of work abroad", "28", "February", "2033")
    expect(dana.page.locator("#live")).to_contain_text("72\xa0months")
    dana.press("^Continue$")
    dana.looks = True
    dana.go(dana.page.url.rsplit("/", 1)[0] + "/law")
    dana.reads("The social security law of Germany applies")
    dana.reads("There is nothing to send")
    dana.reads("Both countries can agree on an exception")
    expect(dana.page.get_by_role("button", name="Continue to check")).to_have_count(0)
    assert Request.objects.get().state == "draft"


@pytest.mark.about_the_page
def test_nothing_typed_is_lost_through_slips_reloads_and_an_ended_session(
    open_page: Callable[..., Page],
) -> None:
    dana = clerk(open_page())
    answer_everything(dana)
    dana.go(dana.page.url.replace("/law", "/person"))
    dana.fill("U.S. Social Security number", "666 21 4471")
    with dana.page.expect_response(re.compile("/person/saved$")):
        dana.fill("Family name", "Okafor-Díaz")
    expect(dana.page.locator("#saved")).to_have_text(re.compile("Saved at"))
    dana.page.reload()
    expect(dana.page.get_by_label("Family name")).to_have_value("Okafor-Díaz")
    dana.press("^Continue$")
    expect(dana.page).to_have_title(re.compile("^Error: 4 of 6"))
    expect(dana.page.locator("#error-summary")).to_be_focused()
    dana.page.get_by_role("link", name="Social Security number must be one").click()
    number = dana.page.get_by_label("U.S. Social Security number")
    expect(number).to_be_focused()
    expect(number).to_have_value("666 21 4471")
    number.fill("808 21 4471")
    expect(dana.page.locator(".usa-form-group--error")).to_have_count(0)
    dana.page.context.clear_cookies(name="sessionid")
    dana.press("^Continue$")
    dana.sees("Sign in")
    dana.fill("E-mail address", CLERK)
    dana.page.get_by_label("Password", exact=True).fill(PASSWORD)
    dana.press("^Sign in$")
    dana.reads("Your text is still here")
    expect(number).to_have_value("808-21-4471")
    dana.press("^Continue$")
    dana.sees("What the law says")


def test_an_officer_decides_what_is_not_clear(open_page: Callable[..., Page]) -> None:
    an_officer(email="thomas@example.com", password=PASSWORD)
    give_code_app(actor=SYSTEM, person=Person.objects.get(email="thomas@example.com"), secret=CODE_APP_SECRET)
    dana = clerk(open_page())
    answer_everything(dana)
    dana.go(dana.page.url.replace("/law", "/person"))
    dana.fill("U.S. Social Security number", "")
    dana.tick("Not yet issued")
    dana.press("^Continue$")
    send(dana)
    dana.sees("Request received")
    dana.reads("It is not a certificate")

    thomas = Visitor(open_page())
    sign_in(thomas, "thomas@example.com")
    thomas.fill("Code", format_hotp_value(hotp_value(CODE_APP_SECRET, int(time.time()) // 30)))
    thomas.press("^(Sign in|Continue)$")
    thomas.go("/desk/")
    thomas.press("Take next")
    thomas.press("^Approve$")
    thomas.fill("Why this may be set aside", "The number was asked for; it is on its way.")
    thomas.press("Approve and send")
    dana.page.reload()
    dana.sees("Certificate issued")
    assert "requests/" in newest_link(CLERK, "requests/")


@pytest.mark.about_the_page
def test_the_pages_can_be_filled_in_with_the_keyboard_alone(open_page: Callable[..., Page]) -> None:
    dana = clerk(open_page())
    dana.go("/requests/new")
    keys = dana.page.keyboard
    dana.page.locator("#acting").focus()
    keys.press("Space")
    keys.press("Tab")
    keys.press("Enter")
    dana.sees("The work abroad")
    dana.page.get_by_label("Country of the work abroad").focus()
    for text in ("Germany", "1", "March", "2027"):
        keys.type(text)
        keys.press("Tab")
        while dana.page.evaluate("document.activeElement.tagName") == "SUMMARY":
            keys.press("Tab")
    for text in ("28", "February", "2030"):
        keys.type(text)
        keys.press("Tab")
    keys.press("Tab")
    assert dana.page.evaluate("document.activeElement.textContent.trim()") == "Continue"
    outline = dana.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    keys.press("Enter")
    dana.sees("Where and for whom")
