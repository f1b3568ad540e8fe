"""The steps of changing rows, inside a transaction and with the upload locked: used while the person waits, and by the
worker where there are many."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import QuerySet

from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.journal.events import record
from sojourn.parties.access import ActingAs
from sojourn.requests import many
from sojourn.requests.bulk.judging import Reading, judge_rows
from sojourn.requests.bulk.models import Row, RowFinding, Upload
from sojourn.requests.bulk.states import MADE, RowState

LONGEST: Final = 1000
_MADE_OF_IT: Final = ["ssn_index", "person_index", "host", "period_start", "period_end", "law", "law_key"]
_CHANGED: Final = [
    "typed",
    "reasons",
    "state",
    "way",
    "institution_id",
    "version",
    "changed_by",
    "changed_at",
]
_KEPT: Final = _MADE_OF_IT + _CHANGED


def mend_next(upload: Upload, acting: ActingAs, limit: int) -> int:
    """Change the next rows of the first thing to be mended alike; takes it off the list (unsaved) when none is left.

    Call inside a transaction, with the upload locked. How many were changed.
    """
    mend: dict[str, Any] = upload.mends[0]
    reading = Reading.of(upload, many.Applying.now(acting))
    rows = list(alike(upload, mend).order_by("number")[:limit])
    for row in rows:
        cells = {mend["column"]: mend["text"]} if mend["column"] else {}
        reasons = {} if mend["column"] else {mend["code"]: mend["text"]}
        apply(row, cells, reasons, reading, acting)
    if rows:
        look_again(upload, reading, rows)
        note(acting, upload, len(rows))
        mend["after"] = rows[-1].number
    upload.mends = [mend, *upload.mends[1:]] if len(rows) == limit else upload.mends[1:]
    return len(rows)


def open_rows(upload: Upload) -> QuerySet[Row]:
    """Rows of which no request was made, and which nobody left out."""
    return upload.rows.exclude(state__in=[*MADE, RowState.LEFT_OUT])


def alike(upload: Upload, mend: Mapping[str, Any]) -> QuerySet[Row]:
    """The rows that have the finding which is mended, and come after those that were changed."""
    found = RowFinding.objects.filter(
        upload=upload, fact=mend["fact"], code=mend["code"], typed_index=mend["typed"]
    )
    return open_rows(upload).filter(pk__in=found.values("row_id"), number__gt=mend["after"])


def apply(
    row: Row, cells: Mapping[str, str], reasons: Mapping[str, str], reading: Reading, acting: ActingAs
) -> None:
    """Put cells and reasons into the row (unsaved)."""
    typed = dict(row.typed)
    for name, text in cells.items():
        if name not in reading.columns:
            continue
        if text.strip():
            typed[name] = text.strip()[:LONGEST]
        else:
            typed.pop(name, None)
    row.typed = typed
    row.reasons = row.reasons | {code: text.strip()[:500] for code, text in reasons.items() if text.strip()}
    row.version += 1
    row.changed_by_id, row.changed_at = acting.person_id, clock.now()


def look_again(upload: Upload, reading: Reading, rows: list[Row]) -> None:
    """Judge the changed rows, and the others of the same people: who is the second of one person may have changed."""
    before = {index for row in rows for index in (row.ssn_index, row.person_index) if index}
    rows.sort(key=lambda row: row.number)
    findings = judge_rows(reading, rows)
    keep(rows, findings)
    touched = before | {index for row in rows for index in (row.ssn_index, row.person_index) if index}
    same = open_rows(upload).filter(ssn_index__in=touched) | open_rows(upload).filter(
        person_index__in=touched
    )
    others = list(same.exclude(pk__in=[row.pk for row in rows]).order_by("number"))
    if others:
        keep(others, judge_rows(reading, others))


def keep(rows: list[Row], findings: list[list[RowFinding]]) -> None:
    """Save rows that were looked at anew, with what was found."""
    RowFinding.objects.filter(row__in=rows).delete()
    Row.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=_KEPT, batch_size=250
    )
    RowFinding.objects.bulk_create([each for found in findings for each in found], batch_size=250)


def note(acting: ActingAs, upload: Upload, count: int) -> None:
    """One line in the journal."""
    record(
        event="upload.rows_mended",
        actor=acting.actor,
        subject=Subject("upload", str(upload.pk)),
        details={"rows": count},
    )
