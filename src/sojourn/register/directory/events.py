"""What a directory does: tells of a person, corrects what it told, lets somebody go. One transaction and one line
each.

Somebody whom the directory lets go is taken out of the register as soon as no trip of theirs is left: what was asked
and certified has to be taken back first, and for that the trips have to be seen.
"""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Actor, Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.journal.codes import Detail
from sojourn.journal.events import record, together
from sojourn.parties.access import NOT_ALLOWED
from sojourn.register.access import require_manage
from sojourn.register.cover.keeping import refresh_traveller
from sojourn.register.directory.models import Entry
from sojourn.register.facts import EMAIL, EMPLOYEE_NUMBER
from sojourn.register.models import Assignment, Traveller
from sojourn.register.seats import Seat
from sojourn.register.traveller_events import fill, number_index, require_free_number, state_of
from sojourn.vault.blind import blind_index

_GIVEN: Final = "worker.given_names"
_FAMILY: Final = "worker.family_name"


@dataclass(frozen=True, slots=True)
class Told:
    """What a directory says of a person. `all_of_it`: in its own form, to be given back."""

    user_name: str = field(repr=False)
    external_id: str = field(repr=False)
    given_names: str = field(repr=False)
    family_name: str = field(repr=False)
    email: str = field(repr=False)
    employee_number: str = field(repr=False)
    active: bool
    all_of_it: dict[str, Any] = field(repr=False)


def tell(*, seat: Seat, told: Told) -> Entry:
    """A person whom the directory names for the first time, or again after having forgotten them.

    Somebody who is in the register already under the same employee number, or came from the directory before, is
    the same traveller. Raises NotAllowed; InvalidInput "user_name_taken", "external_id_taken", and as
    `add_traveller`.
    """
    seat = require_manage(seat)
    with together():
        _require_free(seat, told, None)
        traveller = _known(seat, told) or Traveller(employer_id=seat.employer_id, source="directory")
        entry = Entry(employer_id=seat.employer_id, traveller=traveller)
        if not traveller._state.adding and Entry.objects.filter(traveller=traveller, gone_at=None).exists():
            raise InvalidInput([Problem(EMPLOYEE_NUMBER, "traveller_number_taken")])
        if traveller.left_on is not None and told.active:
            _bring_back(traveller)
        _put(entry, told, traveller)
        _save_traveller(traveller, told)
        _insert(entry)
        _line("directory.told", seat.actor, entry, {"active": told.active})
        _follow(entry, was_active=True)
    return entry


def correct(*, seat: Seat, entry_id: UUID, told: Told, version: int | None) -> Entry:
    """What the directory says anew. `version`: the one that it still has to be. The same again changes nothing.

    Raises as `tell`, and VersionMoved.
    """
    seat = require_manage(seat)
    with together():
        entry = _locked(seat, entry_id, version)
        _require_free(seat, told, entry)
        was = entry.active
        if dict(entry.told) == told.all_of_it and was == told.active:
            return entry
        traveller = entry.traveller
        if told.active and not was and traveller.left_on is not None:
            _bring_back(traveller)
        _put(entry, told, traveller)
        if traveller.left_on is None:
            _save_traveller(traveller, told)
        entry.version, entry.changed_at = entry.version + 1, clock.now()
        entry.save()
        _line("directory.corrected", seat.actor, entry, {"active": told.active})
        _follow(entry, was_active=was)
    return entry


def forget(*, seat: Seat, entry_id: UUID, version: int | None) -> None:
    """The directory has forgotten the person: as if they had been let go. Raises NotAllowed, VersionMoved."""
    seat = require_manage(seat)
    with together():
        entry = _locked(seat, entry_id, version)
        was, entry.active, entry.gone_at = entry.active, False, clock.now()
        entry.save(update_fields=["active", "gone_at"])
        _line("directory.forgot", seat.actor, entry, {})
        _follow(entry, was_active=was)


def take_out_who_left(limit: int = 100) -> int:
    """Take those out whom a directory let go and whose last trip is over now. How many. For the worker."""
    waiting = Entry.objects.filter(active=False, traveller__left_on__isnull=True)
    waiting = waiting.exclude(traveller__in=_away().values("pk"))
    # Somebody who is told of anew stays.
    standing = Entry.objects.filter(active=True, gone_at__isnull=True).values("traveller_id")
    ids = list(waiting.exclude(traveller_id__in=standing).values_list("pk", flat=True)[:limit])
    for entry_id in ids:
        with together():
            _take_out(Entry.objects.select_related("traveller").get(pk=entry_id), SYSTEM)
    return len(ids)


class VersionMoved(Exception):
    """Somebody else has changed the entry meanwhile."""


