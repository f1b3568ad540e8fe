"""Pages under hard conditions: enlarged four times, and on a line that breaks."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from sojourn.casework.events import set_up_institution
from sojourn.core.actors import SYSTEM
from sojourn.requests.models import Request
from tests.requests.builders import a_draft, a_sent_request
from tests.web.builders import client_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]

ENLARGED = {"width": 320, "height": 256}
"""What a window of 1280 by 1024 shows at 400 % (WCAG 2.2, 1.4.10)."""
ANSWER = (
    "/find-out?who=employee&activities%5B0%5D.sent_from=US&activities%5B0%5D.country=DE"
    "&activities%5B0%5D.start-day=1&activities%5B0%5D.start-month=3&activities%5B0%5D.start-year=2027"
    "&activities%5B0%5D.end-day=28&activities%5B0%5D.end-month=2&activities%5B0%5D.end-year=2029"
)
# What reaches out of the window, unless something around it can be moved sideways by itself (a table may).
_REACHES_OUT = """() => [...document.querySelectorAll("main *")].filter(each => {
  const box = each.getBoundingClientRect();
  if (!box.width || box.right <= innerWidth + 1 || box.left >= innerWidth) return false;
  for (let around = each.parentElement; around; around = around.parentElement) {
    if (getComputedStyle(around).overflowX !== "visible") return false;
  }
  return true;
}).map(each => each.tagName + "." + each.className)"""


def signed_in(page: Page, acting: object) -> None:
    page.goto("/healthz")
    cookie = client_of(acting).cookies[settings.SESSION_COOKIE_NAME].value  # type: ignore[arg-type]
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}])


def test_pages_enlarged_four_times_need_no_moving_sideways(open_page: Callable[..., Page]) -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    acting, draft = a_draft(end="2027-03-01", family_name="")
    _, sent = a_sent_request(acting)
    page = open_page()
    page.set_viewport_size(ENLARGED)  # type: ignore[arg-type]
    open_to_all = (
        "/",
        "/find-out",
        ANSWER,
        "/law/",
        "/law/agreements/us-de/",
        "/law/from/us/to/de/",
        "/verify",
    )
    own = ("/requests", f"/requests/{draft.pk}/place", f"/requests/{draft.pk}/person?mend")
    faults = {}
    for address in (*open_to_all, "/sign-in"):
        page.goto(address)
        faults[address] = (page.evaluate("document.documentElement.scrollWidth"), page.evaluate(_REACHES_OUT))
    signed_in(page, acting)
    for address in (*own, f"/requests/{draft.pk}/check", f"/requests/{sent.reference}", "/bulk"):
        page.goto(address)
        faults[address] = (page.evaluate("document.documentElement.scrollWidth"), page.evaluate(_REACHES_OUT))
    assert {each: fault for each, fault in faults.items() if fault != (ENLARGED["width"], [])} == {}


def test_what_is_typed_while_the_line_is_broken_is_saved_when_it_is_back(
    open_page: Callable[..., Page],
) -> None:
    acting, draft = a_draft()
    page = open_page()
    signed_in(page, acting)
    page.goto(f"/requests/{draft.pk}/place")
    page.route("**/saved", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.get_by_label("City").fill("Bremen")
    expect(page.locator("#saved")).not_to_have_text(re.compile("Saved at"))
    assert Request.objects.get(pk=draft.pk).answers.text("receiver.city") != "Bremen"
    page.unroute("**/saved")
    expect(page.locator("#saved")).to_have_text(re.compile("Saved at"))
    assert Request.objects.get(pk=draft.pk).answers.text("receiver.city") == "Bremen"
