"""The steps of signing up and in, as a visitor takes them."""

import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from sojourn.core.actors import SYSTEM
from sojourn.messages.access import sent_letters
from sojourn.parties import events
from sojourn.parties.access import Person
from tests.parties.builders import CODE_APP_SECRET, PASSWORD, a_person

ADDRESS = "dana@example.com"


def code_of_now(shift: int = 0) -> str:
    return format_hotp_value(hotp_value(CODE_APP_SECRET, int(time.time()) // 30 + shift))


def link_in_newest_letter(recipient: str, pattern: str) -> str:
    letter = next(letter for letter in sent_letters(20) if letter.recipient == recipient)
    found = re.search(rf"https?://[^/\s]+(/{pattern}\S*)", letter.text)
    assert found, letter.text
    return found[1]


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def without_tokens(page: Any) -> str:
    return re.sub(r'value="[^"]{30,}"', "", page.content.decode())


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def sign_up(client: Client, email: str = ADDRESS, name: str = "Dana Clerk") -> Any:
    return client.post(reverse("account_signup"), {"email": email, "name": name}, follow=True)


def choose_password(client: Client, address: str, password: str = PASSWORD) -> Any:
    page = client.get(address, follow=True)
    return client.post(page.request["PATH_INFO"], {"password1": password}, follow=True)


def with_code_app(**fields: Any) -> Person:
    person = a_person(password=PASSWORD, **fields)
    events.give_code_app(actor=SYSTEM, person=person, secret=CODE_APP_SECRET)
    return person
