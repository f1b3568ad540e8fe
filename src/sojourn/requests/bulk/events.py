"""What people do with an upload: bring a file, say what its columns mean, send it, let it go.

Mending rows stands in `mending`, what the worker does in `working`. The order of locks: upload, rows, requests.
"""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.files.events import keep
from sojourn.journal.codes import Detail
from sojourn.journal.events import record, together
from sojourn.parties.access import NOT_ALLOWED, ActingAs, confirm
from sojourn.requests import many
from sojourn.requests.bulk.access import content_of, locked_upload, uploads_for
from sojourn.requests.bulk.apart import read_apart
from sojourn.requests.bulk.cells import order_is_open, order_shown
from sojourn.requests.bulk.columns import Column, columns_for, folded, guess
from sojourn.requests.bulk.models import ColumnMemory, Upload
from sojourn.requests.bulk.safety import CSV, PARQUET, XLSX, kind_of
from sojourn.requests.bulk.states import ARROWS, RowState, UploadState, target_of
from sojourn.requests.bulk.tables import Table
from sojourn.requests.bulk.tasks import go_on_later
from sojourn.vault.blind import blind_index

MEDIA: Final = {
    CSV: "text/csv",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    PARQUET: "application/vnd.apache.parquet",
}
NEEDED: Final = (
    "activities[0].country",
    "activities[0].start",
    "worker.given_names",
    "worker.family_name",
)
RECOGNISED: Final = 3
"""A sheet with so many columns that are known is one with people in it."""
SEND, DRAFTS = "send", "drafts"
TO_DRAFT: Final = (RowState.READY, RowState.TO_MEND, RowState.ASKED)
_LONGEST_NAME: Final = 200


def receive_file(*, acting: ActingAs, data: bytes, name: str, key: UUID) -> Upload:
    """Take a file into keeping and look at its columns. The same key again gives the same upload.

    Raises NotAllowed for those who may not prepare requests; InvalidInput (field "file") for a file that is not
    taken: then nothing is stored.
    """
    acting = confirm(acting)
    uploads = uploads_for(acting)
    if not acting.may_request("first") or acting.employer_id is None:
        raise NotAllowed(NOT_ALLOWED)
    if known := uploads.filter(creation_key=key).first():
        return known
    kind = kind_of(data, name)
    table = read_apart(data, kind)
    columns = columns_for(many.Applying.now(acting).known)
    sheet = _sheet_with_people(table, columns)
    if sheet and table.sheets.get(sheet) != table.header:
        table = read_apart(data, kind, sheet)
    upload = Upload(
        employer_id=acting.employer_id,
        firm_id=acting.firm_id,
        created_by_id=acting.person_id,
        acting=acting.token,
        creation_key=key,
        file_index=blind_index("bulk.file", data.hex()),
        file_name=name[:_LONGEST_NAME],
        media=kind,
        sheets=list(table.sheets),
        sheet=sheet,
    )
    _look_at_columns(upload, table, columns)
    with together():
        upload.file_id = keep(data=data, media_type=MEDIA[kind], kind="bulk_upload")
        try:
            with transaction.atomic():
                upload.save(force_insert=True)
        except IntegrityError:
            raise WrongState("pressed_twice") from None
        _line("upload.received", acting, upload, {"rows": upload.rows_in_file, "columns": len(table.header)})
    return upload


def choose_sheet(*, acting: ActingAs, upload_id: UUID, sheet: str) -> Upload:
    """Say which of several sheets holds the people. Raises InvalidInput for a sheet that there is not."""
    with together():
        upload = locked_upload(acting, upload_id)
        if upload.stands is not UploadState.UPLOADED:
            raise WrongState("upload_step_not_open", step="sheet", state=upload.state)
        if sheet not in upload.sheets:
            raise InvalidInput([Problem("sheet", "sheet_unknown")])
        upload.sheet = sheet
        table = read_apart(content_of(upload), upload.media, sheet)
        _look_at_columns(upload, table, columns_for(many.Applying.now(acting).known))
        upload.save()
    return upload


