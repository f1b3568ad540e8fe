"""Looking into the outbox."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from sojourn.core.actors import Subject
from sojourn.core.errors import NotAllowed
from sojourn.messages.models import Letter
from sojourn.messages.states import LetterState


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What may be said of a letter without opening it."""

    id: uuid.UUID
    template: str
    template_version: str
    language: str
    state: LetterState
    posted_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """A letter with its words and its recipient."""

    facts: LetterFacts
    recipient: str
    subject: str
    text: str
    html: str


def letters_about(subject: Subject) -> list[LetterFacts]:
    """The letters about one thing, oldest first. Whether the asker may see that thing is for its own room to
    say.
    """
    rows = Letter.objects.filter(about_kind=subject.kind, about_id=subject.id).order_by("posted_at")
    return [_facts(row) for row in rows.defer("recipient", "content")]


def not_delivered(keys: Iterable[str]) -> frozenset[str]:
    """Those of these keys whose letter was refused, or came back. Whether the asker may know is for its own room."""
    failed = Letter.objects.filter(key__in=list(keys), state=LetterState.FAILED)
    return frozenset(failed.values_list("key", flat=True))


def sent_letters(limit: int) -> list[OpenLetter]:
    """The newest letters, opened: for the demo's page of mails, which stands in for everybody's mailbox.

    Raises NotAllowed in production: nobody reads other people's letters there.
    """
    if settings.SOJOURN_MODE == "production":
        raise NotAllowed("letters_are_private")
    return list(_opened(Letter.objects.order_by("-posted_at")[:limit]))


def _opened(rows: Iterable[Letter]) -> Iterable[OpenLetter]:
    for row in rows:
        yield OpenLetter(
            facts=_facts(row),
            recipient=row.recipient,
            subject=row.content["subject"],
            text=row.content["text"],
            html=row.content["html"],
        )


def _facts(row: Letter) -> LetterFacts:
    return LetterFacts(
        id=row.id,
        template=row.template,
        template_version=row.template_version,
        language=row.language,
        state=LetterState(row.state),
        posted_at=row.posted_at,
        sent_at=row.sent_at,
    )
