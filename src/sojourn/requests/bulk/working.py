"""What the worker does with an upload: reads and checks its rows, changes what was mended alike, makes the requests.

Everything is done in parts, each in one transaction that also says how far it has come: a worker that is killed
loses the part it was in and nothing else, and the next one goes on from there. A row becomes one request, however
often it is tried, because the request carries the row's id as its key.
"""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Q

from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Subject
from sojourn.core.errors import NotAllowed
from sojourn.journal.events import record, together
from sojourn.messages.events import post_letter
from sojourn.parties.access import ActingAs, acting_as
from sojourn.requests import many
from sojourn.requests.bulk.access import content_of
from sojourn.requests.bulk.apart import read_apart
from sojourn.requests.bulk.judging import Reading, judge_rows
from sojourn.requests.bulk.mending_steps import keep, mend_next
from sojourn.requests.bulk.models import Row, RowFinding, Upload
from sojourn.requests.bulk.states import ARROWS, MADE, RowState, UploadState, target_of

PART: Final = 250
"""Rows that are worked on at once."""
SLICE_SECONDS: Final = 20.0
"""After so long the worker does something else for once; letters must not wait for ten thousand rows."""
CLAIM: Final = timedelta(minutes=3)
TO_DRAFT: Final = (RowState.READY, RowState.TO_MEND, RowState.ASKED)


def go_on(upload_id: UUID, seconds: float = SLICE_SECONDS) -> bool | None:
    """Work on the upload for so long. True when nothing is left to do, False when there is more.

    None when somebody else is at it.
    """
    if not _claimed(upload_id):
        return None
    until = time.monotonic() + seconds
    try:
        upload = Upload.objects.get(pk=upload_id)
        acting = acting_as(upload.declared_by or upload.created_by, upload.acting)
        step = _steps(upload, acting)
        while step():
            _claim_again(upload_id)
            if time.monotonic() >= until:
                return False
        return True
    except NotAllowed:
        _stop(upload_id, "not_allowed")
        return True
    finally:
        Upload.objects.filter(pk=upload_id).update(claimed_until=None)


def work_off(limit: int = 10) -> int:
    """Go on with uploads that nobody works on: what was left by a worker that was killed. How many."""
    waiting = Upload.objects.filter(state__in=[UploadState.MAPPED, UploadState.SENDING])
    waiting = waiting.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=clock.now()))
    ids = list(waiting.order_by("changed_at").values_list("pk", flat=True)[:limit])
    return sum(go_on(upload_id) is not None for upload_id in ids)


def _claimed(upload_id: UUID) -> bool:
    now = clock.now()
    free = Upload.objects.filter(pk=upload_id, state__in=[UploadState.MAPPED, UploadState.SENDING])
    free = free.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=now))
    return bool(free.update(claimed_until=now + CLAIM))


def _claim_again(upload_id: UUID) -> None:
    Upload.objects.filter(pk=upload_id).update(claimed_until=clock.now() + CLAIM)


def _steps(upload: Upload, acting: ActingAs) -> Callable[[], bool]:
    """The function that does the next part and says whether there is more."""
    if upload.stands is UploadState.SENDING:
        return lambda: _make_part(upload.pk, acting)
    if upload.mends:
        return lambda: _mend_part(upload.pk, acting)
    table = read_apart(content_of(upload), upload.media, upload.sheet)
    applying = many.Applying.now(acting)
    return lambda: _check_part(upload, Reading.of(upload, applying), table.rows)


def _check_part(as_begun: Upload, reading: Reading, rows: Sequence[tuple[int, tuple[str, ...]]]) -> bool:
    done = as_begun.rows.aggregate(last=Max("number"))["last"] or 0
    part = [each for each in rows if each[0] > done][:PART]
    fresh = [_row_of(as_begun, reading, number, cells) for number, cells in part]
    findings = judge_rows(reading, fresh) if fresh else []
    with together():
        upload = Upload.objects.select_for_update().get(pk=as_begun.pk)
        if upload.stands is not UploadState.MAPPED or upload.changed_at != as_begun.changed_at:
            # Somebody has said anew what the columns mean: this part was read as they were before.
            return False
        Row.objects.bulk_create(fresh, batch_size=PART)
        RowFinding.objects.bulk_create([each for found in findings for each in found], batch_size=PART)
        upload.work_done += len(fresh)
        if len(part) < PART:
            _finish(upload, "checked")
        else:
            upload.save(update_fields=["work_done"])
    return len(part) == PART


