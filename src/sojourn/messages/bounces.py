"""Letters that a mail server took and later could not deliver: what it reports comes back by mail (RFC 3464)."""

import email
import email.policy
from email.message import EmailMessage, Message
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction

from sojourn.core.actors import SYSTEM, Subject
from sojourn.journal.events import record
from sojourn.messages.models import Letter
from sojourn.messages.states import LetterState

LONGEST_REPORT: Final = 1024 * 1024
BOUNCED: Final = "bounced"


def take_bounce(data: bytes) -> bool:
    """Note that a letter of ours did not arrive, from the report of a mail server; whether there was one to note.

    Only a failure for good counts: of a delay the server writes again. What is no report, or about no letter of ours,
    changes nothing; the same report again neither. Nothing of the report is kept: it holds addresses.
    """
    letter_id = _letter_in(email.message_from_bytes(data[:LONGEST_REPORT], policy=email.policy.default))
    if letter_id is None:
        return False
    with transaction.atomic():
        sent = Letter.objects.filter(pk=letter_id, state=LetterState.SENT)
        if not sent.update(state=LetterState.FAILED, sent_at=None, last_fault=BOUNCED):
            return False
        letter = Letter.objects.get(pk=letter_id)
        about = Subject(letter.about_kind, letter.about_id) if letter.about_kind else None
        record(
            event="letter_bounced",
            actor=SYSTEM,
            subject=about or Subject("letter", str(letter.pk)),
            details={"template": letter.template},
        )
    return True


def _letter_in(report: EmailMessage) -> UUID | None:
    """The letter that a report says has failed; None for everything else."""
    if report.get_content_type() != "multipart/report":
        return None
    failed, named = False, ""
    for part in report.walk():
        match part.get_content_type():
            case "message/delivery-status":
                failed = failed or _says_failed(part)
            case "message/rfc822" | "text/rfc822-headers" if not named:
                named = _message_id(part)
    return _ours(named) if failed else None


def _says_failed(part: Message) -> bool:
    blocks = part.get_payload()
    actions = [str(block.get("Action", "")) for block in blocks if isinstance(block, Message)]
    return any(action.strip().lower() == "failed" for action in actions)


def _message_id(part: Message) -> str:
    inner = part.get_payload()
    if isinstance(inner, list):
        return str(inner[0].get("Message-ID", "")) if inner and isinstance(inner[0], Message) else ""
    return str(email.message_from_string(str(inner)).get("Message-ID", ""))


def _ours(message_id: str) -> UUID | None:
    name, _, host = message_id.strip().removeprefix("<").removesuffix(">").partition("@")
    if host != urlsplit(settings.SOJOURN_BASE_URL).hostname:
        return None
    try:
        return UUID(hex=name)
    except ValueError:
        return None
