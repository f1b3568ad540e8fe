"""Changing rows: one by one, or all that have the same fault in one go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.journal.events import record, together
from sojourn.parties.access import NOT_ALLOWED, ActingAs
from sojourn.parties.directory import colleague
from sojourn.requests import many
from sojourn.requests.bulk.access import locked_upload
from sojourn.requests.bulk.judging import Reading
from sojourn.requests.bulk.mending_steps import LONGEST, alike, apply, look_again, mend_next, note, open_rows
from sojourn.requests.bulk.models import Row, Upload
from sojourn.requests.bulk.states import ARROWS, target_of
from sojourn.requests.bulk.tasks import go_on_later

AT_ONCE: Final = 50
"""So many rows are changed while the person waits; more are left to the worker."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else changed the row since the page was drawn: who, when, and what stands there now, by column."""

    row_id: UUID
    by: str = field(repr=False)
    at: datetime | None
    theirs: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class RowMend:
    """What a page says of one row: cells by column, reasons by the code of a warning, and the version it showed."""

    row_id: UUID
    version: int
    cells: Mapping[str, str] = field(default_factory=dict, repr=False)
    reasons: Mapping[str, str] = field(default_factory=dict, repr=False)


def mend_rows(*, acting: ActingAs, upload_id: UUID, mends: list[RowMend]) -> list[Conflict]:
    """Keep what was typed for these rows and look at them again, with the others of the same people.

    A row that somebody else has changed meanwhile in one of the same cells is left as it is and given back.
    Rows that were made into requests are not changed. Raises NotAllowed, WrongState.
    """
    conflicts: list[Conflict] = []
    with together():
        upload = _mendable(acting, upload_id)
        reading = Reading.of(upload, many.Applying.now(acting))
        rows = {
            row.pk: row
            for row in open_rows(upload).select_for_update().filter(pk__in=[m.row_id for m in mends])
        }
        changed = []
        for mend in mends:
            row = rows.get(mend.row_id)
            if row is None or not _differs(row, mend):
                continue
            if row.version != mend.version and row.changed_by_id != acting.person_id:
                conflicts.append(_conflict(acting, row, mend))
                continue
            apply(row, mend.cells, mend.reasons, reading, acting)
            changed.append(row)
        if changed:
            look_again(upload, reading, changed)
            note(acting, upload, len(changed))
    return conflicts


def mend_alike(
    *, acting: ActingAs, upload_id: UUID, fact: str, code: str, typed_index: str, column: str, text: str
) -> Upload:
    """Give all rows with the same finding (and, where something was typed, the same text) this value; for a warning
    `column` is "" and `text` the reason to go on. Many rows are changed by the worker.

    Raises InvalidInput "text_missing", WrongState.
    """
    text = text.strip()[:LONGEST]
    if not text:
        raise InvalidInput([Problem("text", "text_missing")])
    mend = {"fact": fact, "code": code, "typed": typed_index, "column": column, "text": text, "after": 0}
    with together():
        upload = _mendable(acting, upload_id)
        reading = Reading.of(upload, many.Applying.now(acting))
        if column and column not in reading.columns:
            raise NotAllowed(NOT_ALLOWED)
        count = alike(upload, mend).count()
        if not count:
            return upload
        upload.mends = [mend]
        if count <= AT_ONCE:
            mend_next(upload, acting, AT_ONCE)
            upload.mends = []
            upload.save(update_fields=["mends"])
        else:
            now = clock.now()
            upload.state = target_of("mended_alike", upload.stands).value
            upload.acting, upload.work_begun_at, upload.work_ended_at = acting.token, now, None
            upload.declared_by_id, upload.rounds = acting.person_id, upload.rounds + 1
            upload.work_done, upload.work_total, upload.changed_at = 0, count, now
            upload.save()
            record(
                event=ARROWS["mended_alike"].line,
                actor=acting.actor,
                subject=Subject("upload", str(upload.pk)),
                details={"rows": count},
            )
            go_on_later(upload.pk)
    return upload


def _mendable(acting: ActingAs, upload_id: UUID) -> Upload:
    upload = locked_upload(acting, upload_id)
    if not upload.stands.may_be_mended:
        raise WrongState("upload_step_not_open", step="mend", state=upload.state)
    return upload


def _differs(row: Row, mend: RowMend) -> bool:
    return any(row.typed.get(name, "") != text.strip() for name, text in mend.cells.items()) or any(
        text.strip() and row.reasons.get(code, "") != text.strip() for code, text in mend.reasons.items()
    )


def _conflict(acting: ActingAs, row: Row, mend: RowMend) -> Conflict:
    theirs = {name: row.typed.get(name, "") for name in mend.cells}
    return Conflict(row.pk, colleague(acting, row.changed_by_id), row.changed_at, theirs)
