"""What happens by itself, in the worker process: reminders, links that run out, sending that was ordered, word of a
certificate. Each can be run again and twice at once: a thing happens once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings

from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, NotAllowed, SojournError, WrongState
from sojourn.journal.events import together
from sojourn.parties.access import NOT_ALLOWED, Person, acting_as
from sojourn.requests.events import hand_in
from sojourn.requests.worker_part import letters
from sojourn.requests.worker_part.models import WorkerPart, WorkerPartQuerySet
from sojourn.requests.worker_part.moves import applicants_mark, line, locked_part, move
from sojourn.requests.worker_part.states import State
from sojourn.requests.worker_questions import WorkersTurn

REMINDERS: Final = 2


def tend_parts(limit: int = 100) -> int:
    """Remind, end what has run out, tell of certificates; the number of parts that something happened to."""
    now = clock.now()
    done = 0
    for due, tend in (
        (WorkerPart.objects.run_out(now), _run_out),
        (_to_be_reminded(), _remind),
        (WorkerPart.objects.certificate_wanted(), _tell_of_certificate),
    ):
        ids = due.values_list("pk", flat=True)[:limit]
        done += sum(_once(part_id, tend) for part_id in list(ids))
    return done


def ordered_part_ids(limit: int = 100) -> list[UUID]:
    """The finished parts whose request is to be sent now."""
    return list(WorkerPart.objects.to_be_sent().order_by("finished_at").values_list("pk", flat=True)[:limit])


def carry_out_order(*, part_id: UUID) -> UUID | None:
    """Send the request as the applicant has ordered, once; the request's id if it was sent just now.

    If anything stands against it, nothing is sent, the order ends, and the applicant is told.
    """
    try:
        with together():
            part = locked_part(part_id)
            if part.stands is not State.DONE or part.order != "waiting":
                return None
            sent_already = not part.request.stands.may_be_changed
            if not sent_already:
                _send(part)
            part.order = "sent"
            part.save()
            line("sending_carried_out", SYSTEM, part)
            return None if sent_already else part.request_id
    except SojournError as error:
        _hinder(part_id, _code_of(error))
        return None


def _send(part: WorkerPart) -> None:
    """Hand the request in for whoever ordered it, in the capacity of that day, if they still have it."""
    if part.order_mark != applicants_mark(part.request):
        raise WrongState("answers_changed_since")
    person = Person.objects.filter(pk=str(part.order_by_id), is_active=True).first()
    if person is None:
        raise NotAllowed(NOT_ALLOWED)
    acting = acting_as(person, part.order_token)
    hand_in(acting=acting, request_id=part.request_id, key=f"worker:{part.pk}", declared=True)


def _hinder(part_id: UUID, code: str) -> None:
    with together():
        part = locked_part(part_id)
        if part.order != "waiting":
            return
        part.order, part.order_hindrance = "hindered", code[:60]
        part.save()
        letters.tell_applicant(part, "worker_part_stuck", f"hindered-{code[:40]}")
        line("sending_hindered", SYSTEM, part, {"code": code})


def _code_of(error: SojournError) -> str:
    return error.problems[0].code if isinstance(error, InvalidInput) else error.code


def _to_be_reminded() -> WorkerPartQuerySet:
    after = timedelta(days=settings.SOJOURN_WORKER_REMINDER_AFTER_DAYS)
    before = timedelta(days=settings.SOJOURN_WORKER_REMINDER_BEFORE_DAYS)
    return WorkerPart.objects.to_be_reminded(clock.now(), after, before)


def _once(part_id: UUID, tend: Callable[[WorkerPart], bool]) -> bool:
    with together():
        return tend(locked_part(part_id))


def _run_out(part: WorkerPart) -> bool:
    if not part.stands.is_awaited or part.expires_at > clock.now():
        return False
    move(part, "expired")
    part.save()
    if part.request.stands.may_be_changed and part.request.worker_part == WorkersTurn.ASKED:
        letters.tell_applicant(part, "worker_part_stuck", "expired")
    line("expired", SYSTEM, part)
    return True


def _remind(part: WorkerPart) -> bool:
    """The first reminder some days after the link, the second some days before its end; never two at once."""
    if not _to_be_reminded().filter(pk=part.pk).exists():
        return False
    late = timedelta(days=settings.SOJOURN_WORKER_REMINDER_BEFORE_DAYS)
    part.reminders = REMINDERS if part.expires_at <= clock.now() + late else 1
    part.save(update_fields=["reminders"])
    letters.remind(part)
    line("reminded", SYSTEM, part, {"reminder": part.reminders})
    return True


def tell_workers_of_change(*, request_id: UUID, occasion: str, what: str = "changed") -> int:
    """Tell the workers who have a copy of their own what became of the certificate; how many were told.

    `what`: "changed" (or ended), "suspended" or "confirmed".

    `occasion` names what happened: the same one again tells nobody twice. Called by casework, in its transaction.
    """
    told = list(
        WorkerPart.objects.filter(request_id=request_id, told_at__isnull=False).select_related("request")
    )
    for part in told:
        letters.tell_of_change(part, occasion=occasion, what=what)
    return len(told)


def _tell_of_certificate(part: WorkerPart) -> bool:
    if part.told_at is not None or not part.request.certificate_number:
        return False
    part.told_at = clock.now()
    part.save(update_fields=["told_at"])
    letters.tell_of_certificate(part)
    line("told_of_certificate", SYSTEM, part)
    return True
