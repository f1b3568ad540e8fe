"""Handing a letter over to the mail server."""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend

from sojourn.messages.models import Letter
from sojourn.vault.errors import VaultError


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a letter was not taken: a code without addresses, and whether trying again can help."""

    code: str
    for_good: bool


class KeepOnly(BaseEmailBackend):
    """The demo's mail server: takes everything and sends nothing. The outbox keeps the letters to look at."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Count each message as delivered, once its headers have been checked as they would be when
        sending.
        """
        for message in email_messages:
            message.message()
        return len(email_messages)


def hand_over(letter: Letter) -> Fault | None:
    """Send the letter now. None when the mail server has taken it, else the fault."""
    try:
        mailers.default.send_messages([_message(letter)])
    except VaultError as error:
        return Fault(error.code, for_good=True)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        return _refused(error, max(codes, default=0))
    except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
        return _refused(error, error.smtp_code)
    except OSError as error:
        # No connection, no sign-in, no encryption: ours or the server's to mend, so the letter waits.
        return Fault(type(error).__name__, for_good=False)
    except ValueError as error:
        # An address that no mail server on the way can carry.
        return Fault(type(error).__name__, for_good=True)
    return None


def message_id(letter: Letter) -> str:
    """The same for every try of one letter, so that a second copy is known to be one."""
    return f"<{letter.id.hex}@{urlsplit(settings.SOJOURN_BASE_URL).hostname}>"


def _message(letter: Letter) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=letter.content["subject"],
        body=letter.content["text"],
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter.recipient],
        headers={
            "Message-ID": message_id(letter),
            "Content-Language": letter.language,
            # No answers by machines (RFC 3834).
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    message.attach_alternative(letter.content["html"], "text/html")
    return message


def _refused(error: Exception, smtp_code: int) -> Fault:
    return Fault(f"{type(error).__name__}:{smtp_code}", for_good=500 <= smtp_code < 600)
