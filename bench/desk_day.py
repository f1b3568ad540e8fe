"""A working day at the desk, at the keyboard: forty mixed cases worked off in a real browser, presses counted by kind.

`python -m bench.desk_day [cases] [seed]`; starts a service of its own. An officer takes case after case with one key
and does what the page offers: approves what nothing stands against, says why what stands against it may be set aside,
refuses what the law does not give, proposes what two have to sign; a second officer signs. Counted from the press that
takes the case to the page that says it is done: single keys, presses that move through the page, what is typed, and
clicks.
"""

import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

SAID: Final = "Seen in the papers of the case."
MOST_PRESSES: Final = 80


@dataclass(slots=True)
class Pressed:
    """What one case took: keys that do something, keys that only move, signs typed, seconds in the browser."""

    kind: str
    outcome: str = ""
    keys: int = 0
    moves: int = 0
    typed: int = 0
    clicks: int = 0
    seconds: float = 0.0
    route: list[str] = field(default_factory=list)


class Keyboard:
    """A person at the keyboard, who counts."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.count = Pressed("")

    def press(self, key: str, *, leads_on: bool = False) -> None:
        """One key; with `leads_on` the next page is waited for."""
        self.count.moves += key in ("Tab", "Shift+Tab")
        self.count.keys += key not in ("Tab", "Shift+Tab")
        self.count.route.append(key)
        if leads_on:
            with self.page.expect_navigation(wait_until="load"):
                self.page.keyboard.press(key)
        else:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Words; counted by themselves."""
        self.count.typed += len(text)
        self.page.keyboard.type(text)

    def on(self) -> str:
        """What has the focus: "step" a button of the form, "needed" a box to be filled that is empty, "tick" the
        first of the reasons while none is ticked, "" anything else."""
        return str(self.page.evaluate(_ON))


# What the officer's eye sees: which box still has to be filled.
_ON: Final = """() => {
  const at = document.activeElement, form = document.querySelector("main form[hx-post]");
  if (!at || !form) return "";
  if (at.matches("button[name=step]")) return "step";
  if (at.matches("textarea[name^=waiver-]") && !at.value) return "needed";
  if (at.matches("input[name=reasons]") && !form.querySelector("input[name=reasons]:checked")) return "tick";
  return "";
}"""
_LACKS: Final = """() => {
  const form = document.querySelector("main form[hx-post]");
  const waiver = [...form.querySelectorAll("textarea[name^=waiver-]")].some((each) => !each.value);
  return waiver || !form.querySelector("input[name=reasons]:checked");
}"""


def main(cases: int = 40, seed: int = 1) -> int:
    """Exit status 1 where a case could not be brought to its end."""
    with _service() as (address, officers, kinds):
        done = list(_day(address, officers, kinds(cases, seed)))
    _print(done)
    return int(any(each.outcome == "left" for each in done))


def _day(address: str, officers: list[str], kinds: dict[str, str]) -> Iterator[Pressed]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from tests.fixtures.browser import chromium  # noqa: PLC0415

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        pages = [_signed_in(browser, address, cookie) for cookie in officers]
        hands = Keyboard(pages[0])
        pages[0].goto(f"{address}/desk/")
        while True:
            hands.count, begun = Pressed(""), time.perf_counter()
            _take_next(hands)
            if "/cases/" not in pages[0].url:
                break
            reference = pages[0].url.rsplit("/", 1)[-1].partition("?")[0]
            hands.count.kind = kinds.get(reference, "other")
            hands.count.outcome = _work(hands)
            hands.count.seconds = time.perf_counter() - begun
            yield hands.count
        yield from _signing(Keyboard(pages[1]), address)
        browser.close()


def _take_next(hands: Keyboard) -> None:
    """With its key; where a page does not offer it, by a click on the desk's first page before."""
    if not hands.page.locator("[data-key=next]").count():
        hands.count.clicks += 1
        hands.page.goto("/desk/")
    hands.press("n", leads_on=True)


