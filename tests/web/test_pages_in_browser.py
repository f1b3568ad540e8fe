"""Pages that no story passes, in a real browser: readable by everybody, wide and narrow, in both languages."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Page

from sojourn.casework.events import set_up_institution, take_up
from sojourn.core.actors import SYSTEM
from sojourn.parties.access import acting_for_self
from sojourn.parties.models import Person
from sojourn.requests import events
from tests.certificates.builders import a_certificate
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible
from tests.requests.builders import a_draft, a_sent_request
from tests.web.builders import client_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]


def apart[T](do: Callable[[], T]) -> T:
    """Do it in a thread of its own: sealing needs an event loop, and this thread's is the browser's."""

    def done() -> T:
        try:
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(done).result()


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_page_can_be_read_by_everybody(open_page: Callable[..., Page], language: str) -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    acting, draft = a_draft(end="2027-03-01", family_name="", worked_there_before="yes")
    _, sent = a_sent_request(acting)
    _, decided = a_sent_request(acting, ssn="808-21-4499", given_names="Ada")
    apart(lambda: take_up(request_id=decided.pk))
    oneself = acting_for_self(Person.objects.get(pk=acting.actor.person_id))
    own = events.start_request(acting=oneself, applicant_kind="self_employed")
    paper = apart(a_certificate)

    page = open_page(width=PHONE, language=language)
    faults: list[str] = []
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    page.goto("/healthz")
    cookie = client_of(acting).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}])
    matters = ("trip?mend", "job", "person?mend", "employer", "law", "check")
    for address in (
        "/",
        "/find-out",
        "/find-out?who=employee&activities%5B0%5D.country=DE",
        "/help",
        "/privacy",
        "/no/such/page",
        "/requests",
        "/requests/new",
        *(f"/requests/{draft.pk}/{each}" for each in matters),
        f"/requests/{own.pk}/business",
        f"/requests/{sent.reference}",
        f"/requests/{sent.reference}/withdraw",
        f"/requests/{decided.reference}",
        f"/c/{paper.number}/{paper.secret}",
        f"/c/{paper.number}/nothing",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.lang") == language
        if language == "de":
            # Longer words are what differs: they must fit on a phone.
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, address
            continue
        for width in (PHONE, DESKTOP):
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(page)
    assert [fault for fault in faults if "404" not in fault] == []


def test_a_page_weighs_little_and_asks_no_other_host(open_page: Callable[..., Page]) -> None:
    paper = apart(a_certificate)
    page = open_page(width=PHONE)
    asked: list[str] = []
    weight: list[int] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfinished", lambda request: weight.append(request.sizes()["responseBodySize"]))
    page.goto(f"/c/{paper.number}/{paper.secret}", wait_until="networkidle")
    assert {address.split("/")[2] for address in asked if not address.startswith("data:")} == {
        page.url.split("/")[2]
    }
    assert sum(weight) < 250_000
