"""Pages hold when they are read from right to left, and when their texts are a third longer."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.fixtures.browser import PHONE, assert_accessible
from tests.parties.builders import a_representative, an_employer
from tests.requests.builders import a_draft, a_sent_request
from tests.web.party_pages.test_in_browser import sign_in

ROOT = Path(__file__).resolve().parents[2]
PHYSICAL = re.compile(
    r"(?<![\w-])((?:margin|padding|border)-(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?:left|right)(?=\s*:)|(?:text-align|float|clear)\s*:\s*(?:left|right))"
)
PAGES = (
    "/",
    "/find-out",
    "/find-out?who=employee&activities%5B0%5D.sent_from=US&activities%5B0%5D.country=DE"
    "&activities%5B0%5D.start-day=1&activities%5B0%5D.start-month=3&activities%5B0%5D.start-year=2027",
    "/law/from/us/to/de/",
    "/law/agreements/us-de/",
    "/verify",
    "/help",
    "/help/words",
    "/help/asking",
    "/contact",
    "/privacy",
    "/sign-in",
    "/sign-up",
)
# Each word becomes a third longer, as German and French words are; codes and numbers stay.
LONGER = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("script, style, code, pre, .sj-ref")) continue;
    node.textContent = node.textContent.replace(/\\p{L}{3,}/gu,
      word => word + word.slice(0, Math.ceil(word.length * 0.35)).toLowerCase());
  }
}"""
FROM_THE_RIGHT = "() => { document.documentElement.dir = 'rtl'; }"
# What hangs over the edge, apart from boxes that may be scrolled by themselves.
OVER_THE_EDGE = """() => {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll("body *")].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width && (box.right > width + 1 || box.left < -1)
      && !each.closest(".usa-skipnav, .usa-sr-only, .sj-scroll, [tabindex='0'][role='region'], svg");
  }).slice(0, 3).map(each => each.outerHTML.slice(0, 160));
}"""


def test_the_look_names_no_side_by_left_or_right() -> None:
    """Start and end follow the direction of the text; left and right do not."""
    found = [
        f"{path.name}:{number}: {line.strip()}"
        for path in sorted((ROOT / "frontend").glob("**/*.scss"))
        if "node_modules" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if PHYSICAL.search(line.partition("//")[0])
    ]
    assert found == [], "use inline-start and inline-end"


def test_what_names_a_side_is_noticed() -> None:
    for line in ("margin-left: 1px", "  left: 0;", "text-align: right", "border-top-left-radius: 2px"):
        assert PHYSICAL.search(line), line
    for line in ("margin-inline-start: 1px", "inset-inline-end: 0", "text-align: end", ".sj-left-over {"):
        assert not PHYSICAL.search(line), line


@pytest.mark.django_db(transaction=True)
@pytest.mark.about_the_page
@pytest.mark.parametrize(
    ("change", "language"),
    [(FROM_THE_RIGHT, "en"), (LONGER, "en"), (LONGER, "fr")],
    ids=["rtl", "longer", "longer-fr"],
)
def test_a_phone_shows_every_page_without_sideways_scrolling(
    open_page: Callable[..., Page], change: str, language: str
) -> None:
    page = open_page(width=PHONE, language=language)
    found = {}
    for address in PAGES:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate(change)
        wide = page.evaluate("document.documentElement.scrollWidth")
        hanging = page.evaluate(OVER_THE_EDGE)
        if wide > PHONE or hanging:
            found[address] = (wide, hanging)
    assert found == {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.about_the_page
@pytest.mark.parametrize(
    ("change", "language"), [(FROM_THE_RIGHT, "fr"), (LONGER, "es")], ids=["rtl", "longer"]
)
def test_the_pages_of_somebody_signed_in_hold_as_well(
    open_page: Callable[..., Page], change: str, language: str
) -> None:
    """In languages other than English, read by everybody, from the right and a third longer."""
    employer = an_employer()
    acting = a_representative(employer)
    _, draft = a_draft(acting)
    _, sent = a_sent_request(acting, ssn="808-21-4499")
    page = open_page(width=PHONE, language=language)
    page.goto("/healthz")
    sign_in(page, acting)
    own = ["/requests", "/requests/new", "/account", "/my-certificates", f"/requests/{sent.reference}"]
    own += [reverse("switch_acting"), reverse("firms"), reverse("request_law", args=[draft.pk])]
    own += [reverse("request_new_worker") + "?from=US&to=DE", reverse("request_check", args=[draft.pk])]
    own += [reverse("request_matter", args=[draft.pk, each]) for each in ("trip", "place", "job", "person")]
    found = {}
    for address in own:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        assert_accessible(page)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate(change)
        wide = page.evaluate("document.documentElement.scrollWidth")
        hanging = page.evaluate(OVER_THE_EDGE)
        if wide > PHONE or hanging:
            found[address] = (wide, hanging)
    assert found == {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.about_the_page
def test_from_the_right_the_page_is_a_mirror(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/help")
    inset = "document.querySelector('h1').getBoundingClientRect()"
    left = page.evaluate(f"{inset}.left")
    page.evaluate(FROM_THE_RIGHT)
    right = page.evaluate(f"document.documentElement.clientWidth - {inset}.right")
    assert right == pytest.approx(left, abs=2)
