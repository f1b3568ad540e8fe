"""The second factor at sign-in, and its abuse."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from sojourn.messages.access import sent_letters
from tests.parties.builders import CODE_APP_SECRET, PASSWORD, a_person
from tests.web.sign_in_steps import (
    choose_password,
    code_of_now,
    is_signed_in,
    link_in_newest_letter,
    sign_in,
    with_code_app,
)

pytestmark = pytest.mark.django_db


def test_the_second_factor_is_asked_and_counts_once(client: Client) -> None:
    person = with_code_app()
    assert sign_in(client, person.email)["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    code = code_of_now()
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_signed_in(client)
    onlooker = Client()
    sign_in(onlooker, person.email)
    onlooker.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_signed_in(onlooker)


def test_guessing_at_the_second_factor_is_stopped(client: Client) -> None:
    person = with_code_app()
    sign_in(client, person.email)
    for guess in range(5):
        client.post(reverse("mfa_authenticate"), {"code": f"{guess:06}"})
    page = client.post(reverse("mfa_authenticate"), {"code": code_of_now()})
    assert not is_signed_in(client)
    assert "Too many tries" in page.content.decode()


def test_a_new_password_by_mail_does_not_go_round_the_second_factor(client: Client) -> None:
    person = with_code_app()
    client.post(reverse("account_reset_password"), {"email": person.email})
    choose_password(
        client, link_in_newest_letter(person.email, "password/new/"), "another quite long sentence"
    )
    assert not is_signed_in(client)


def test_a_recovery_code_lets_in_once(client: Client) -> None:
    person = with_code_app()
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
    sign_in(client, person.email)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert is_signed_in(client)
    again = Client()
    sign_in(again, person.email)
    again.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert not is_signed_in(again)


def test_the_secret_of_the_code_app_rests_encrypted() -> None:
    person = with_code_app()
    assert CODE_APP_SECRET not in str(list(Authenticator.objects.filter(user=person).values()))


def test_setting_up_a_code_app(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    person = a_person(password=PASSWORD)
    sign_in(client, person.email)
    first = client.get(reverse("mfa_activate_totp"))
    assert first["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert secret in wrong.content.decode()
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)
    assert "Recovery codes" in done.content.decode()
    assert [letter.facts.template for letter in sent_letters(1)] == ["way_added"]
