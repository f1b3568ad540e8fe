"""The pages of many at once in a real browser: readable by everybody, on a phone and on a wide screen."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page

from sojourn.requests.bulk import events
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible
from tests.parties.builders import an_employer
from tests.requests.bulk.builders import an_upload, csv_of, people, person
from tests.web.builders import client_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]


@pytest.mark.parametrize("width", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_page_of_many_at_once_can_be_read_by_everybody(
    open_page: Callable[..., Page], width: int
) -> None:
    acting = an_employer()
    rows = [*people(3), *people(2, country="Germny"), person(9, country="IN"), person(8, start="2026-03-01")]
    upload = an_upload(acting, rows)
    fresh = events.receive_file(acting=acting, data=csv_of(rows), name="people.csv", key=upload.pk)
    client = client_of(acting)
    page = open_page(width=width)
    page.goto("/healthz")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}])
    many = f"/bulk/{upload.pk}"
    for number, address in enumerate(
        (
            "/bulk",
            f"/bulk/{fresh.pk}/columns",
            many,
            f"{many}?state=ready",
            f"{many}/law",
            f"{many}/send",
            f"{many}/abandon",
            f"/employers/{acting.employer_id}/keys",
        )
    ):
        page.goto(address)
        assert_accessible(page)
        if kept := os.environ.get("SOJOURN_PICTURES"):
            page.screenshot(path=Path(kept) / f"bulk-{number}-{width}.png", full_page=True)
    events.choose_columns(acting=acting, upload_id=fresh.pk, mapping=list(upload.mapping))
    page.goto(f"/bulk/{fresh.pk}")
    assert_accessible(page)
