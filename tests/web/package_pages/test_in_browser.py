"""The pages of a package, of the proof and of paper in a real browser: readable by everybody, wide and narrow."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Page

from sojourn.casework.proving import prove
from sojourn.certificates.proofs.access import proof_of
from sojourn.core import clock
from sojourn.requests.packages import events
from sojourn.requests.packages.states import Outcome
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible
from tests.requests.packages.builders import a_package, a_pdf
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


def looked_at(page: Page, name: str, width: int) -> None:
    """Keep a picture where somebody wants to look at it."""
    if folder := os.environ.get("SOJOURN_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize(("language", "width"), [("en", DESKTOP), ("de", PHONE)])
def test_packages_and_proofs_can_be_read_by_everybody(
    open_page: Callable[..., Page], language: str, width: int
) -> None:
    acting, ready, _ = a_package()
    _, sent, _ = a_package(acting=acting, ssn="808-21-4499", given_names="Ada")
    _, done, _ = a_package(acting=acting, ssn="808-21-4488", given_names="Bola")
    for request in (sent, done):
        apart(
            lambda pk=request.pk: events.record_sent(
                acting=acting, request_id=pk, on=clock.today(), by="post"
            )
        )
    events.keep_paper(acting=acting, request_id=done.pk, data=a_pdf())
    certificate = events.Answer(Outcome.CERTIFICATE, clock.today(), "D-1", clock.today(), None, "AOK")
    events.record_answer(acting=acting, request_id=done.pk, answer=certificate)
    apart(lambda: prove(ready.pk))
    proof = proof_of(ready.pk)
    assert proof is not None

    page = open_page(width=width, language=language)
    page.goto("/healthz")
    cookie = client_of(acting).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}])
    for name, address in (
        ("ready", reverse("package", args=[ready.reference])),
        ("sent", reverse("package", args=[sent.reference])),
        ("done", reverse("package", args=[done.reference])),
        ("receipt", reverse("request", args=[ready.reference])),
        ("proof", f"/c/{proof.reference}/{proof.secret}"),
        ("paper", reverse("paper") + "?from=US&to=DE"),
    ):
        page.goto(address)
        looked_at(page, name, width)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    page.goto(reverse("package", args=[sent.reference]))
    page.locator("form:has(input[value=answer]) button").click()
    looked_at(page, "errors", width)
    assert_accessible(page)
