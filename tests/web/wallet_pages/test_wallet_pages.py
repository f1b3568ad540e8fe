"""The wallet page: the worker puts the certificate into a wallet, the employer keeps a file, others find nothing."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from sojourn.casework.events import set_up_institution
from sojourn.certificates.credential import Binding, check_presentation
from sojourn.certificates.credential.access import credential_keys
from sojourn.certificates.events import withdraw_certificate
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.requests.models import Request
from sojourn.requests.worker_part import events
from sojourn.requests.worker_part.models import WorkerPart
from tests.certificates.credential.wallets import Session, Wallet
from tests.parties.builders import a_person, an_employer
from tests.requests.worker_part.builders import EMAIL, asked
from tests.web.builders import client_of, html
from tests.web.test_worker_pages import at, come_in, fill_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _a_monday() -> Iterator[None]:
    with clock.fixed(NOW):
        set_up_institution(institution_id="us-ssa", actor=SYSTEM)
        yield


def certified() -> tuple[Any, WorkerPart, Client, str]:
    """The employer, the worker's part, the worker's phone, and the number of the certificate that came of it."""
    acting, part = asked()
    events.order_sending(acting=acting, request_id=part.request_id, declared=True)
    phone = come_in()
    fill_in(phone, part)
    phone.post(at(part, "check"), {"declared": "yes"})
    return acting, part, phone, Request.objects.get().certificate_number


def link_on(page: str) -> str:
    found = re.search(r'href="(openid-credential-offer:[^"]+)"', page)
    assert found
    return unescape(found[1])


def digits_on(page: str) -> str:
    found = re.search(r'class="sj-digits">(\d{3}) (\d{3})<', page)
    assert found
    return found[1] + found[2]


def test_from_the_page_to_the_verified_credential() -> None:
    _, part, phone, number = certified()
    here = reverse("worker_wallet", args=[part.pk])
    assert here in html(phone.get(at(part, "done")))
    first = phone.get(here)
    assert "openid-credential-offer" not in html(first)
    drawn = phone.post(here, {"do": "offer", "profile": "coverage_1"})
    page = html(drawn)
    assert "no-store" in drawn["Cache-Control"]
    assert "<svg" in page

    session = Session(Client(), Wallet())
    offer = session.fetch(link_on(page))
    issuer, _ = session.metadata(offer)
    token = session.token(offer, digits_on(page)).json()["access_token"]
    proof = session.wallet.proof(offer["credential_issuer"], session.nonce(issuer), NOW)
    (given,) = session.credential(offer, token, [proof]).json()["credentials"]
    shown = session.wallet.presented(given["credential"], "https://gate.example", "n-7", NOW, [])
    reading = check_presentation(
        shown, credential_keys(), audience="https://gate.example", nonce="n-7", now=NOW
    )
    assert reading.binding is Binding.PROVEN
    assert "holder" not in reading.record
    assert (reading.record["legislation"], reading.record["host"]) == ("US", "DE")
    whole = check_presentation(given["credential"], credential_keys(), audience=None, nonce=None, now=NOW)
    assert whole.record["number"] == number
    assert whole.record["holder"]["family_name"] == "Okafor"
    # Asked for again, the code is another one, and the first is closed.
    assert link_on(html(phone.post(here, {"do": "offer"}))) != link_on(page)


def test_a_file_for_a_key_of_ones_own() -> None:
    _, part, phone, number = certified()
    here = reverse("worker_wallet", args=[part.pk])
    nonce = re.search(r"<dt>Nonce</dt><dd[^>]*>([^<]+)</dd>", html(phone.get(here)))
    assert nonce
    wallet = Wallet()
    proof = wallet.proof(settings.SOJOURN_BASE_URL, nonce[1], NOW)
    answer = phone.post(here, {"do": "file", "proof": f"\n {proof} \n"})
    assert answer["Content-Type"] == "application/dc+sd-jwt"
    assert answer["Content-Disposition"] == f'attachment; filename="{number}.sd-jwt"'
    reading = check_presentation(
        answer.content.decode(), credential_keys(), audience=None, nonce=None, now=NOW
    )
    assert reading.binding is Binding.NOT_ASKED
    used = phone.post(here, {"do": "file", "proof": proof})
    assert used.status_code == 422
    assert "used up or older" in html(used)
    wrong = phone.post(here, {"do": "file", "proof": "no proof"})
    assert "signed with ES256" in html(wrong)


def test_the_employer_keeps_a_file_and_no_wallet_credential() -> None:
    acting, _, _, number = certified()
    employer, here = client_of(acting), reverse("certificate_wallet", args=[number])
    assert here in html(employer.get(reverse("certificate", args=[number])))
    page = html(employer.get(here))
    assert "The certificate as a file for programs" in page
    assert "wallet app" not in page
    assert employer.post(here, {"do": "offer"}).status_code == 404
    assert employer.post(here, {"do": "file", "proof": "x"}).status_code == 404
    answer = employer.post(here, {"do": "file", "profile": "coverage_1"})
    reading = check_presentation(
        answer.content.decode(), credential_keys(), audience=None, nonce=None, now=NOW
    )
    assert reading.binding is Binding.UNBOUND


def test_only_those_whose_certificate_it_is_find_the_page() -> None:
    _, part, phone, number = certified()
    own = Client()
    own.force_login(a_person(email=EMAIL))
    account = reverse("my_certificate_wallet", args=[part.pk])
    assert account in html(own.get(reverse("my_certificates")))
    assert own.get(account).status_code == 200
    stranger, other = Client(), client_of(an_employer())
    stranger.force_login(a_person())
    for client in (stranger, other):
        assert client.get(account).status_code == 404
        assert client.post(account, {"do": "offer"}).status_code == 404
        assert client.get(reverse("certificate_wallet", args=[number])).status_code == 404
        assert client.post(reverse("certificate_wallet", args=[number]), {"do": "file"}).status_code == 404
    by_link = reverse("worker_wallet", args=[part.pk])
    for client in (stranger, Client()):
        answer = client.post(by_link, {"do": "offer"})
        assert answer["Location"] == reverse("worker_part", args=[part.pk])
    withdraw_certificate(number=number, actor=SYSTEM, reason_code="wrong_facts", effective_on=NOW.date())
    after = phone.post(by_link, {"do": "offer"})
    assert "cannot be given that way" in html(after)