def _work(hands: Keyboard) -> str:
    """From the case that was just taken to its end; what became of it."""
    page = hands.page
    hands.press("d", leads_on=True)
    if "/decide/" not in page.url:
        return "left"
    result = page.url.rpartition("/")[2]
    while len(hands.count.route) < MOST_PRESSES:
        hands.press("d")
        _go_on_to_what_is_needed(hands)
        match hands.on():
            case "needed":
                hands.type(SAID)
                hands.press("Escape")
            case "tick":
                hands.press("Space")
            case "step" if not page.evaluate(_LACKS):
                hands.press("Enter", leads_on=True)
                break
    said = page.locator("main, .usa-alert").all_inner_texts()
    if any("another officer signs" in each for each in said):
        return f"{result}, proposed"
    return result if "/decide/" not in page.url else "left"


def _go_on_to_what_is_needed(hands: Keyboard) -> None:
    """Where the key did not lead there: with the tabulator, backwards from the button or on from where one is."""
    if not hands.page.evaluate(_LACKS):
        return
    back = hands.on() == "step"
    while hands.on() not in ("needed", "tick") and len(hands.count.route) < MOST_PRESSES:
        hands.press("Shift+Tab" if back else "Tab")


def _signing(hands: Keyboard, address: str) -> Iterator[Pressed]:
    """The second officer signs what waits; the list is opened once, then one thing follows the other."""
    page = hands.page
    page.goto(f"{address}/desk/signing")
    while page.locator("main tbody th[scope=row] a").count():
        hands.count, begun = Pressed("second signature"), time.perf_counter()
        hands.press("j")
        hands.press("Enter", leads_on=True)
        hands.press("d")
        while not page.evaluate('() => document.activeElement.matches("main form button")'):
            if len(hands.count.route) >= MOST_PRESSES:
                break
            hands.press("Tab")
        hands.press("Enter", leads_on=True)
        hands.count.outcome = "signed"
        hands.count.seconds = time.perf_counter() - begun
        yield hands.count
        page.goto(f"{address}/desk/signing")


def _signed_in(browser: Any, address: str, cookie: str) -> Any:
    name, _, value = cookie.partition("=")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=address)
    context.add_cookies([{"name": name, "value": value, "url": address}])
    page = context.new_page()
    # A machine that does much else at once is slow, not wrong.
    page.set_default_timeout(180_000)
    return page


@contextmanager
def _service() -> Iterator[tuple[str, list[str], Any]]:
    """An institution with two officers, and the way to hand in a day of requests; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="sojourn-desk-day-") as folder:
        os.environ.update(
            SOJOURN_MODE="demo", SOJOURN_HOME=folder, DJANGO_SETTINGS_MODULE="sojourn.config.settings"
        )
        os.environ.pop("DATABASE_URL", None)
        import django  # noqa: PLC0415
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        from bench.own_service import officer_cookie  # noqa: PLC0415
        from bench.service import running  # noqa: PLC0415
        from sojourn.casework.events import set_up_institution  # noqa: PLC0415
        from sojourn.core.actors import SYSTEM  # noqa: PLC0415

        set_up_institution(institution_id="us-ssa", actor=SYSTEM, straight_through=True)
        officers = [officer_cookie(email) for email in ("first@desk.example", "second@desk.example")]
        kinds = _kinds
        with running() as (address, _):
            yield address, officers, kinds


def _kinds(cases: int, seed: int) -> dict[str, str]:
    """Hand the day in; what kind each request is, by its reference."""
    from sojourn.config.simulate.day import Day  # noqa: PLC0415

    return {each.reference: each.kind for each in Day(seed).run(cases)}


def _print(done: list[Pressed]) -> None:
    by_kind: dict[tuple[str, str], list[Pressed]] = defaultdict(list)
    for each in done:
        by_kind[each.kind, each.outcome].append(each)
    print(
        "| kind | outcome | cases | keys | moves with the tabulator | signs typed |\n|---|---|---:|---:|---:|---:|"
    )
    for (kind, outcome), found in sorted(by_kind.items()):
        middle = [
            statistics.median(getattr(each, name) for each in found) for name in ("keys", "moves", "typed")
        ]
        print(f"| {kind} | {outcome} | {len(found)} | {' | '.join(f'{each:g}' for each in middle)} |")
    presses, clicks = sum(each.keys + each.moves for each in done), sum(each.clicks for each in done)
    seconds = sum(each.seconds for each in done)
    print(f"\n{len(done)} pieces of work, {presses} presses, {clicks} clicks; {seconds:.0f} s.")
    for each in done:
        if each.outcome == "left":
            print(f"Left: {each.kind}, after {' '.join(each.route)}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    sys.exit(main(*map(int, sys.argv[1:])))
