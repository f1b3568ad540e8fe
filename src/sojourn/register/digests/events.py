"""Choosing how often to be written to, and writing: how much there is to do and by when, and nothing that names
anybody."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from sojourn.casework.asking.working_days import days_left
from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.core.periods import DAY
from sojourn.journal.events import record, together
from sojourn.messages.events import post_letter
from sojourn.parties.access import NOT_ALLOWED
from sojourn.parties.for_register import active_person, employer_view
from sojourn.register.access import confirm_seat, seats_of
from sojourn.register.digests.models import Digest, Frequency
from sojourn.register.seats import Seat
from sojourn.register.to_do.events import to_dos_in_sight

__all__ = ["Frequency"]

FIRST_HOUR: Final = 5
"""In UTC: early enough for a working morning in Europe, and past midnight nearly everywhere else."""
LOOKS_AHEAD: Final = timedelta(days=7)


def frequency_of(seat: Seat) -> Frequency:
    """How often this person is written to about this register."""
    now = confirm_seat(seat)
    found = Digest.objects.filter(employer_id=now.employer_id, person_id=now.person_id).first()
    return Frequency(found.frequency) if found else Frequency.NONE


def choose(*, seat: Seat, frequency: str) -> Frequency:
    """Be written to so often from now on. Raises NotAllowed for who has nothing to do there, InvalidInput."""
    seat = confirm_seat(seat)
    if not seat.may_change and not seat.sees_all:
        raise NotAllowed(NOT_ALLOWED)
    if frequency not in set(Frequency):
        raise InvalidInput([Problem("frequency", "frequency_missing")])
    with together():
        Digest.objects.update_or_create(
            employer_id=seat.employer_id,
            person_id=seat.person_id,
            defaults={"seat": seat.token, "frequency": frequency, "chosen_at": clock.now()},
        )
        record(
            event="register.digest_chosen",
            actor=seat.actor,
            subject=Subject("employer", str(seat.employer_id)),
            details={"frequency": frequency},
        )
    return Frequency(frequency)


def write_due(limit: int = 100) -> int:
    """Write to those for whom today is a day. How many letters. For the worker.

    On working days of the employer's country; once a week on the first of them. Where nothing has to be done nobody is
    written to.
    """
    today, now = clock.today(), clock.now()
    if now.hour < FIRST_HOUR:
        return 0
    ids = Digest.objects.filter(_due(today)).order_by("pk").values_list("pk", flat=True)
    return sum(_write(digest_id, today) for digest_id in list(ids[:limit]))


def _due(today: date) -> Q:
    monday = today - timedelta(days=today.weekday())
    daily = Q(frequency=Frequency.DAILY.value) & (Q(looked_on__isnull=True) | Q(looked_on__lt=today))
    weekly = Q(frequency=Frequency.WEEKLY.value) & (Q(looked_on__isnull=True) | Q(looked_on__lt=monday))
    return daily | weekly


def _write(digest_id: UUID, today: date) -> bool:
    with together():
        digest = Digest.objects.select_for_update(of=("self",)).filter(_due(today), pk=digest_id).first()
        if digest is None or not days_left(today - DAY, today, employer_view(digest.employer_id).seat):
            return False
        digest.looked_on = today
        digest.save(update_fields=["looked_on"])
        seat = _seat_of(digest)
        person = active_person(digest.person_id)
        if seat is None or person is None:
            return False
        awake = to_dos_in_sight(seat).awake(today)
        due = awake.filter(due_on__lte=today + LOOKS_AHEAD).count()
        if not due:
            return False
        post_letter(
            template="register_digest",
            recipient=person.email,
            language=person.language,
            values={
                "link": f"{settings.SOJOURN_BASE_URL}/register/to-do",
                "until": (today + LOOKS_AHEAD).isoformat(),
                "count": str(due),
            },
            about=Subject("employer", str(digest.employer_id)),
            key=f"register_digest:{digest.pk}:{today.isoformat()}",
        )
    return True


def _seat_of(digest: Digest) -> Seat | None:
    """From where the person looks today; None where the place has ended."""
    person = active_person(digest.person_id)
    for seat in seats_of(person) if person else ():
        if seat.employer_id == digest.employer_id and (seat.may_change or seat.sees_all):
            return seat
    return None
