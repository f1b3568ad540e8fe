"""What people do with a table: bring it, say what its columns mean and look at what it would change, take it in.

Reading goes through a process apart, as for tables of requests. Taking in is done by the worker in parts, each in one
transaction that also says how far it has come: a worker that is killed loses the part it was in and nothing else.
"""

import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.tasks import task

from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.files import access as files
from sojourn.files.events import keep
from sojourn.journal.events import record, together
from sojourn.messages.events import post_letter
from sojourn.parties.access import NOT_ALLOWED
from sojourn.parties.for_register import active_person, employer_view
from sojourn.register.access import confirm_seat, require_manage, seats_of
from sojourn.register.facts import EMPLOYEE_NUMBER
from sojourn.register.importing.columns import guess, is_meaning, question_columns
from sojourn.register.importing.matching import CONTRADICTORY, OUTCOMES, Matched, Matcher
from sojourn.register.importing.models import Import, ImportState
from sojourn.register.importing.rows import RowReader
from sojourn.register.importing.taking import Taker
from sojourn.register.seats import Seat
from sojourn.requests.bulk.apart import read_apart
from sojourn.requests.bulk.cells import order_is_open, order_shown
from sojourn.requests.bulk.columns import folded
from sojourn.requests.bulk.events import MEDIA
from sojourn.requests.bulk.safety import kind_of
from sojourn.requests.bulk.tables import Table

__all__ = ["Import", "ImportState"]

MOST_ROWS: Final = 200_000
PART: Final = 1000
SAMPLES: Final = 3
MOST_ODD: Final = 500
SLICE_SECONDS: Final = 20.0
CLAIM: Final = timedelta(minutes=5)
_LONGEST_NAME: Final = 200
_PERSON: Final = ("worker.given_names", "worker.family_name", "worker.birth_date")


def imports_for(seat: Seat) -> QuerySet[Import]:
    """The tables that were brought into the register, newest first. Raises NotAllowed where it may not be managed."""
    now = require_manage(seat)
    return Import.objects.filter(employer_id=now.employer_id).order_by("-created_at", "id")


def import_for(seat: Seat, import_id: UUID) -> Import:
    """One of them. Raises NotAllowed for any other."""
    found = imports_for(seat).filter(pk=import_id).first()
    if found is None:
        raise NotAllowed(NOT_ALLOWED)
    return found


def bring(*, seat: Seat, data: bytes, name: str, key: UUID) -> Import:
    """Take a file, say what its columns may mean. The same key again gives the same. Raises NotAllowed, Refused."""
    seat = require_manage(seat)
    known = Import.objects.filter(creation_key=key, employer_id=seat.employer_id).first()
    if known is not None:
        return known
    kind = kind_of(data, name)
    table = read_apart(data, kind, "", MOST_ROWS)
    sheet = next(iter(table.sheets), "")
    row = Import(
        employer_id=seat.employer_id,
        created_by_id=seat.person_id,
        seat=seat.token,
        creation_key=key,
        file_name=name[:_LONGEST_NAME],
        media=kind,
        sheet=sheet,
        header=list(table.header),
        sample=[list(cells) for _, cells in table.rows[:SAMPLES]],
        mapping=guess(table.header, _remembered(seat)),
        rows_in_file=len(table.rows),
    )
    with together():
        row.file_id = keep(data=data, media_type=MEDIA[kind], kind="register_import")
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            raise WrongState("pressed_twice") from None
        _line("register.table_brought", seat, row, {"rows": row.rows_in_file})
    return row


def look_at(*, seat: Seat, import_id: UUID, mapping: Sequence[str], date_order: str = "") -> Import:
    """Say what each column means ("" for nothing), and count what the table would change.

    Raises NotAllowed; WrongState once it is being taken in; InvalidInput "column_twice", "column_unknown" (field: its
    number), "column_needed", and "date_order_missing" where days can be read in two ways.
    """
    seat = require_manage(seat)
    row = import_for(seat, import_id)
    if row.stands not in {ImportState.BROUGHT, ImportState.LOOKED_AT}:
        raise WrongState("import_step_not_open", state=row.state)
    _require_mapping(row, mapping)
    table = read_apart(files.read(row.file_id), row.media, row.sheet, MOST_ROWS)
    order = _order(table, mapping, date_order)
    counts, odd = dict.fromkeys(OUTCOMES, 0), list[dict[str, Any]]()
    for part in _parts(seat, table, mapping, order, 0):
        for each in part:
            counts[each.outcome] += 1
            if each.outcome == CONTRADICTORY and len(odd) < MOST_ODD:
                odd.append(_odd(each))
    row.mapping, row.date_order, row.counts, row.odd = list(mapping), order, counts, odd
    row.state = ImportState.LOOKED_AT.value
    row.save(update_fields=["mapping", "date_order", "counts", "odd", "state"])
    return row


