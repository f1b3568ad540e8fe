"""The wallet page on a screen: a wallet that has nothing but a camera reads the code; everybody can read the page."""

import io
from collections.abc import Callable

import pytest
import zxingcpp
from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import Page, expect

from sojourn.casework.events import set_up_institution
from sojourn.certificates.credential import check_presentation
from sojourn.certificates.credential.access import credential_keys
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from tests.certificates.credential.wallets import Session, Wallet
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible
from tests.web.test_pages_in_browser import apart
from tests.web.test_worker_pages import at
from tests.web.wallet_pages.test_wallet_pages import certified

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]


def look(page: Page) -> None:
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)


def test_a_code_on_the_screen_becomes_a_credential_in_the_wallet(open_page: Callable[..., Page]) -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    _, part, phone, _ = apart(certified)
    page = open_page(width=PHONE)
    page.goto("/healthz")
    cookie = phone.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}])
    page.goto(at(part, "done"))
    page.get_by_role("link", name="Put the certificate into a wallet").click()
    look(page)
    page.get_by_role("button", name="Show the code for my wallet").click()
    look(page)
    page.get_by_text("Show the six digits").click()
    digits = page.locator(".sj-digits").inner_text().replace(" ", "")
    square = page.get_by_role("img", name="Square code for your wallet app")
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(square.screenshot())))

    def in_the_wallet() -> None:
        session = Session(Client(), Wallet())
        offer = session.fetch(code.text)
        issuer, _ = session.metadata(offer)
        token = session.token(offer, digits).json()["access_token"]
        now = clock.now()
        proof = session.wallet.proof(offer["credential_issuer"], session.nonce(issuer), now)
        (given,) = session.credential(offer, token, [proof]).json()["credentials"]
        keys = credential_keys()
        reading = check_presentation(given["credential"], keys, audience=None, nonce=None, now=clock.now())
        assert reading.record["holder"]["family_name"] == "Okafor"

    apart(in_the_wallet)
    for language in ("de", "fr", "es"):
        other = open_page(width=PHONE, language=language)
        other.context.add_cookies(page.context.cookies())
        other.goto(page.url)
        other.get_by_role("button").filter(has_text="Code").or_(
            other.locator("button[value=offer]")
        ).first.click()
        expect(other.locator(".sj-square")).to_be_visible()
        assert other.evaluate("document.documentElement.scrollWidth") <= PHONE
