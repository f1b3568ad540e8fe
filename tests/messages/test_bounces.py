"""A report of a mail server that comes later: the letter did not arrive, and nothing else is believed."""

from uuid import uuid4

import pytest
from django.conf import settings

from sojourn.core.actors import Subject
from sojourn.messages.bounces import take_bounce
from sojourn.messages.events import deliver, post_letter
from sojourn.messages.models import Letter
from sojourn.messages.states import LetterState
from sojourn.messages.transport import message_id

pytestmark = pytest.mark.django_db(transaction=True)

# Made after the example of RFC 3464, appendix E; the original's headers in the third part.
REPORT = """From: Mail Delivery Subsystem <MAILER-DAEMON@mail.example>
To: <notices@example.org>
Subject: Returned mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1

The letter could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: RFC822; nobody@example.com
Action: {action}
Status: 5.1.1

--b1
Content-Type: {kind}

Message-ID: {original}
Subject: something

{body}
--b1--
"""


def _sent() -> Letter:
    post_letter(
        template="certificate_passed_on",
        recipient="nobody@example.com",
        language="en",
        values={"link": f"{settings.SOJOURN_BASE_URL}/passed-on/x", "until": "2027-01-01"},
        about=Subject("request", str(uuid4())),
        key=f"test:{uuid4()}",
    )
    letter = Letter.objects.latest("posted_at")
    deliver(letter.pk)
    letter.refresh_from_db()
    assert letter.state == LetterState.SENT
    return letter


def _report(original: str, action: str = "failed", kind: str = "message/rfc822") -> bytes:
    return REPORT.format(original=original, action=action, kind=kind, body="").encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_letter_that_came_back_has_failed_once(kind: str) -> None:
    letter = _sent()
    report = _report(message_id(letter), kind=kind)
    assert [take_bounce(report), take_bounce(report)] == [True, False]
    letter.refresh_from_db()
    assert (letter.state, letter.last_fault, letter.sent_at) == ("failed", "bounced", None)


def test_delays_strangers_and_rubbish_change_nothing() -> None:
    letter = _sent()
    ours = message_id(letter)
    for report in (
        _report(ours, action="delayed"),
        _report(ours.replace("@", "@elsewhere.")),
        _report(f"<{uuid4().hex}@{ours.partition('@')[2]}"),
        _report("<nonsense>"),
        f"Subject: hello\nMessage-ID: {ours}\n\nAction: failed".encode(),
        b"\xff\x00",
        b"",
    ):
        assert not take_bounce(report)
    letter.refresh_from_db()
    assert letter.state == LetterState.SENT
