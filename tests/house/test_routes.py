"""Every address is behind access, or stands on the short list of those that everybody may open."""

import json
import re

import pytest
from django.conf import settings
from django.test import Client

from sojourn.parties.models import Person
from tests.house.routes import Route, routes

pytestmark = pytest.mark.django_db

# Everybody may open these. Each is a page about nothing of anybody's, or asks for what only one person knows.
PUBLIC = frozenset(
    {"home", "privacy", "help", "set_language", "verify", "verify_file", "verdict", "healthz", "readyz"}
    | {"demo_mail", "account_signup", "account_email_verification_sent", "account_confirm_email"}
    | {"account_login", "mfa_login_webauthn", "account_reset_password", "account_reset_password_done"}
    | {"account_inactive", "account_reset_password_from_key", "account_reset_password_from_key_done"}
)
# These need the first step of signing in, and send everybody else back to it.
SECOND_STEP = frozenset({"mfa_authenticate"})
ALL = sorted(routes(), key=lambda route: (route.name, route.address))
LOGIN = re.compile(r"^/sign-in($|\?|/)")


def named(route: Route) -> str:
    return f"{route.name} {route.address}"


def refused(status: int, location: str) -> bool:
    """Sent to sign in, told that there is nothing, or told that this is no way to ask."""
    return status in {404, 405} or (status == 302 and LOGIN.match(location) is not None)


@pytest.mark.parametrize("route", ALL, ids=named)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_gets_no_further_than_the_public_pages(route: Route, method: str, client: Client) -> None:
    if route.name in PUBLIC:
        return
    response = getattr(client, method)(route.address)
    assert refused(response.status_code, response.get("Location", "")), response.status_code


@pytest.mark.parametrize("route", [route for route in ALL if route.takes_values], ids=named)
@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_signed_in_finds_nothing_that_is_not_theirs(
    route: Route, method: str, client: Client
) -> None:
    if route.name in PUBLIC:
        return
    client.force_login(Person.objects.create_user(email="nobody@example.org", name="Nobody in particular"))
    response = getattr(client, method)(route.address)
    assert refused(response.status_code, response.get("Location", "")), response.status_code


@pytest.mark.parametrize("route", ALL, ids=named)
def test_every_answer_carries_the_protections(route: Route, client: Client) -> None:
    response = client.get(route.address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert response.status_code < 500


def test_the_public_list_names_nothing_that_is_gone() -> None:
    assert {route.name for route in ALL} >= PUBLIC | SECOND_STEP


def test_two_refusals_cannot_be_told_apart(client: Client) -> None:
    """What is not there and what may not be seen answer with the same page."""
    client.force_login(Person.objects.create_user(email="nobody@example.org", name="Nobody in particular"))
    missing = client.get("/there-is-no-such-page")
    hidden = client.get("/requests/00000000-0000-0000-0000-000000000007")
    tokens = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|name="next" value="[^"]*"')
    assert missing.status_code == hidden.status_code == 404
    assert tokens.sub(b"", missing.content) == tokens.sub(b"", hidden.content)


@pytest.mark.parametrize(
    "address", ["/%00", "/c/%00/x", "/requests/" + "a" * 5000, "/requests/..%2f..%2fetc", "/?%ff"]
)
def test_odd_addresses_are_no_fault_of_ours(address: str, client: Client) -> None:
    assert client.get(address).status_code < 500


def test_cookies_are_kept_from_scripts_and_other_sites(client: Client) -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert json.dumps(client.cookies.output()) == '""'
