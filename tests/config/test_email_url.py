"""Where mail goes is one address, and production does not start without."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from sojourn.config.email_url import Mail, read_email_url


def read(url: str, *, production: bool = True) -> Mail:
    return read_email_url(url, base_url="https://sojourn.example.org", production=production)


def test_starttls_with_name_password_and_sender() -> None:
    mail = read("smtp://user%40host:p%3Aw@mail.example.org:587?tls=1&from=notices@example.org")
    assert mail.sender == "notices@example.org"
    options = mail.mailers["default"]["OPTIONS"]
    assert (options["host"], options["port"]) == ("mail.example.org", 587)
    assert (options["username"], options["password"]) == ("user@host", "p:w")
    assert (options["use_tls"], options["use_ssl"]) == (True, False)


@pytest.mark.parametrize(
    ("url", "port", "use_tls", "use_ssl"),
    [
        ("smtps://mail.example.org", 465, False, True),
        ("smtp://mail.example.org?tls=1", 587, True, False),
        ("smtp://mail.example.org", 25, False, False),
        ("smtp://mail.example.org:1025?tls=0", 1025, False, False),
        ("smtp://[::1]:1025", 1025, False, False),
    ],
)
def test_ports_and_encryption(url: str, port: int, use_tls: bool, use_ssl: bool) -> None:
    options = read(url).mailers["default"]["OPTIONS"]
    assert (options["port"], options["use_tls"], options["use_ssl"]) == (port, use_tls, use_ssl)
    assert read(url).sender == "no-reply@sojourn.example.org"


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        "smtp://mail.example.org:port",
        "smtp://mail.example.org/inbox",
        "smtp://mail.example.org?ssl=1",
        "smtp://mail.example.org?tls",
        "smtp://user:hunter2@mail.example.org",
        "",
    ],
)
def test_what_production_does_not_accept(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SOJOURN_EMAIL_URL") as caught:
        read(url)
    assert "hunter2" not in str(caught.value)


def test_without_an_address_the_demo_keeps_letters() -> None:
    assert read("", production=False).mailers == {
        "default": {"BACKEND": "sojourn.messages.transport.KeepOnly"}
    }