def begin_taking_in(*, seat: Seat, import_id: UUID) -> Import:
    """Take in what is new and changed; contradictory rows are left out. Again begins nothing anew. Raises NotAllowed,
    WrongState before the table was looked at."""
    seat = require_manage(seat)
    with together():
        rows = Import.objects.select_for_update().filter(employer_id=seat.employer_id)
        row = rows.filter(pk=import_id).first()
        if row is None:
            raise NotAllowed(NOT_ALLOWED)
        if row.stands in {ImportState.TAKING_IN, ImportState.DONE}:
            return row
        if row.stands is not ImportState.LOOKED_AT:
            raise WrongState("import_step_not_open", state=row.state)
        row.state, row.seat = ImportState.TAKING_IN.value, seat.token
        row.created_by_id, row.work_begun_at = seat.person_id, clock.now()
        row.save()
        _line("register.table_taken", seat, row, {**row.counts})
        transaction.on_commit(partial(work_on_import.enqueue, str(row.pk)), robust=True)
    return row


@task
def work_on_import(import_id: str) -> bool:
    """Go on with one table for a while; if there is more to do, ask to be called again."""
    finished = go_on(uuid.UUID(import_id))
    if finished is False:
        work_on_import.enqueue(import_id)
    return finished is not False


def work_off(limit: int = 5) -> int:
    """Go on with tables that nobody works on: what was left by a worker that was killed. How many."""
    waiting = Import.objects.filter(_free(), state=ImportState.TAKING_IN.value)
    ids = list(waiting.order_by("created_at").values_list("pk", flat=True)[:limit])
    return sum(go_on(each) is not None for each in ids)


def go_on(import_id: UUID, seconds: float = SLICE_SECONDS) -> bool | None:
    """Take parts in for so long. True when all is done, False when there is more, None when somebody else is at it."""
    free = Import.objects.filter(_free(), pk=import_id, state=ImportState.TAKING_IN.value)
    if not free.update(claimed_until=clock.now() + CLAIM):
        return None
    until = time.monotonic() + seconds
    try:
        row = Import.objects.get(pk=import_id)
        seat = _seat_of(row)
        table = read_apart(files.read(row.file_id), row.media, row.sheet, MOST_ROWS)
        taker = Taker(row.employer_id)
        for part in _parts(seat, table, row.mapping, row.date_order, row.work_done):
            _take_part(row, taker, part)
            if time.monotonic() >= until and row.work_done < len(table.rows):
                return False
        _finish(row)
    except NotAllowed:
        # The right to go on has ended: what is in stays, the rest is not touched.
        _finish(Import.objects.get(pk=import_id))
    finally:
        Import.objects.filter(pk=import_id).update(claimed_until=None)
    return True


def _free() -> Q:
    return Q(claimed_until__isnull=True) | Q(claimed_until__lt=clock.now())


def _take_part(row: Import, taker: Taker, part: Sequence[Matched]) -> None:
    with together():
        taker.take(part)
        row.work_done += len(part)
        Import.objects.filter(pk=row.pk).update(work_done=row.work_done, claimed_until=clock.now() + CLAIM)


def _finish(row: Import) -> None:
    with together():
        row.state, row.work_ended_at = ImportState.DONE.value, clock.now()
        row.save(update_fields=["state", "work_ended_at"])
        record(
            event="register.table_done",
            actor=SYSTEM,
            subject=Subject("register_import", str(row.pk)),
            details={"rows": row.work_done},
        )
        _tell(row)


