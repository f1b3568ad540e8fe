"""Every address is behind access, or stands on the short list of those that everybody may open."""

import re

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from sojourn.parties.models import Person
from tests.house.routes import Route, routes

pytestmark = pytest.mark.django_db

# Everybody may open these. Each is a page about nothing of anybody's, or asks for what only one person knows.
PUBLIC = frozenset(
    {
        "home",
        "find_out",
        "privacy",
        "help",
        "help_words",
        "help_step",
        "contact",
        "texts",  # outside demonstration and tests for staff alone: tests/web/test_preview.py
        "set_language",
        "verify",
        "verify_file",
        "verdict",
        "check_app",
        "check_app_manifest",
        "check_app_worker",
        "check_app_concern",
        "concern",
        "concern_thanks",
        "passed_on",  # the secret in the address is the key, like that of the worker's link
        "processing_times",
        "processing_times_csv",
        "processing_times_json",
        "paper",
        "paper_form",
        "healthz",
        "readyz",
    }
    # The law, and what search engines ask for.
    | {"law_agreements", "law_agreements_moved", "law_agreement", "law_choose", "law_world", "law_pair"}
    | {"check_cover", "robots", "sitemap", "sitemap_agreements", "sitemap_from"}
    | {"demo_mail", "account_signup", "account_email_verification_sent", "account_confirm_email"}
    | {"account_login", "mfa_login_webauthn", "account_reset_password", "account_reset_password_done"}
    | {"account_inactive", "account_reset_password_from_key", "account_reset_password_from_key_done"}
    # For programs: what the law says, of nobody.
    | {"api:verifications"}
    | {"api:determinations", "api:batch", "api:instruments", "api:instrument", "api:countries"}
    | {"status:lists", "status:lists_of", "status:list"}
    # For wallets: what is offered here; the rest asks for the code, the digits or the token.
    | {"wallet:issuer", "wallet:authorization_server", "wallet:issuer_keys", "wallet:credential_type"}
    | {"wallet:offer", "wallet:token", "wallet:nonce", "wallet:credential"}
    | {"keys:list", "keys:note"}
    | {"log:checkpoint", "log:key", "log:tile", "log:inclusion", "log:consistency", "log:entries"}
    | {"api:overview", "api:problem", "api:openapi", "api:nothing_here"}
)
# These do nothing but lead on: to the start, and to the page of the ways to sign in, which is behind access.
LEADS_ON = {"account_logout": "/", "mfa_list_webauthn": "/account/security"}
ALL = sorted(routes(), key=lambda route: (route.name, route.address))
BEHIND_ACCESS = [route for route in ALL if route.name not in PUBLIC | set(LEADS_ON)]
LOGIN = re.compile(r"^/sign-in($|\?|/)")


def refused(response: HttpResponse) -> bool:
    """Sent to sign in, told that there is nothing, told to sign in, or told that this is no way to ask."""
    return response.status_code in {401, 404, 405} or (
        response.status_code == 302 and LOGIN.match(response["Location"]) is not None
    )


def not_refused(client: Client, walked: list[Route]) -> list[str]:
    """The addresses, read and written to, that did not refuse."""
    answers = [
        (method, route, getattr(client, method)(route.address))
        for route in walked
        for method in ("get", "post")
    ]
    return [
        f"{method} {route.address} ({route.name}): {answer.status_code}"
        for method, route, answer in answers
        if not refused(answer)
    ]


@pytest.fixture
def nobody(client: Client) -> Client:
    """Signed in, and without a right to anything."""
    client.force_login(Person.objects.create_user(email="nobody@example.org", name="Nobody in particular"))
    return client


def test_a_stranger_gets_no_further_than_the_public_pages(client: Client) -> None:
    assert not_refused(client, BEHIND_ACCESS) == []


def test_somebody_signed_in_finds_nothing_that_is_not_theirs(nobody: Client) -> None:
    assert not_refused(nobody, [route for route in BEHIND_ACCESS if route.takes_values]) == []


def test_somebody_without_a_post_finds_no_desk(nobody: Client) -> None:
    assert not_refused(nobody, [route for route in ALL if route.name.startswith("desk:")]) == []


def test_what_leads_on_leads_nowhere_else(client: Client) -> None:
    led = {route.name: client.get(route.address).get("Location") for route in ALL if route.name in LEADS_ON}
    assert led == LEADS_ON


def test_the_public_list_names_nothing_that_is_gone() -> None:
    assert {route.name for route in ALL} >= PUBLIC | set(LEADS_ON)


def unprotected(response: HttpResponse) -> list[str]:
    """What this answer lacks."""
    policy = response.get("Content-Security-Policy", "")
    lacking = {
        "a closed content security policy": "default-src 'none'" in policy and "unsafe" not in policy,
        "nosniff": response.get("X-Content-Type-Options") == "nosniff",
        "the ban on frames": response.get("X-Frame-Options") == "DENY",
        "a referrer policy": response.get("Referrer-Policy") in {"same-origin", "no-referrer"},
        "an answer that is no fault of ours": response.status_code < 500,
    }
    return [what for what, is_there in lacking.items() if not is_there]


def test_every_answer_carries_the_protections(client: Client) -> None:
    found = {route.address: unprotected(client.get(route.address)) for route in ALL}
    assert {address: lacking for address, lacking in found.items() if lacking} == {}


def test_two_refusals_cannot_be_told_apart(nobody: Client) -> None:
    """What is not there and what may not be seen answer with the same page."""
    missing = nobody.get("/there-is-no-such-page")
    hidden = nobody.get("/requests/00000000-0000-0000-0000-000000000007")
    differs = re.compile(
        r'name="(?:csrfmiddlewaretoken|next)" value="[^"]*"|[0-9a-f]{32}| aria-current="page"| data-left="[0-9]+"'
    )
    assert missing.status_code == hidden.status_code == 404
    assert differs.sub("", missing.content.decode()) == differs.sub("", hidden.content.decode())


def test_odd_addresses_are_no_fault_of_ours(client: Client) -> None:
    odd = [
        "/%00",
        "/c/%00/x",
        "/requests/" + "a" * 5000,
        "/requests/..%2f..%2fetc",
        "/?%ff",
        "/c/%F0%9F%98%80/%20",
    ]
    assert {address: status for address in odd if (status := client.get(address).status_code) >= 500} == {}


def test_cookies_are_kept_from_scripts_and_other_sites() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
