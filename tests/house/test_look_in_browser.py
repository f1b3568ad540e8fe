"""The look in a real browser: readable by everybody at both widths, and better with scripts than without."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, Request, Route, expect
from pytest_django import Settings

import sojourn.web
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible

BUILT = Path(sojourn.web.__file__).with_name("static") / "built"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]


@pytest.fixture
def components(settings: Settings, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """The page with every component, opened at a width, with or without scripts."""
    settings.ROOT_URLCONF = "tests.house.gallery"

    def opened(**kind: object) -> Page:
        page = open_page(**kind)
        page.goto("/components")
        return page

    return opened


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_component_is_accessible(components: Callable[..., Page], width: int, language: str) -> None:
    assert_accessible(components(width=width, language=language))


@pytest.mark.parametrize("javascript", [True, False])
def test_the_error_summary_has_the_focus(components: Callable[..., Page], javascript: bool) -> None:
    page = components(javascript=javascript)
    expect(page.locator("#error-summary")).to_be_focused()
    assert page.title().startswith("Error: 1 of 6 ·")


def test_a_link_in_the_summary_leads_into_the_box(components: Callable[..., Page]) -> None:
    page = components()
    page.get_by_role("link", name="Enter the last day.").click()
    expect(page.locator("#end-day")).to_be_focused()


def test_a_mended_field_is_cleared_and_the_others_are_not(components: Callable[..., Page]) -> None:
    page = components()
    page.locator("#ssn").fill("123-45-6789")
    expect(page.locator("#ssn-error")).to_have_count(0)
    expect(page.locator("#end-error")).to_have_count(1)


def test_a_pasted_date_is_spread_over_its_boxes(components: Callable[..., Page]) -> None:
    page = components()
    page.locator("#start-day").evaluate(
        """box => {
          const data = new DataTransfer();
          data.setData("text", " 2027-03-01 ");
          box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    boxes = [page.locator(f"#start-{part}").input_value() for part in ("day", "month", "year")]
    assert boxes == ["1", "3", "2027"]


def press_twice(page: Page, button: str, *, second_is_sent: bool) -> int:
    """Press while the answer does not come, and again; how often something was sent."""
    held: list[Route] = []
    page.route("**/components", lambda route: held.append(route))
    page.get_by_role("button", name=button).scroll_into_view_if_needed()
    box = page.get_by_role("button", name=button).bounding_box()
    assert box is not None
    with page.expect_request("**/components"):
        page.mouse.click(box["x"] + 10, box["y"] + 10)
    if second_is_sent:
        with page.expect_request("**/components"):
            page.mouse.click(box["x"] + 10, box["y"] + 10)
    else:
        page.mouse.click(box["x"] + 10, box["y"] + 10)
        page.wait_for_timeout(300)  # long enough for a request to set out
    for route in held:
        route.fulfill(status=204)
    return len(held)


def test_a_button_that_sends_once_ignores_a_second_press(components: Callable[..., Page]) -> None:
    assert press_twice(components(), "Continue", second_is_sent=False) == 1


def test_a_button_that_may_send_again_does(components: Callable[..., Page]) -> None:
    assert press_twice(components(), "Withdraw", second_is_sent=True) == 2


def test_targets_are_large_enough_for_a_thumb(components: Callable[..., Page]) -> None:
    page = components(width=PHONE)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .usa-button, input:not([type=hidden]), select, summary, nav a")]
          .map(target => target.matches(".usa-radio__input, .usa-checkbox__input") ? target.nextElementSibling : target)
          .map(target => [target.outerHTML.slice(0, 80), target.getBoundingClientRect()])
          .filter(([, box]) => box.height > 0 && box.height < (box.width < 30 ? 24 : 30))
          .map(([html, box]) => `${html} ${box.height}`)"""
    )
    assert small == []


def test_no_page_asks_another_host_for_anything(
    components: Callable[..., Page], open_page: Callable[..., Page]
) -> None:
    asked: list[str] = []
    page = open_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/components")
    page.wait_for_load_state("networkidle")
    here = page.url.removesuffix("/components")
    assert asked
    assert [url for url in asked if not url.startswith(here)] == []


def on_the_wire(request: Request) -> int:
    """Bytes as the service sends them: compressed where it built a file, which the server of the tests does not do."""
    built = request.url.partition("/static/built/")[2]
    compressed = BUILT / f"{built}.br"
    return compressed.stat().st_size if built and compressed.exists() else request.sizes()["responseBodySize"]


def test_the_page_is_light_on_the_wire(
    components: Callable[..., Page], open_page: Callable[..., Page]
) -> None:
    weights: list[int] = []
    page = open_page()
    page.on("requestfinished", lambda request: weights.append(on_the_wire(request)))
    page.goto("/components")
    page.wait_for_load_state("networkidle")
    assert 20_000 < sum(weights) < 100_000


def test_the_style_sheet_is_served_compressed(client: Client) -> None:
    plain = client.get("/static/built/sojourn.css")
    packed = client.get("/static/built/sojourn.css", headers={"accept-encoding": "gzip, br"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "br"
    assert len(b"".join(packed.streaming_content)) < 20_000