def _row_of(upload: Upload, reading: Reading, number: int, cells: Sequence[str]) -> Row:
    typed = {
        meant: text
        for meant, text in zip(upload.mapping, cells, strict=False)
        if meant in reading.columns and text.strip()
    }
    return Row(upload=upload, number=number, typed=typed)


def _mend_part(upload_id: UUID, acting: ActingAs) -> bool:
    with together():
        upload = Upload.objects.select_for_update().get(pk=upload_id)
        if upload.stands is not UploadState.MAPPED:
            return False
        upload.work_done += mend_next(upload, acting, PART)
        if upload.mends:
            upload.save()
            return True
        _finish(upload, "checked")
    return False


def _make_part(upload_id: UUID, acting: ActingAs) -> bool:
    with together():
        upload = Upload.objects.select_for_update().get(pk=upload_id)
        if upload.stands is not UploadState.SENDING:
            return False
        wanted = (RowState.READY,) if upload.wants == "send" else TO_DRAFT
        rows = list(upload.rows.filter(state__in=wanted).order_by("number")[:PART])
        _make(upload, acting, rows)
        upload.work_done += len(rows)
        if len(rows) < PART:
            _finish(upload, "done")
        else:
            upload.save(update_fields=["work_done"])
    return len(rows) == PART


def _make(upload: Upload, acting: ActingAs, rows: list[Row]) -> None:
    if not rows:
        return
    reading = Reading.of(upload, many.Applying.now(acting))
    askings = [reading.asking(row) for row in rows]
    if upload.wants == "send":
        made, refused = many.send_all(acting=acting, askings=askings, notify=upload.notify, declared=True)
    else:
        made, refused = many.make_drafts(acting=acting, askings=askings, notify=upload.notify), []
    by_key = {row.pk: row for row in rows}
    for state in MADE:
        keys = [each.key for each in made if (each.reference is None) is (state is RowState.DRAFTED)]
        upload.rows.filter(pk__in=keys).update(state=state.value)
    if late := [by_key[each.asking.key] for each in refused]:
        keep(late, judge_rows(reading, late))


def _finish(upload: Upload, arrow: str) -> None:
    upload.state = target_of(arrow, upload.stands).value
    upload.work_ended_at = upload.changed_at = clock.now()
    upload.save()
    made = upload.rows.filter(state__in=[RowState.SENT, RowState.DRAFTED]).count()
    record(
        event=ARROWS[arrow].line,
        actor=SYSTEM,
        subject=Subject("upload", str(upload.pk)),
        details={"rows": upload.work_done, "made": made},
    )
    _tell(upload, arrow)


def _tell(upload: Upload, arrow: str) -> None:
    """M53b to whoever waits for it. One letter for all rows."""
    person = upload.declared_by or upload.created_by
    if person.is_active:
        post_letter(
            template="upload_ready",
            recipient=person.email,
            language=person.language,
            values={"link": f"{settings.SOJOURN_BASE_URL}/bulk/{upload.pk}"},
            about=Subject("upload", str(upload.pk)),
            key=f"upload_ready:{upload.pk}:{arrow}:{upload.rounds}",
        )


def _stop(upload_id: UUID, why: str) -> None:
    """The right to go on has ended (a mandate, a membership): what is made stays, the rest is not touched."""
    with together():
        upload = Upload.objects.select_for_update().get(pk=upload_id)
        if not upload.stands.is_being_worked_on:
            return
        upload.trouble = why
        arrow = "done" if upload.stands is UploadState.SENDING else "checked"
        upload.state = target_of(arrow, upload.stands).value
        upload.work_ended_at = upload.changed_at = clock.now()
        upload.save()
        record(
            event="upload.stopped",
            actor=SYSTEM,
            subject=Subject("upload", str(upload.pk)),
            details={"why": why},
        )
