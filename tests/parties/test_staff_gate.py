"""No page of the desk is reached without a post and a fresh second factor."""

import time
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.urls.converters import IntConverter, UUIDConverter

from sojourn.core.actors import SYSTEM
from sojourn.desk import urls as desk
from sojourn.parties import events
from sojourn.parties.models import Person
from tests.parties.builders import CODE_APP_SECRET, PASSWORD, a_person, an_employer, an_officer


def of_the_room(request: HttpRequest) -> HttpResponse:
    """A page that asks for nothing itself, known by its room and not by its address."""
    return HttpResponse("opened")


of_the_room.__module__ = "sojourn.desk.sample"
urlpatterns = [
    path("desk/", include("sojourn.desk.urls")),
    path("elsewhere", of_the_room, name="elsewhere"),
    path("", include("sojourn.config.urls")),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
NOTHING = UUID(int=7)
_SAMPLES = {"reference": "ABCD2345", "result": "approve"}


def of_patterns(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """The addresses of a list, and of the lists included in it."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from of_patterns(pattern.url_patterns)
        else:
            yield pattern


def addresses() -> list[str]:
    """Every address of the desk."""
    found = []
    for pattern in of_patterns(desk.urlpatterns):
        arguments = {
            name: 1
            if isinstance(converter, IntConverter)
            else _SAMPLES.get(name, NOTHING if isinstance(converter, UUIDConverter) else "x")
            for name, converter in pattern.pattern.converters.items()
        }
        found.append(reverse(f"desk:{pattern.name}", kwargs=arguments))
    assert len(found) > 50
    return [*found, reverse("elsewhere")]


def everywhere(client: Client) -> list[tuple[str, Any]]:
    return [(address, send(address)) for address in addresses() for send in (client.get, client.post)]


def an_officer_with_code_app() -> Person:
    officer = an_officer(password=PASSWORD)
    events.give_code_app(actor=SYSTEM, person=officer, secret=CODE_APP_SECRET)
    return officer


def sign_in(client: Client, person: Person) -> None:
    """With password and code."""
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    code = format_hotp_value(hotp_value(CODE_APP_SECRET, int(time.time()) // 30))
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" in client.session


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    for address, response in everywhere(client):
        assert response.status_code == 302, address
        assert response["Location"].startswith(reverse("account_login")), address


def test_applicants_find_no_such_page(client: Client) -> None:
    person = a_person(password=PASSWORD)
    an_employer(person)
    events.give_code_app(actor=SYSTEM, person=person, secret=CODE_APP_SECRET)
    sign_in(client, person)
    for address, response in everywhere(client):
        assert response.status_code == 404, address


def test_staff_without_second_factor_are_led_to_set_one_up(client: Client) -> None:
    client.force_login(an_officer())
    for address, response in everywhere(client):
        assert response.status_code == 302, address
        assert response["Location"] == reverse("mfa_index"), address
    assert "need a second way" in client.get(reverse("mfa_index")).content.decode()


def test_staff_who_have_not_shown_it_in_this_session_are_asked(client: Client) -> None:
    client.force_login(an_officer_with_code_app())
    for address, response in everywhere(client):
        assert response.status_code == 302, address
        assert response["Location"].startswith(reverse("mfa_reauthenticate")), address


def test_recovery_codes_alone_are_no_second_factor(client: Client) -> None:
    officer = an_officer_with_code_app()
    Authenticator.objects.filter(user=officer, type="totp").delete()
    client.force_login(officer)
    assert client.get(reverse("desk:home"))["Location"] == reverse("mfa_index")


def test_with_password_and_code_the_desk_opens(client: Client) -> None:
    sign_in(client, an_officer_with_code_app())
    assert client.get(reverse("elsewhere")).content == b"opened"
    for address, response in everywhere(client):
        assert "sign-in" not in response.get("Location", ""), address


def test_showing_the_code_leads_on_to_the_page_that_was_wanted(client: Client) -> None:
    client.force_login(an_officer_with_code_app())
    wanted = reverse("elsewhere")
    asked = client.get(wanted)
    code = format_hotp_value(hotp_value(CODE_APP_SECRET, int(time.time()) // 30))
    shown = client.post(asked["Location"], {"code": code, "next": wanted})
    assert shown["Location"] == wanted
    assert client.get(wanted).content == b"opened"


def test_the_second_factor_is_asked_again_after_some_hours(client: Client) -> None:
    sign_in(client, an_officer_with_code_app())
    session = client.session
    records = session["account_authentication_methods"]
    for record in records:
        record["at"] -= settings.SOJOURN_STAFF_SESSION_SECONDS + 1
    session["account_authentication_methods"] = records
    session.save()
    response = client.get(reverse("desk:home"))
    assert response["Location"].startswith(reverse("mfa_reauthenticate"))


def test_who_takes_off_the_second_factor_is_out_at_once(client: Client) -> None:
    officer = an_officer_with_code_app()
    sign_in(client, officer)
    Authenticator.objects.filter(user=officer).delete()
    assert client.get(reverse("desk:home"))["Location"] == reverse("mfa_index")


def test_who_is_dismissed_is_out_at_once(client: Client) -> None:
    officer = an_officer_with_code_app()
    sign_in(client, officer)
    events.dismiss_staff(actor=SYSTEM, person=officer, institution_id="us-ssa")
    assert client.get(reverse("desk:home")).status_code == 404


def test_sessions_of_staff_end_sooner_than_others() -> None:
    ends = []
    for person in (an_officer_with_code_app(), a_person(password=PASSWORD)):
        client = Client()
        client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
        if person.email and Authenticator.objects.filter(user=person).exists():
            code = format_hotp_value(hotp_value(CODE_APP_SECRET, int(time.time()) // 30))
            client.post(reverse("mfa_authenticate"), {"code": code})
        ends.append(client.session.get_expiry_age())
    assert ends == [settings.SOJOURN_STAFF_SESSION_SECONDS, settings.SESSION_COOKIE_AGE]
