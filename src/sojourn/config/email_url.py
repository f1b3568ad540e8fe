"""Where mail goes out: SOJOURN_EMAIL_URL as Django's MAILERS.

smtp://name:password@host:587?tls=1&from=notices@example.org   STARTTLS
smtps://name:password@host:465?from=notices@example.org        TLS from the first byte
"""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_SMTP: Final = "django.core.mail.backends.smtp.EmailBackend"
_KEEP_ONLY: Final = "sojourn.messages.transport.KeepOnly"
_ANSWER_WITHIN_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class Mail:
    """Django's MAILERS, and the address that mails come from."""

    mailers: dict[str, dict[str, Any]]
    sender: str


def read_email_url(url: str, *, base_url: str, production: bool) -> Mail:
    """What the settings need. Without an address, demo and test keep letters and send none.

    Raises ImproperlyConfigured for a malformed address, for a password over an open line, and in production
    for none. The message never repeats the address: it holds a password.
    """
    sender = f"no-reply@{urlsplit(base_url).hostname}"
    if not url:
        if production:
            raise ImproperlyConfigured("Sojourn cannot tell people anything: set SOJOURN_EMAIL_URL.")
        return Mail({"default": {"BACKEND": _KEEP_ONLY}}, sender)
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
        query = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    except ValueError:
        raise ImproperlyConfigured(
            "SOJOURN_EMAIL_URL is not an address like smtp://host:587?tls=1."
        ) from None
    if (
        parts.scheme not in {"smtp", "smtps"}
        or not host
        or parts.path.strip("/")
        or set(query) - {"tls", "from"}
    ):
        raise ImproperlyConfigured("SOJOURN_EMAIL_URL is not an address like smtp://host:587?tls=1.")
    use_ssl, use_tls = parts.scheme == "smtps", query.get("tls", "0") not in {"", "0"}
    if parts.password and not (use_ssl or use_tls):
        raise ImproperlyConfigured("SOJOURN_EMAIL_URL would send its password over an open line: add ?tls=1.")
    options = {
        "host": host,
        "port": port or (465 if use_ssl else 587 if use_tls else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": use_tls and not use_ssl,
        "use_ssl": use_ssl,
        "timeout": _ANSWER_WITHIN_SECONDS,
    }
    return Mail({"default": {"BACKEND": _SMTP, "OPTIONS": options}}, query.get("from", sender))
