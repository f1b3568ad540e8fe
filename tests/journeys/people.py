"""The people of the stories, as they sit in front of a browser: they see words and press buttons."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from sojourn.messages.access import sent_letters
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible

PASSWORD = "a long enough sentence"


def newest_link(recipient: str, pattern: str) -> str:
    """The link in the newest letter to this person that matches."""
    for letter in sent_letters(20):
        found = re.search(rf"https?://[^/\s]+(/{pattern}\S*)", letter.text)
        if letter.recipient == recipient and found:
            return found[1]
    raise AssertionError(f"no letter to {recipient} with {pattern}")


@dataclass(slots=True)
class Visitor:
    """Somebody at a browser. `looks` checks each page on the way with axe, at both widths."""

    page: Page
    looks: bool = False
    seen: set[str] = field(default_factory=set)

    def go(self, address: str) -> None:
        """Open an address."""
        self.page.goto(address)
        self.look()

    def press(self, words: str) -> None:
        """Press the button or link with these words."""
        named = re.compile(words)
        button = self.page.get_by_role("button", name=named)
        (button if button.count() else self.page.get_by_role("link", name=named)).first.click()
        self.look()

    def fill(self, label: str, text: str) -> None:
        """Type into a box."""
        self.page.get_by_label(label, exact=False).first.fill(text)

    def choose(self, label: str, option: str) -> None:
        """Choose from a list."""
        self.page.get_by_label(label, exact=False).first.select_option(label=option)

    def pick(self, group: str, option: str) -> None:
        """Choose the answer that begins with these words."""
        words = re.compile(rf"^\s*{re.escape(option)}")
        answer = self.page.get_by_role("group", name=group).get_by_role("radio", name=words).first
        answer.press("Space")
        expect(answer).to_be_checked()

    def tick(self, words: str) -> None:
        """Set a tick."""
        box = self.page.get_by_role("checkbox", name=words)
        box.press("Space")
        expect(box).to_be_checked()

    def date(self, group: str, day: str, month: str, year: str) -> None:
        """Enter a day."""
        boxes = self.page.get_by_role("group", name=group)
        boxes.get_by_label("Day", exact=True).fill(day)
        boxes.get_by_label("Month", exact=True).select_option(label=month)
        boxes.get_by_label("Year", exact=True).fill(year)

    def sees(self, words: str) -> None:
        """The page's heading says this."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(re.compile(words))

    def reads(self, words: str) -> None:
        """The page says this somewhere."""
        expect(self.page.locator("body")).to_contain_text(re.compile(words))

    def look(self) -> None:
        """Check the page as it is, wide and narrow; each once."""
        if not self.looks or self.page.title() in self.seen:
            return
        self.seen.add(self.page.title())
        for width in (PHONE, DESKTOP):
            self.page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(self.page)


def sign_up(visitor: Visitor, email: str) -> None:
    """From the front page to an account with a confirmed address."""
    visitor.go("/")
    visitor.press("Ask for a certificate")
    visitor.press("Create an account")
    visitor.fill("E-mail address", email)
    visitor.fill("Your name", "Dana Clerk")
    visitor.press("Send link")
    visitor.go(newest_link(email, "sign-up/confirm/"))
    visitor.press("Confirm this address")
    visitor.fill("New password", PASSWORD)
    visitor.press("Save password and sign in")


def enter_employer(visitor: Visitor) -> None:
    """A company in Chicago."""
    visitor.go("/employers/new")
    visitor.pick("What kind of employer is it?", "Company")
    visitor.fill("Legal name", "Lakeside Robotics Inc.")
    visitor.fill("Street", "200 West Adams Street")
    visitor.fill("ZIP code", "60606")
    visitor.fill("City", "Chicago")
    visitor.press("^Create$")


def sign_in(visitor: Visitor, email: str) -> None:
    """With a password."""
    visitor.go("/sign-in")
    visitor.fill("E-mail address", email)
    visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.press("^Sign in$")


def describe_trip(visitor: Visitor, *, last_year: str = "2030", country: str = "Germany") -> None:
    """Page one: from the United States, from 1 March 2027."""
    visitor.choose("Country of the work abroad", country)
    visitor.date("First day of work abroad", "1", "March", "2027")
    visitor.date("Last day of work abroad", "28", "February", last_year)
    visitor.press("Continue")


def describe_place(visitor: Visitor) -> None:
    """Page two: at a customer in Hamburg."""
    visitor.pick("For whom will the person work there?", "For us, at a customer or partner")
    visitor.fill("Name of the place of work", "Windwerk Nord GmbH")
    visitor.fill("Street and number there", "Am Sandtorkai 30")
    visitor.fill("City there", "Hamburg")
    visitor.press("Continue")


def describe_job(visitor: Visitor) -> None:
    """Page three: hired at home, years before."""
    visitor.date("Employed by you since", "1", "April", "2019")
    visitor.choose("Country where the person was hired", "United States")
    visitor.pick("before", "No")
    visitor.press("Continue")


def describe_person(visitor: Visitor, *, family_name: str = "Okafor", ssn: str = "808 21 4471") -> None:
    """Page four."""
    visitor.fill("Given names", "Adaeze")
    visitor.fill("Family name", family_name)
    visitor.date("Date of birth", "21", "July", "1989")
    visitor.fill("Place of birth", "Chicago")
    visitor.choose("Nationalit", "United States")
    visitor.fill("Social Security number", ssn)
    visitor.choose("Country where the person's home is", "United States")
    visitor.press("Continue")
