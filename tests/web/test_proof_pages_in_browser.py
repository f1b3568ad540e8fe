"""The pages of money and proof in a real browser, and a traveller's certificate on a telephone without reception."""

import os
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from sojourn.casework.events import set_up_institution
from sojourn.core.actors import SYSTEM
from sojourn.register.asking import ask_for
from sojourn.register.dossier.events import decide_unbound, say_temporary
from sojourn.register.dossier.kept_events import bring_certificate
from sojourn.register.post_events import give_post
from sojourn.register.proof.events import make
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible
from tests.parties.builders import a_person
from tests.register.builders import a_register, a_traveller, a_trip
from tests.register.test_dossier import PICTURE
from tests.register.test_proof import a_pack
from tests.web.test_register_pages import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]


def as_signed_in(page: Page, client: Client) -> Page:
    page.goto("/healthz")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}])
    return page


def test_every_page_of_money_and_proof_can_be_read_by_everybody(open_page: Callable[..., Page]) -> None:
    seat = a_register()
    trip = a_trip(seat, None, "SG")
    a_trip(seat, a_traveller(seat, given_names="Bela", ssn=""))
    say_temporary(seat=seat, trip_id=trip.pk, points={"clear_end": True}, words="Letter of assignment")
    decide_unbound(seat=seat, trip_id=trip.pk, choice="keep_home", because="One year only", key=uuid.uuid4())
    kept = bring_certificate(seat=seat, traveller_id=trip.traveller_id, data=PICTURE, key=uuid.uuid4())
    pack = a_pack(seat)
    make(pack.pk)
    client = signed_in(seat)
    trip_page, traveller = f"/register/trips/{trip.pk}", f"/register/travellers/{trip.traveller_id}"
    addresses = {
        "/register/exposure": (PHONE, DESKTOP),
        "/register/exposure/DE": (PHONE,),
        f"{trip_page}/exposure": (PHONE,),
        f"{traveller}/exposure": (DESKTOP,),
        trip_page: (PHONE, DESKTOP),
        f"{trip_page}/temporary": (PHONE,),
        f"{trip_page}/decision": (PHONE,),
        "/register/certificates": (PHONE, DESKTOP),
        f"/register/certificates/{kept.pk}": (PHONE,),
        f"{traveller}/certificate": (PHONE,),
        "/register/insurance": (PHONE,),
        "/register/audit-pack": (PHONE,),
        "/register/audit-pack/new": (PHONE,),
        f"/register/audit-pack/{pack.pk}": (PHONE, DESKTOP),
    }
    for width in (PHONE, DESKTOP):
        page = as_signed_in(open_page(width=width), client)
        for number, (address, widths) in enumerate(addresses.items()):
            if width in widths:
                page.goto(address)
                assert_accessible(page)
                if pictures := os.environ.get("SOJOURN_PICTURES"):
                    page.screenshot(path=Path(pictures) / f"proof-{number}-{width}.png", full_page=True)


def test_a_certificate_is_shown_where_there_is_no_reception(open_page: Callable[..., Page]) -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    seat = a_register()
    somebody = a_traveller(seat)
    trip = a_trip(seat, somebody)
    ask_for(seat=seat, trip_ids=[trip.pk], send=True, declared=True)
    person = a_person()
    give_post(seat=seat, email=person.email, role="traveller", travellers=[somebody.pk], key=uuid.uuid4())
    page = as_signed_in(open_page(width=PHONE), signed_in(person))
    page.goto("/me")
    page.get_by_role("link", name="Show the certificate").click()
    expect(page.get_by_role("heading", name="Your certificate")).to_be_visible()
    assert_accessible(page)
    if pictures := os.environ.get("SOJOURN_PICTURES"):
        page.screenshot(path=Path(pictures) / "proof-own.png", full_page=True)
    page.get_by_role("button", name="Keep on this telephone").click()
    expect(page.get_by_role("button", name="Take it off this telephone")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="Your certificate")).to_be_visible()
    assert page.locator("main svg").count() > 0
    page.get_by_role("button", name="Take it off this telephone").click()
    expect(page.get_by_role("button", name="Keep on this telephone")).to_be_visible()
    assert page.evaluate("caches.keys().then(names => names.length)") == 0
