"""Pages of mandates, firms and accounts in a real browser: readable by everybody, wide and narrow, in each state."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page

from sojourn.parties import events
from sojourn.parties.access import ActingAs
from sojourn.parties.models import FirmMembership, Membership, Person
from tests.fixtures.browser import DESKTOP, PHONE, assert_accessible
from tests.parties.builders import a_person, a_representative, an_employer
from tests.requests.builders import a_draft, a_sent_request
from tests.web.builders import client_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.about_the_page]

BERLIN = {"street": "Torstraße 1", "postcode": "10119", "city": "Berlin"}


def sign_in(page: Page, acting: ActingAs, *switched_to: ActingAs) -> None:
    """Be that person in this browser, acting in the capacity given last."""
    client = client_of(acting)
    for other in switched_to:
        client.post(reverse("switch_acting"), {"acting": other.token})
    page.context.clear_cookies()
    # A cookie is for the folder of the address it is set at.
    page.goto("/healthz")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}])


def look_at(page: Page, addresses: dict[str, str], state: str = "") -> None:
    """Open each at both widths; `SOJOURN_PICTURES` names a folder for pictures of them."""
    for name, address in addresses.items():
        page.goto(address)
        for width in (PHONE, DESKTOP):
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(page)
            if folder := os.environ.get("SOJOURN_PICTURES"):
                page.screenshot(path=Path(folder) / f"{name}{state}-{width}.png", full_page=True)


@pytest.mark.parametrize("language", ["en", "de"])
def test_pages_of_mandates_and_accounts_can_be_read_by_everybody(
    open_page: Callable[..., Page], language: str
) -> None:
    employer = an_employer(seat="DE", name="Spreewerk GmbH", **BERLIN)
    american = an_employer()
    firm_person = a_representative(american, countries=["DE", "FR"])
    past = a_representative(american)
    ines = Person.objects.get(pk=firm_person.actor.person_id)
    firm = ines.firm_memberships.get().firm
    events.grant_mandate(acting=employer, firm_code=firm.code)
    FirmMembership.objects.create(person=a_person(name="Jo Harbour"), firm=firm, role="member")
    Membership.objects.create(
        person=a_person(name="Kim Lake"), employer_id=american.employer_id, role="requester"
    )
    a_sent_request(firm_person)
    a_draft(american, ssn="808-21-4499")
    _, left = a_draft(past, ssn="808-21-4488")
    events.revoke_mandate(acting=american, mandate_id=past.mandate_id)  # type: ignore[arg-type]

    page = open_page(width=PHONE, language=language)
    page.goto("/healthz")
    sign_in(page, american)
    look_at(
        page,
        {
            "account": reverse("account"),
            "leave": reverse("account_leave"),
            "hand-over": reverse("hand_over"),
            "mandates": reverse("mandates"),
            "mandate": reverse("mandate", args=[firm_person.mandate_id]),
            "mandate-empty": reverse("mandate_revoke", args=[firm_person.mandate_id]),
            "worker": reverse("request_new_worker") + "?from=US&to=DE",
            "worker-wrong": reverse("request_new_worker") + "?from=US&to=",
            "new": reverse("request_new"),
        },
    )
    page.goto(reverse("account"))
    page.locator("#phone").fill("030 12")
    page.locator("main form button[type=submit]").click()
    assert_accessible(page)
    sign_in(page, firm_person, firm_person)
    look_at(
        page,
        {
            "firms": reverse("firms"),
            "firm-people": reverse("firm_people", args=[firm.pk]),
            "switch": reverse("switch_acting"),
            "hand-over-firm": reverse("hand_over"),
        },
    )
    page.goto(reverse("firm_people", args=[firm.pk]))
    page.locator("#email").fill("jo@gmial.com")
    page.locator("main form:last-of-type button[type=submit]").last.click()
    assert_accessible(page)
    sign_in(page, past)
    look_at(page, {"past-draft": reverse("request", args=[left.pk]), "past-firms": reverse("firms")})
    sign_in(page, employer)
    look_at(page, {"employer-abroad": reverse("employer", args=[employer.employer_id])})