def _tell(row: Import) -> None:
    """M53b to whoever had the table taken in."""
    person = active_person(row.created_by_id)
    if person is not None:
        post_letter(
            template="upload_ready",
            recipient=person.email,
            language=person.language,
            values={"link": f"{settings.SOJOURN_BASE_URL}/register/import/{row.pk}"},
            about=Subject("register_import", str(row.pk)),
            key=f"register_import:{row.pk}",
        )


def _seat_of(row: Import) -> Seat:
    person = active_person(row.created_by_id)
    for seat in seats_of(person) if person else ():
        if seat.token == row.seat and seat.employer_id == row.employer_id and seat.may_manage:
            return confirm_seat(seat)
    raise NotAllowed(NOT_ALLOWED)


def _parts(
    seat: Seat, table: Table, mapping: Sequence[str], order: str, done: int
) -> Iterator[list[Matched]]:
    """The rows from `done` on, matched part by part, so that a part sees what the one before has saved."""
    home = employer_view(seat.employer_id).seat
    reader, matcher = RowReader(mapping, order, home), Matcher(seat, home)
    ordered = _by_person(table, mapping)
    for first in range(done, len(ordered), PART):
        rows = [reader.read(number, cells) for number, cells in ordered[first : first + PART]]
        yield matcher.match(rows)


def _by_person(table: Table, mapping: Sequence[str]) -> list[tuple[int, Sequence[str]]]:
    """The rows of one person one after the other, in the order of the file otherwise: all trips of somebody are worked
    out together, so a part should hold them all."""
    named = [mapping.index(name) for name in _PERSON if name in mapping]
    found: dict[tuple[str, ...], list[tuple[int, Sequence[str]]]] = {}
    number = mapping.index(EMPLOYEE_NUMBER) if EMPLOYEE_NUMBER in mapping else None
    for row in table.rows:
        cells = row[1]
        if number is not None and cells[number].strip():
            key: tuple[str, ...] = (cells[number].strip(),)
        else:
            key = tuple(cells[at].strip() for at in named)
        found.setdefault(key, []).append(row)
    return [row for rows in found.values() for row in rows]


def _odd(each: Matched) -> dict[str, Any]:
    named = (each.row.particulars.get(name, "") for name in ("worker.given_names", "worker.family_name"))
    return {
        "row": each.row.number,
        "who": " ".join(part for part in named if part) or each.row.employee_number,
        "problems": [[problem.field, problem.code] for problem in each.row.problems[:5]],
    }


def _require_mapping(row: Import, mapping: Sequence[str]) -> None:
    problems = []
    if len(mapping) != len(row.header):
        raise InvalidInput([Problem("mapping", "column_unknown")])
    chosen = [meant for meant in mapping if meant]
    for at, meant in enumerate(mapping):
        if meant and not is_meaning(meant):
            problems.append(Problem(f"column-{at}", "column_unknown"))
        elif meant and chosen.count(meant) > 1:
            problems.append(Problem(f"column-{at}", "column_twice"))
    if not {"employee_number", "worker.family_name"} & set(chosen):
        problems.append(Problem("column-0", "column_needed"))
    if problems:
        raise InvalidInput(problems)


def _order(table: Table, mapping: Sequence[str], chosen: str) -> str:
    """Whether the day or the month comes first in days like 3/4/2027. Raises InvalidInput where nobody has said."""
    columns = question_columns()
    for at, meant in enumerate(mapping):
        column = columns.get(meant)
        texts = [cells[at] for _, cells in table.rows]
        if column is None or not order_is_open(column, texts):
            continue
        found = chosen if chosen in {"dmy", "mdy"} else order_shown(texts)
        if not found:
            raise InvalidInput([Problem("date_order", "date_order_missing")])
        return found
    return ""


def _remembered(seat: Seat) -> dict[str, str]:
    """What the columns of the employer's last tables meant, by their folded names."""
    known: dict[str, str] = {}
    last = Import.objects.filter(employer_id=seat.employer_id).exclude(state=ImportState.BROUGHT.value)
    for row in reversed(last.order_by("-created_at")[:5]):
        known |= {folded(name): meant for name, meant in zip(row.header, row.mapping, strict=False) if meant}
    return known


def _line(event: str, seat: Seat, row: Import, details: dict[str, Any]) -> None:
    record(event=event, actor=seat.actor, subject=Subject("register_import", str(row.pk)), details=details)
