"""The mails of sign-up and sign-in are letters like all others."""

from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.utils import translation

from sojourn.messages.accounts import LetterAccountAdapter
from sojourn.messages.errors import LetterError
from sojourn.messages.models import Letter

pytestmark = pytest.mark.django_db

ABSOLUTE = "https://attacker.example/accounts/key/1-abc/?next=%2F"
LIBRARY = Path(allauth.__file__).parent / "templates"
MAILS = sorted(
    str(path.relative_to(LIBRARY)).removesuffix("_subject.txt")
    for app in ("account", "mfa")
    for path in (LIBRARY / app / "email").glob("*_subject.txt")
)


def send(mail: str, **context: object) -> Letter:
    links = {
        "activate_url": ABSOLUTE,
        "password_reset_url": ABSOLUTE,
        "signup_url": ABSOLUTE,
        "user": "Anna Muster",
    }
    code = {"code": "K7QP-2X9D"} if mail.endswith("_code") else {}
    LetterAccountAdapter().send_mail(mail, "anna@example.org", {**links, **code, **context})
    return Letter.objects.get()


def test_the_library_uses_our_letters() -> None:
    assert isinstance(get_adapter(), LetterAccountAdapter)


@pytest.mark.parametrize("mail", MAILS)
def test_there_is_a_letter_for_every_mail_of_the_library(mail: str) -> None:
    letter = send(mail)
    assert letter.recipient == "anna@example.org"
    assert "Muster" not in letter.content["text"] + letter.content["subject"]


def test_a_mail_without_a_letter_is_an_error_and_not_silence() -> None:
    with pytest.raises(LetterError, match="letter_unknown_template"):
        send("account/email/something_new")


def test_links_lead_to_this_service_whatever_host_the_request_named() -> None:
    text = send("account/email/password_reset_key").content["text"]
    assert f"{settings.SOJOURN_BASE_URL}/accounts/key/1-abc/?next=%2F" in text
    assert "attacker" not in text


def test_confirmation_by_code_shows_the_code() -> None:
    letter = send("account/email/email_confirmation_signup", code="K7QP-2X9D")
    assert letter.content["subject"] == "Your code"
    assert "K7QP-2X9D" in letter.content["text"]


def test_the_mail_speaks_the_language_of_the_page() -> None:
    with translation.override("de"):
        assert send("account/email/password_reset_key").content["subject"] == "Wählen Sie ein neues Passwort"


def test_asking_twice_sends_twice() -> None:
    for _ in range(2):
        LetterAccountAdapter().send_mail(
            "account/email/password_reset_key", "a@example.org", {"password_reset_url": "/x"}
        )
    assert Letter.objects.count() == 2
