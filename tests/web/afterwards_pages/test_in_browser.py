"""The pages of a certificate in a real browser: readable by everybody, wide and narrow, in every language."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.conf import settings
from playwright.sync_api import Page

from sojourn.casework.afterwards import begin_about_certificate, begin_exception
from sojourn.casework.events import set_up_institution, take_up
from sojourn.core.actors import SYSTEM
from sojourn.requests.models import Request
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible
from tests.requests.builders import a_draft, a_sent_request
from tests.web.builders import client_of
from tests.web.test_pages_in_browser import apart

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_the_pages_of_a_certificate_can_be_read_by_everybody(
    open_page: Callable[..., Page], language: str
) -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    acting, decided = a_sent_request()
    apart(lambda: take_up(request_id=decided.pk))
    number = Request.objects.get(pk=decided.pk).certificate_number
    said = {"activities[0].end": "2033-02-28"}
    longer = begin_about_certificate(
        acting=acting, number=number, kind="extension", key=uuid4(), answers=said
    )
    wrong = {"question.wrong_item": "name"}
    corrected = begin_about_certificate(
        acting=acting, number=number, kind="correction", key=uuid4(), answers=wrong
    )
    _, too_long = a_draft(acting, end="2034-02-28", ssn="808-21-4499", given_names="Ada")
    wish = begin_exception(acting=acting, request_id=too_long.pk, key=uuid4())

    page = open_page(width=PHONE, language=language)
    page.goto("/healthz")
    cookie = client_of(acting).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}])
    for address in (
        f"/certificates/{number}",
        *(f"/certificates/{number}/{step}" for step in ("extend", "correct", "end", "replace")),
        *(f"/requests/{longer.pk}/{matter}" for matter in ("law", "extension?mend", "check")),
        f"/requests/{corrected.pk}/correction?mend",
        "/requests/new/exception",
        f"/requests/new/exception?from={too_long.pk}",
        f"/requests/{wish.pk}/exception?mend",
        f"/requests/{too_long.pk}/law",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.lang") == language
        if language != "en":
            # Longer words are what differs: they must fit on a phone.
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, address
            continue
        for width in (PHONE, DESKTOP):
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(page)
