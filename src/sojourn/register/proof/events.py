"""Audit packs: asked for, made by the worker, fetched for a time, ended. Each leaves its line in the journal."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.tasks import task

from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Actor, Subject
from sojourn.core.countries import is_known
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.journal.codes import Detail
from sojourn.journal.events import record, together
from sojourn.parties.access import NOT_ALLOWED
from sojourn.parties.for_register import active_person
from sojourn.parties.reading import one_look
from sojourn.register.access import confirm_seat, require_manage, seats_of, traveller_for
from sojourn.register.proof.keeping import parts_of
from sojourn.register.proof.making import PackMaker
from sojourn.register.proof.models import AuditPack, AuditPackQuerySet, PackPart, PackState
from sojourn.register.proof.scope import Scope, trips_in
from sojourn.register.seats import Role, Seat
from sojourn.requests.written import Flaw, tidy

__all__ = ["AuditPack", "PackState"]

LONGEST_PURPOSE: Final = 200
LONGEST_EXPLANATION: Final = 2000
LONGEST_TIME: Final = timedelta(days=366)
MOST_TRIPS: Final = 20_000
CLAIM: Final = timedelta(minutes=10)
_FETCHING: Final = frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.REPRESENTATIVE, Role.AUDITOR})


def packs_for(seat: Seat) -> AuditPackQuerySet:
    """The packs that may be fetched from this seat, newest first. Raises NotAllowed where none may."""
    seat = confirm_seat(seat)
    if seat.role not in _FETCHING:
        raise NotAllowed(NOT_ALLOWED)
    return AuditPack.objects.for_actor(seat).order_by("-asked_at", "id")


def pack_for(seat: Seat, pack_id: UUID) -> AuditPack:
    """One of them. Raises NotAllowed for any other."""
    found = packs_for(seat).filter(pk=pack_id).first()
    if found is None:
        raise NotAllowed(NOT_ALLOWED)
    return found


def ask_for_pack(
    *,
    seat: Seat,
    scope: Scope,
    purpose: str,
    explanation: str,
    until: date,
    language: str,
    key: UUID,
) -> AuditPack:
    """Have a pack made, which may be fetched `until` a day. The same key again gives the same pack.

    Raises NotAllowed; InvalidInput with each Problem: an unknown country, days out of order, a last day that is past or
    more than a year away, texts that are too long, no trip at all ("no_trips") or too many ("too_many_trips").
    """
    seat = require_manage(seat)
    if scope.traveller_id is not None:
        traveller_for(seat, scope.traveller_id)
    wanted, said = tidy(purpose, longest=LONGEST_PURPOSE), tidy(explanation, longest=LONGEST_EXPLANATION)
    count = trips_in(seat, scope).count()
    if problems := _problems(scope, until, wanted, said, count):
        raise InvalidInput(problems)
    with together():
        row = AuditPack(
            employer_id=seat.employer_id,
            creation_key=key,
            asked_by_id=seat.person_id,
            seat=seat.token,
            language=language,
            traveller_id=scope.traveller_id,
            country=scope.country,
            start=scope.start,
            end=scope.end,
            purpose=str(wanted),
            explanation=str(said),
            until=until,
            trips=count,
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            return pack_for(seat, AuditPack.objects.only("pk").get(creation_key=key).pk)
        _line("register.pack_asked", seat.actor, row, {"trips": count})
        transaction.on_commit(partial(make_pack.enqueue, str(row.pk)), robust=True)
    return row


def fetch(*, seat: Seat, pack_id: UUID) -> Iterator[bytes]:
    """The bytes of a pack; that it was fetched, and from which capacity, stands in the journal.

    Raises NotAllowed; WrongState "pack_not_ready" before it is made and after its last day.
    """
    seat = confirm_seat(seat)
    pack = pack_for(seat, pack_id)
    if pack.stands is not PackState.READY or pack.until < clock.today():
        raise WrongState("pack_not_ready", state=pack.state)
    with together():
        _line("register.pack_fetched", seat.actor, pack, {"role": seat.role.value})
    return parts_of(pack.pk)


def end_pack(*, seat: Seat, pack_id: UUID) -> None:
    """Take a pack back before its last day: its bytes go at once. Again changes nothing. Raises NotAllowed."""
    seat = require_manage(seat)
    with together():
        row = AuditPack.objects.for_actor(seat).select_for_update(of=("self",)).filter(pk=pack_id).first()
        if row is None:
            raise NotAllowed(NOT_ALLOWED)
        if row.stands is not PackState.GONE:
            _let_go(row, seat.actor)


@task
def make_pack(pack_id: str) -> bool:
    """Make one pack, unless somebody is at it."""
    return make(UUID(pack_id))


def work_off_packs(limit: int = 5) -> int:
    """Make what was left by a worker that was killed, and let go of what is past its last day. How many."""
    ids = list(AuditPack.objects.to_be_made(clock.now()).values_list("pk", flat=True)[:limit])
    done = sum(make(each) for each in ids)
    past = AuditPack.objects.filter(state=PackState.READY.value, until__lt=clock.today())
    for row in past.order_by("pk")[:limit]:
        with together():
            locked = AuditPack.objects.select_for_update(of=("self",)).get(pk=row.pk)
            if locked.stands is PackState.READY:
                _let_go(locked, SYSTEM)
                done += 1
    return done


def make(pack_id: UUID) -> bool:
    """Make a pack, saying how far it is. False where somebody else is at it, or it is made."""
    free = AuditPack.objects.to_be_made(clock.now()).filter(pk=pack_id)
    if not free.update(claimed_until=clock.now() + CLAIM):
        return False
    pack = AuditPack.objects.select_related("traveller").get(pk=pack_id)
    PackPart.objects.filter(pack=pack).delete()
    try:
        maker = PackMaker(pack, _seat_of(pack))
        for trips in maker.parts():
            # What is only read in one part rests on one look at who may read it.
            with one_look():
                maker.write(trips)
            moved = AuditPack.objects.filter(pk=pack_id, state=PackState.MAKING.value)
            if not moved.update(work_done=len(maker.lines), claimed_until=clock.now() + CLAIM):
                # Somebody has taken it back meanwhile.
                PackPart.objects.filter(pack=pack).delete()
                return True
        maker.finish()
    except NotAllowed:
        _end(pack, PackState.STOPPED, {})
        return True
    gaps = sum(bool(line["gap"]) for line in maker.lines)
    columns = {
        "trips": len(maker.lines),
        "work_done": len(maker.lines),
        "files": maker.file_count,
        "gaps": gaps,
        "size": maker.size,
        "sha256": maker.sha256,
        "made_at": clock.now(),
    }
    _end(pack, PackState.READY, columns)
    return True


def _end(pack: AuditPack, state: PackState, columns: dict[str, Any]) -> None:
    with together():
        rows = AuditPack.objects.filter(pk=pack.pk, state=PackState.MAKING.value)
        if not rows.update(state=state.value, claimed_until=None, **columns):
            PackPart.objects.filter(pack=pack).delete()
            return
        if state is PackState.STOPPED:
            PackPart.objects.filter(pack=pack).delete()
        event = "register.pack_made" if state is PackState.READY else "register.pack_stopped"
        _line(event, SYSTEM, pack, {"trips": columns.get("trips", 0), "gaps": columns.get("gaps", 0)})


def _let_go(row: AuditPack, actor: Actor) -> None:
    PackPart.objects.filter(pack=row).delete()
    row.state = PackState.GONE.value
    row.save(update_fields=["state"])
    _line("register.pack_gone", actor, row, {})


def _seat_of(pack: AuditPack) -> Seat:
    """The seat from which it was asked for, as it stands now. Raises NotAllowed where it gives no right any more."""
    person = active_person(pack.asked_by_id)
    for seat in seats_of(person) if person else ():
        if seat.token == pack.seat and seat.employer_id == pack.employer_id and seat.may_manage:
            return confirm_seat(seat)
    raise NotAllowed(NOT_ALLOWED)


def _problems(
    scope: Scope, until: date, purpose: str | Flaw, explanation: str | Flaw, count: int
) -> list[Problem]:
    problems, today = [], clock.today()
    if isinstance(purpose, Flaw):
        problems.append(Problem("purpose", purpose.code, {"limit": LONGEST_PURPOSE}))
    if isinstance(explanation, Flaw):
        problems.append(Problem("explanation", explanation.code, {"limit": LONGEST_EXPLANATION}))
    if scope.country and not is_known(scope.country):
        problems.append(Problem("country", "unknown_country"))
    if scope.start and scope.end and scope.end < scope.start:
        problems.append(Problem("end", "end_before_start"))
    if not today <= until <= today + LONGEST_TIME:
        problems.append(Problem("until", "pack_until"))
    if not problems and not count:
        problems.append(Problem("country", "no_trips"))
    if count > MOST_TRIPS:
        problems.append(Problem("country", "too_many_trips", {"limit": MOST_TRIPS}))
    return problems


def _line(event: str, actor: Actor, pack: AuditPack, details: dict[str, Detail]) -> None:
    record(event=event, actor=actor, subject=Subject("audit_pack", str(pack.pk)), details=details)