def choose_columns(
    *, acting: ActingAs, upload_id: UUID, mapping: Sequence[str], date_order: str = ""
) -> Upload:
    """Say what each column means ("" for nothing); the rows are then read and checked by the worker.

    What was chosen is remembered for the employer. Again, before anything was made, begins anew: what was mended
    in rows is lost. Raises InvalidInput: "column_twice", "column_unknown" (field: its number), "column_needed",
    and "date_order_missing" where days can be read in two ways.
    """
    with together():
        upload = locked_upload(acting, upload_id)
        state = target_of("columns_chosen", upload.stands)
        columns = columns_for(many.Applying.now(acting).known)
        _require_mapping(upload, mapping, columns)
        table = read_apart(content_of(upload), upload.media, upload.sheet)
        upload.date_order = _order(table, mapping, columns, date_order)
        if upload.rows.filter(state__in=[RowState.SENT, RowState.DRAFTED]).exists():
            raise WrongState("upload_step_not_open", step="columns_chosen", state=upload.state)
        upload.rows.all().delete()
        upload.mapping, upload.state, upload.acting = list(mapping), state.value, acting.token
        _begin_work(upload, upload.rows_in_file)
        _remember(upload, mapping)
        _line(ARROWS["columns_chosen"].line, acting, upload, {"columns": sum(map(bool, mapping))})
        go_on_later(upload.pk)
    return upload


def begin_making(
    *, acting: ActingAs, upload_id: UUID, wants: str, declared: bool, notify: bool = False
) -> Upload:
    """Send what is ready, or make drafts of all that is open; the worker does it, part by part.

    Pressed twice it is begun once. Raises NotAllowed for those who may not send; InvalidInput "not_declared",
    "nothing_ready".
    """
    with together():
        upload = locked_upload(acting, upload_id)
        if upload.stands is UploadState.SENDING:
            return upload
        state = target_of("making_begun", upload.stands)
        if wants == SEND and not confirm(acting).may_hand_in("first"):
            raise NotAllowed(NOT_ALLOWED)
        if wants == SEND and not declared:
            raise InvalidInput([Problem("declared", "not_declared")])
        wanted = (RowState.READY,) if wants == SEND else TO_DRAFT
        count = upload.rows.filter(state__in=wanted).count()
        if not count:
            raise InvalidInput([Problem("rows", "nothing_ready")])
        upload.wants, upload.notify, upload.state = wants, notify, state.value
        upload.declared_by_id, upload.acting = acting.person_id, acting.token
        upload.rounds += 1
        _begin_work(upload, count)
        _line(ARROWS["making_begun"].line, acting, upload, {"rows": count, "wants": wants})
        go_on_later(upload.pk)
    return upload


def abandon(*, acting: ActingAs, upload_id: UUID) -> None:
    """Let an upload go: its rows are deleted, nothing is sent. Twice is once."""
    with together():
        upload = locked_upload(acting, upload_id)
        if upload.stands is UploadState.ABANDONED:
            return
        upload.state = target_of("abandoned", upload.stands).value
        upload.rows.all().delete()
        upload.changed_at = clock.now()
        upload.save()
        _line(ARROWS["abandoned"].line, acting, upload)


def leave_out(*, acting: ActingAs, upload_id: UUID, law_key: str = "", row_id: UUID | None = None) -> int:
    """Take rows out of the upload: one, or all of one kind of situation. How many. They stay to be seen."""
    with together():
        upload = locked_upload(acting, upload_id)
        if not upload.stands.may_be_mended:
            raise WrongState("upload_step_not_open", step="leave_out", state=upload.state)
        rows = upload.rows.exclude(state__in=[RowState.SENT, RowState.DRAFTED, RowState.LEFT_OUT])
        rows = rows.filter(pk=row_id) if row_id else rows.filter(law_key=law_key)
        count: int = rows.update(
            state=RowState.LEFT_OUT.value, changed_by=acting.person_id, changed_at=clock.now()
        )
        if count:
            _line("upload.rows_left_out", acting, upload, {"rows": count})
    return count