def user_name_index(employer_id: UUID, name: str) -> str:
    """The blind index of a user name, in which case does not matter."""
    return blind_index("register.directory_user_name", f"{employer_id}\x1f{name.casefold()}")


def external_index(employer_id: UUID, name: str) -> str:
    """The blind index of the directory's own id; "" without one."""
    return blind_index("register.directory_external_id", f"{employer_id}\x1f{name}") if name else ""


def _away() -> Any:
    """Those with a trip that is under way or to come."""
    return Traveller.objects.filter(pk__in=Assignment.objects.going_on(clock.today()).values("traveller_id"))


def _known(seat: Seat, told: Told) -> Traveller | None:
    """The traveller whom the directory means: one it told of before, else by the employee number."""
    before = Entry.objects.filter(employer_id=seat.employer_id, gone_at__isnull=False).order_by("-gone_at")
    external = external_index(seat.employer_id, told.external_id)
    named = before.filter(external_index=external).first() if external else None
    named = named or before.filter(user_name_index=user_name_index(seat.employer_id, told.user_name)).first()
    rows = Traveller.objects.select_for_update().filter(employer_id=seat.employer_id)
    if named is not None:
        return rows.filter(pk=named.traveller_id).first()
    number = number_index(seat.employer_id, told.employee_number)
    return rows.filter(number_index=number).first() if number else None


def _put(entry: Entry, told: Told, traveller: Traveller) -> None:
    entry.traveller, entry.told, entry.active = traveller, told.all_of_it, told.active
    entry.user_name_index = user_name_index(entry.employer_id, told.user_name)
    entry.external_index = external_index(entry.employer_id, told.external_id)


def _save_traveller(traveller: Traveller, told: Told) -> None:
    """Put what the directory says into the traveller's row; what it does not say stays."""
    fresh = traveller._state.adding
    own: dict[str, str] = {} if fresh else dict(traveller.own)
    was = None if fresh else state_of(traveller)
    fill(
        traveller,
        {_GIVEN: told.given_names, _FAMILY: told.family_name},
        told.employee_number or own.get(EMPLOYEE_NUMBER, ""),
        told.email or own.get(EMAIL, ""),
    )
    require_free_number(traveller)
    if was is not None and state_of(traveller) == was:
        return
    traveller.changed_at = clock.now()
    traveller.save()
    if not fresh:
        refresh_traveller(traveller)


def _follow(entry: Entry, *, was_active: bool) -> None:
    """Take out of the register whoever was let go, where no trip is left."""
    if was_active and not entry.active and not _away().filter(pk=entry.traveller_id).exists():
        _take_out(entry, SYSTEM)


def _take_out(entry: Entry, actor: Actor) -> None:
    traveller = entry.traveller
    if traveller.left_on is not None:
        return
    traveller.left_on, traveller.changed_at, traveller.number_index = clock.today(), clock.now(), ""
    traveller.save(update_fields=["left_on", "changed_at", "number_index"])
    _line("directory.taken_out", actor, entry, {})


def _bring_back(traveller: Traveller) -> None:
    traveller.left_on = None
    traveller.number_index = number_index(traveller.employer_id, traveller.own.get(EMPLOYEE_NUMBER, ""))
    require_free_number(traveller)
    traveller.changed_at = clock.now()
    traveller.save(update_fields=["left_on", "number_index", "changed_at"])
    refresh_traveller(traveller)


def _require_free(seat: Seat, told: Told, mine: Entry | None) -> None:
    if not told.user_name.strip():
        raise InvalidInput([Problem("userName", "missing")])
    others = Entry.objects.filter(employer_id=seat.employer_id, gone_at__isnull=True)
    others = others.exclude(pk=mine.pk) if mine is not None else others
    if others.filter(user_name_index=user_name_index(seat.employer_id, told.user_name)).exists():
        raise InvalidInput([Problem("userName", "user_name_taken")])
    external = external_index(seat.employer_id, told.external_id)
    if external and others.filter(external_index=external).exists():
        raise InvalidInput([Problem("externalId", "external_id_taken")])


def _insert(entry: Entry) -> None:
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        # The directory told of the same person twice at once.
        raise InvalidInput([Problem("userName", "user_name_taken")]) from None


def _locked(seat: Seat, entry_id: UUID, version: int | None) -> Entry:
    rows = Entry.objects.select_for_update(of=("self",)).filter(employer_id=seat.employer_id, gone_at=None)
    entry = rows.select_related("traveller").filter(pk=entry_id).first()
    if entry is None:
        raise NotAllowed(NOT_ALLOWED)
    if version is not None and entry.version != version:
        raise VersionMoved
    return entry


def _line(event: str, actor: Actor, entry: Entry, details: dict[str, Detail]) -> None:
    record(event=event, actor=actor, subject=Subject("traveller", str(entry.traveller_id)), details=details)
