"""Letters and mail servers for the tests."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings

from sojourn.config.email_url import read_email_url
from sojourn.core.actors import Subject
from sojourn.messages.events import post_letter
from sojourn.messages.models import Letter

REQUEST = Subject("request", "3f2c")
VALUES = {"ref": "US-2027-7QK4", "link": "http://localhost:8000/requests/US-2027-7QK4"}


def posted(**other: Any) -> Letter:
    """A letter in the outbox; name what matters to the test."""
    key = other.pop("key", f"request_received:{Letter.objects.count()}")
    post_letter(
        **{
            "template": "request_received",
            "recipient": "clerk@example.org",
            "language": "en",
            "values": VALUES,
            "about": REQUEST,
            "key": key,
            **other,
        }
    )
    return Letter.objects.get(key=key)


class Mailbox:
    """A mail server's handler: keeps what it takes, refuses as told."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answer_recipient = "250 OK"
        self.answer_data = "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answer_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer_data.startswith("250"):
            parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(parsed, EmailMessage)
            self.taken.append(parsed)
        return self.answer_data


class _AnyPort(Controller):
    """Asks the system for a free port, so that test workers do not meet."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A real mail server on this machine, which the service is told to use."""
    mailbox = Mailbox()
    controller = _AnyPort(mailbox, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        with mail_to(f"smtp://127.0.0.1:{controller.port}"):
            yield mailbox
    finally:
        controller.stop()


@contextmanager
def mail_to(address: str) -> Iterator[None]:
    """Send mail to this address, as SOJOURN_EMAIL_URL would say."""
    mail = read_email_url(address, base_url="http://localhost:8000", production=False)
    with override_settings(MAILERS=mail.mailers):
        yield
