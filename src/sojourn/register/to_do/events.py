"""What people do with things to do: put them off with a reason, mark them as done, subscribe to them."""

import hashlib
import secrets
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.journal.events import record, together
from sojourn.parties.access import NOT_ALLOWED
from sojourn.parties.for_register import active_person
from sojourn.register.access import confirm_seat, require_change, seats_of
from sojourn.register.hooks.models import Kind
from sojourn.register.hooks.telling import tell_to_dos
from sojourn.register.models import Assignment
from sojourn.register.seats import Seat
from sojourn.register.to_do.models import Calendar, ToDo, ToDoQuerySet
from sojourn.requests.written import Flaw, tidy

__all__ = ["ToDo"]

LONGEST_REASON: Final = 300
LONGEST_REST: Final = timedelta(days=366)


def to_dos_in_sight(seat: Seat) -> ToDoQuerySet:
    """The things to do about trips that may be seen from this seat (confirmed by the caller), open or done."""
    mine = ToDo.objects.filter(employer_id=seat.employer_id, trip__traveller__left_on__isnull=True)
    if seat.sees_all and not seat.countries:
        return mine
    return mine.filter(trip__in=Assignment.objects.for_actor(seat).values("pk"))


def trip_of(to_do_id: UUID) -> UUID:
    """The trip to which a thing to do belongs; whether the asker may see it the trip says. Raises NotAllowed."""
    row = ToDo.objects.filter(pk=to_do_id).only("trip_id").first()
    if row is None:
        raise NotAllowed(NOT_ALLOWED)
    return row.trip_id


def put_off(*, seat: Seat, to_do_id: UUID, until: date, because: str) -> ToDo:
    """Let a thing rest until a day, with the reason in one's own words.

    Raises NotAllowed; InvalidInput without a reason, or for a day that is past or more than a year away.
    """
    seat = require_change(seat)
    today, words = clock.today(), tidy(because, longest=LONGEST_REASON)
    problems = []
    if isinstance(words, Flaw):
        problems.append(Problem("because", words.code, {"limit": LONGEST_REASON}))
    elif not words:
        problems.append(Problem("because", "reason_missing"))
    if not today < until <= today + LONGEST_REST:
        problems.append(Problem("until", "rest_range"))
    if problems:
        raise InvalidInput(problems)
    with together():
        row = _locked(seat, to_do_id)
        row.put_off_until, row.put_off_because = until, str(words)
        row.save(update_fields=["put_off_until", "put_off_because"])
        _line("to_do.put_off", seat, row)
    return row


def mark_done(*, seat: Seat, to_do_id: UUID) -> ToDo:
    """A thing was done, in a way that the register cannot see by itself. Again changes nothing. Raises NotAllowed."""
    seat = require_change(seat)
    with together():
        row = _locked(seat, to_do_id)
        if row.done_at is None:
            row.done_at, row.done_by_id = clock.now(), seat.person_id
            row.save(update_fields=["done_at", "done_by"])
            tell_to_dos(row.employer_id, Kind.TO_DO_SETTLED, [row])
            _line("to_do.done", seat, row)
    return row


def make_calendar(*, seat: Seat) -> str:
    """A secret address part under which a calendar program reads what has to be done. An earlier one stops working.

    It is shown this once. Raises NotAllowed.
    """
    seat = confirm_seat(seat)
    if not seat.may_change and not seat.sees_all:
        raise NotAllowed(NOT_ALLOWED)
    secret = secrets.token_urlsafe(32)
    with together():
        Calendar.objects.update_or_create(
            employer_id=seat.employer_id,
            person_id=seat.person_id,
            defaults={"seat": seat.token, "secret_digest": _digest(secret), "made_at": clock.now()},
        )
        record(
            event="register.calendar_made",
            actor=seat.actor,
            subject=Subject("employer", str(seat.employer_id)),
        )
    return secret


def end_calendar(*, seat: Seat) -> None:
    """The calendar's address stops working. Raises NotAllowed."""
    seat = confirm_seat(seat)
    with together():
        gone, _ = Calendar.objects.filter(employer_id=seat.employer_id, person_id=seat.person_id).delete()
        if gone:
            record(
                event="register.calendar_ended",
                actor=seat.actor,
                subject=Subject("employer", str(seat.employer_id)),
            )


def seat_of_calendar(secret: str) -> Seat:
    """From where the calendar with this secret looks, as it stands today. Raises NotAllowed."""
    row = Calendar.objects.filter(secret_digest=_digest(secret)).first()
    person = active_person(row.person_id) if row else None
    for seat in seats_of(person) if person and row else ():
        if row is not None and seat.token == row.seat and seat.employer_id == row.employer_id:
            return seat
    raise NotAllowed(NOT_ALLOWED)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _locked(seat: Seat, to_do_id: UUID) -> ToDo:
    row = to_dos_in_sight(seat).select_for_update(of=("self",)).filter(pk=to_do_id).first()
    if row is None:
        raise NotAllowed(NOT_ALLOWED)
    return row


def _line(event: str, seat: Seat, row: ToDo) -> None:
    record(event=event, actor=seat.actor, subject=Subject("trip", str(row.trip_id)), details={"act": row.act})