def _begin_work(upload: Upload, total: int) -> None:
    now = clock.now()
    upload.work_begun_at, upload.work_ended_at, upload.changed_at = now, None, now
    upload.work_done, upload.work_total, upload.claimed_until, upload.trouble = 0, total, None, ""
    upload.save()


def _sheet_with_people(table: Table, columns: Mapping[str, Column]) -> str:
    """The sheet that can be meant, if it is only one; "" where there is none or somebody has to choose."""
    if len(table.sheets) == 1:
        return next(iter(table.sheets))
    known = [name for name, head in table.sheets.items() if _recognised(head, columns) >= RECOGNISED]
    return known[0] if len(known) == 1 else ""


def _recognised(header: Sequence[str], columns: Mapping[str, Column]) -> int:
    return sum(map(bool, guess(header, columns, {})))


def _look_at_columns(upload: Upload, table: Table, columns: Mapping[str, Column]) -> None:
    upload.header, upload.rows_in_file = list(table.header), len(table.rows)
    upload.mapping = guess(table.header, columns, _remembered(upload, table.header))


def _remembered(upload: Upload, header: Sequence[str]) -> dict[str, str]:
    by_index = {_name_index(name): folded(name) for name in header}
    kept = ColumnMemory.objects.filter(employer_id=upload.employer_id, name_index__in=by_index)
    return {by_index[each.name_index]: each.fact for each in kept}


def _remember(upload: Upload, mapping: Sequence[str]) -> None:
    now = clock.now()
    kept = {
        _name_index(name): meant for name, meant in zip(upload.header, mapping, strict=True) if folded(name)
    }
    ColumnMemory.objects.bulk_create(
        [
            ColumnMemory(employer_id=upload.employer_id, name_index=index, fact=meant, changed_at=now)
            for index, meant in kept.items()
        ],
        update_conflicts=True,
        unique_fields=["employer", "name_index"],
        update_fields=["fact", "changed_at"],
    )


def _name_index(name: str) -> str:
    return blind_index("bulk.column", folded(name))


def _require_mapping(upload: Upload, mapping: Sequence[str], columns: Mapping[str, Column]) -> None:
    problems = []
    if len(mapping) != len(upload.header):
        raise InvalidInput([Problem("columns", "column_unknown")])
    for at, meant in enumerate(mapping):
        if meant and meant not in columns:
            problems.append(Problem(f"column-{at}", "column_unknown"))
        elif meant and meant in mapping[:at]:
            problems.append(Problem(f"column-{at}", "column_twice", {"fact": meant}))
    lacking = [name for name in NEEDED if name not in mapping]
    problems += [Problem("columns", "column_needed", {"fact": name}) for name in lacking]
    if problems:
        raise InvalidInput(problems)


def _order(table: Table, mapping: Sequence[str], columns: Mapping[str, Column], chosen: str) -> str:
    """Which comes first in days such as 03/04/2027: as one of them shows, or as was chosen."""
    days = [
        [cells[at] for _, cells in table.rows]
        for at, meant in enumerate(mapping)
        if meant and order_is_open(columns[meant], (cells[at] for _, cells in table.rows))
    ]
    if not days:
        return chosen
    if chosen in {"dmy", "mdy"}:
        return chosen
    shown = {order for texts in days if (order := order_shown(texts))}
    if len(shown) == 1:
        return shown.pop()
    raise InvalidInput([Problem("date_order", "date_order_missing")])


def _line(event: str, acting: ActingAs, upload: Upload, details: Mapping[str, Detail] | None = None) -> None:
    record(event=event, actor=acting.actor, subject=Subject("upload", str(upload.pk)), details=details)
