"""The register as its people walk through it in a browser: mobility manager, assistant, traveller on a phone, auditor.

SOJOURN_TRIAL_TRIPS sets how many trips the manager brings (6). With SOJOURN_PICTURES a file in that folder says how
many clicks and seconds it took: the trial of which docs/how-to/keep-a-register.md tells.
"""

import os
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from sojourn.casework.events import set_up_institution
from sojourn.config.simulate.register import quarter_file
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.parties.models import Person
from sojourn.register.importing.events import work_off
from sojourn.register.models import Assignment, Post
from sojourn.register.post_events import give_post
from sojourn.register.seats import Seat
from tests.fixtures.browser import PHONE, assert_accessible
from tests.parties.builders import a_person
from tests.register.builders import a_register, a_traveller, a_trip

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]

type Open = Callable[..., Page]
TRIPS = int(os.environ.get("SOJOURN_TRIAL_TRIPS", "6"))


def enter(open_page: Open, person: Person, width: int) -> Page:
    client = Client()
    client.force_login(person)
    # The first page of a process reads all addresses: on a busy machine longer than a browser waits.
    client.get("/healthz")
    page = open_page(width=width)
    page.goto("/healthz")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}])
    return page


def look(page: Page, name: str) -> None:
    assert_accessible(page)
    if kept := os.environ.get("SOJOURN_PICTURES"):
        page.screenshot(path=Path(kept) / f"register-{name}.png", full_page=True)


def person_of(seat: Seat) -> Person:
    return Person.objects.get(pk=seat.person_id)


def test_a_manager_goes_from_a_file_to_requests(open_page: Open, tmp_path: Path) -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    seat = a_register()
    file = tmp_path / "Q1 travel plan FINAL.csv"
    file.write_bytes(quarter_file(trips=TRIPS, seed=7, home="US"))
    page = enter(open_page, person_of(seat), 1280)
    begun, clicks = time.monotonic(), 0

    def press(name: str) -> None:
        nonlocal clicks
        page.get_by_role("button", name=name).click()
        clicks += 1

    page.goto("/register/import")
    look(page, "import")
    page.locator("input[type=file]").set_input_files(file)
    clicks += 1
    press("Upload the file")
    expect(page.get_by_role("heading", name="Which column is which?")).to_be_visible()
    look(page, "columns")
    press("See what would change")
    take = page.get_by_role("button", name="Take in")
    expect(take).to_be_visible()
    look(page, "looked")
    take.click()
    clicks += 1
    page.wait_for_url("**/register/import/**")
    while work_off():
        continue
    assert Assignment.objects.count() == TRIPS
    page.goto("/register/trips?cover=needed")
    header = page.locator(".sj-header nav a").all()
    assert len({round((link.bounding_box() or {"y": 0})["y"]) for link in header}) == 1
    look(page, "trips")
    needed = Assignment.objects.filter(cover="needed").count()
    every = page.get_by_role("button", name="that can be asked for")
    if every.count():
        every.click()
    else:
        for box in page.locator("input[name=trip]").all():
            box.check(force=True)
            clicks += 1
        page.get_by_role("button", name="of the chosen trips").click()
    clicks += 1
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{needed} certificate")
    page.get_by_label("The answers are true").check(force=True)
    clicks += 1
    press("Send the requests")
    expect(page.get_by_role("heading", name="What became of the trips")).to_be_visible(timeout=300_000)
    look(page, "asked")
    asked = Assignment.objects.filter(request__isnull=False)
    assert asked.count() == needed > 0
    if kept := os.environ.get("SOJOURN_PICTURES"):
        told = f"{TRIPS} trips, {needed} asked for, {time.monotonic() - begun:.0f} s, {clicks} clicks\n"
        (Path(kept) / "register-trial.txt").write_text(told)
    for name in ("map", "outlook", "days?host=DE", "law-changes"):
        page.goto(f"/register/{name}")
        look(page, name.partition("?")[0])


def test_assistant_traveller_and_auditor_see_what_is_theirs(open_page: Open) -> None:
    seat = a_register()
    mine = a_trip(seat, start=clock.today().isoformat(), end=(clock.today() + timedelta(days=90)).isoformat())
    other = a_traveller(seat, given_names="Grace", family_name="Elsewhere", ssn="808-21-4472")
    theirs = a_trip(seat, other, "FR")

    def with_post(role: Post.Role, width: int, **more: object) -> Page:
        person = a_person()
        give_post(seat=seat, email=person.email, role=role, key=uuid.uuid4(), **more)  # type: ignore[arg-type]
        return enter(open_page, person, width)

    page = with_post(Post.Role.ASSISTANT, 1280, travellers=(mine.traveller_id,))
    page.goto("/register/trips")
    expect(page.locator("main")).to_contain_text("Adaeze Okafor")
    expect(page.locator("main")).not_to_contain_text("Elsewhere")
    look(page, "assistant")
    answer = page.goto(f"/register/trips/{theirs.pk}")
    assert answer is not None
    assert answer.status == 404

    phone = with_post(Post.Role.TRAVELLER, PHONE, travellers=(mine.traveller_id,))
    phone.goto("/me")
    expect(phone.locator("main")).to_contain_text("Germany")
    expect(phone.locator("main")).not_to_contain_text("France")
    look(phone, "traveller")

    page = with_post(Post.Role.AUDITOR, 1280, until=clock.today() + timedelta(days=2))
    for address in ("/register", f"/register/travellers/{mine.traveller_id}", "/register/map"):
        page.goto(address)
        look(page, f"auditor-{address.split('/')[2] if address.count('/') > 1 else 'today'}")
        expect(page.locator("main").get_by_role("link", name="Add a trip")).to_have_count(0)
    answer = page.goto("/register/import")
    assert answer is not None
    assert answer.status == 404
    Post.objects.filter(role=Post.Role.AUDITOR).update(until=clock.today() - timedelta(days=1))
    page.goto(f"/register/trips/{mine.pk}")
    expect(page.locator("main")).not_to_contain_text("Adaeze")
