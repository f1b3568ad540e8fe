"""Reading the journal."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from sojourn.core.actors import Actor, Capacity, Subject
from sojourn.journal.codes import Detail
from sojourn.journal.models import JournalLine


@dataclass(frozen=True, slots=True)
class Line:
    """What was done, when, by whom, on what."""

    number: int
    at: datetime
    event: str
    actor: Actor
    subject: Subject
    details: dict[str, Detail]


def lines_about(subject: Subject) -> list[Line]:
    """Every line on one thing, oldest first. Whether the asker may see that thing is for its own room to
    say.
    """
    return [_line(row) for row in JournalLine.objects.about(subject.kind, subject.id)]


def _line(row: JournalLine) -> Line:
    return Line(
        number=row.number,
        at=row.at,
        event=row.event,
        actor=Actor(Capacity(row.capacity), row.person_id or None, row.party_id or None, row.firm_id or None),
        subject=Subject(row.subject_kind, row.subject_id),
        details=row.details,
    )


def lines_about_any(subjects: Collection[Subject]) -> list[Line]:
    """Every line on any of these things, oldest first, in one query; as `lines_about`."""
    wanted = Q(pk__in=[])
    for subject in subjects:
        wanted |= Q(subject_kind=subject.kind, subject_id=subject.id)
    return [_line(row) for row in JournalLine.objects.filter(wanted).order_by("number")]


def lines_of_firm(
    firm_id: str,
    party_id: str,
    *,
    since: datetime,
    until: datetime | None,
    limit: int,
    before: int | None = None,
) -> list[Line]:
    """What a firm did for that employer from one moment to another, newest first, at most `limit` lines.

    `before`: only lines with a smaller number, for the next page. Whether the asker may see them is for the room
    that knows the mandate to say.
    """
    rows = JournalLine.objects.filter(firm_id=firm_id, party_id=party_id, at__gte=since)
    if until is not None:
        rows = rows.filter(at__lte=until)
    if before is not None:
        rows = rows.filter(number__lt=before)
    return [_line(row) for row in rows.order_by("-number")[:limit]]


def lines_of_party(
    party_id: str,
    events: Collection[str],
    *,
    since: datetime,
    until: datetime,
    person_id: str | None = None,
    subject: Subject | None = None,
    limit: int,
) -> list[Line]:
    """What people did in the name of that party, of these events, from one moment until before another, newest
    first, at most `limit` lines. Whether the asker may see them is for the room that knows the party to say.
    """
    rows = JournalLine.objects.filter(party_id=party_id, event__in=events, at__gte=since, at__lt=until)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    if subject is not None:
        rows = rows.filter(subject_kind=subject.kind, subject_id=subject.id)
    return [_line(row) for row in rows.order_by("-number")[:limit]]
