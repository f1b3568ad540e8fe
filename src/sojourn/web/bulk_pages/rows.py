"""The rows of an upload: how many stand where, what is to be mended, and how far the worker is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.core.errors import InvalidInput, WrongState
from sojourn.engine.lawbook.facts import FactType
from sojourn.parties.acting import ActingAs
from sojourn.requests.bulk import events, looking, mending
from sojourn.requests.bulk.access import Row, RowFinding, Upload
from sojourn.requests.bulk.columns import Column, columns_for
from sojourn.requests.bulk.states import MADE, RowState, UploadState
from sojourn.requests.countries import country_name
from sojourn.requests.many import Applying, made_of
from sojourn.requests.texts import day_words
from sojourn.web.applicant import applicant_page
from sojourn.web.bulk_pages.opening import opened_upload
from sojourn.web.bulk_pages.words import ROW_STATES, UPLOAD_STATES, finding_text, told
from sojourn.web.language import language

_FILTERS = (
    RowState.TO_MEND,
    RowState.READY,
    RowState.ASKED,
    RowState.NO_CERTIFICATE,
    RowState.LEFT_OUT,
    RowState.DRAFTED,
    RowState.SENT,
)


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def upload_page(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The rows that stand in one state, twenty on a page; posted, what was typed is kept and looked at anew."""
    acting, upload = opened_upload(request, upload_id)
    if upload.stands is UploadState.UPLOADED:
        return redirect("bulk_columns", upload_id=upload.pk)
    if upload.stands.is_being_worked_on:
        return _working(request, acting, upload)
    if request.headers.get("HX-Request"):
        # The page of the work in hand asks how far it is: it is done.
        return HttpResponse(headers={"HX-Redirect": reverse("bulk_upload", args=[upload.pk])})
    conflicts: list[mending.Conflict] = []
    if request.method == "POST":
        leave = request.POST.get("leave_out", "")
        try:
            conflicts = mending.mend_rows(acting=acting, upload_id=upload.pk, mends=_mends(request))
            if leave:
                events.leave_out(acting=acting, upload_id=upload.pk, row_id=UUID(leave))
        except (WrongState, ValueError):
            return redirect("bulk_upload", upload_id=upload.pk)
        if not conflicts:
            return HttpResponseRedirect(_next_page(request, upload))
    return _rows(request, acting, upload, {each.row_id: each for each in conflicts})


def _next_page(request: HttpRequest, upload: Upload) -> str:
    """Here again: rows that were mended have gone from the filter, and the next ones have moved up."""
    address = reverse("bulk_upload", args=[upload.pk])
    state = request.POST.get("state", "")
    page = request.POST.get("page", "1")
    kept = f"?state={state}" if state in RowState else "?"
    return f"{address}{kept}&page={page}&mended" if page.isdecimal() else f"{address}{kept}"


def _mends(request: HttpRequest) -> list[mending.RowMend]:
    """What was posted, by row: c-<row>-<column> for cells, r-<row>-<code> for reasons, v-<row> for the version."""
    cells: dict[str, dict[str, str]] = {}
    reasons: dict[str, dict[str, str]] = {}
    for name, text in request.POST.items():
        kind, _, rest = name.partition("-")
        row, _, what = rest.partition("-")
        if kind in ("c", "r") and what:
            (cells if kind == "c" else reasons).setdefault(row, {})[what] = str(text)
    found = []
    for row in {**cells, **reasons}:
        version = request.POST.get(f"v-{row}", "")
        if version.isdecimal():
            found.append(mending.RowMend(UUID(row), int(version), cells.get(row, {}), reasons.get(row, {})))
    return found


def _working(request: HttpRequest, acting: ActingAs, upload: Upload) -> HttpResponse:
    progress = looking.progress_of(upload)
    share = round(100 * progress.done / progress.total) if progress.total else 0
    context = {
        "acting": acting,
        "upload": upload,
        "state": UPLOAD_STATES[upload.stands],
        "progress": progress,
        "share": min(100, share),
        "rate": round(progress.rate),
        "remaining": _duration(progress.remaining.total_seconds()) if progress.remaining else "",
    }
    return render(request, "bulk/working.html", context)


def _duration(seconds: float) -> str:
    if seconds < 60:
        return ngettext("about %(count)d second", "about %(count)d seconds", round(seconds) or 1) % {
            "count": round(seconds) or 1
        }
    minutes = round(seconds / 60)
    return ngettext("about %(count)d minute", "about %(count)d minutes", minutes) % {"count": minutes}


def _rows(
    request: HttpRequest, acting: ActingAs, upload: Upload, conflicts: dict[UUID, mending.Conflict]
) -> HttpResponse:
    counts = looking.counts_of(upload)
    state = request.POST.get("state") or request.GET.get("state") or _first_state(counts)
    state = state if state in RowState else ""
    page = request.POST.get("page") or request.GET.get("page", "1")
    found = looking.rows_page(upload, state, int(page) if page.isdecimal() and len(page) < 7 else 1)
    columns = columns_for(Applying.now(acting).known)
    may_change = upload.stands.may_be_mended and acting.may_request("first")
    made = made_of(acting, [row.pk for row in found.rows if row.stands.is_made])
    lines = [
        _line(row, found.findings.get(row.pk, ()), columns, conflicts.get(row.pk), made.get(row.pk))
        for row in found.rows
    ]
    address = reverse("bulk_upload", args=[upload.pk])
    context = {
        "acting": acting,
        "upload": upload,
        "upload_state": UPLOAD_STATES[upload.stands],
        "counts": counts,
        "filters": [
            {
                "state": each.value,
                "words": ROW_STATES[each],
                "count": counts[each.value],
                "url": f"{address}?state={each.value}",
                "chosen": each.value == state,
            }
            for each in _FILTERS
            if counts[each.value] or each.value == state
        ],
        "state": state,
        "page": found,
        "previous": f"{address}?state={state}&page={found.number - 1}" if found.number > 1 else "",
        "following": f"{address}?state={state}&page={found.number + 1}" if found.number < found.pages else "",
        "lines": lines,
        "may_change": may_change,
        "mending": may_change and any(line["fields"] for line in lines),
        "alike": [_alike(each, columns) for each in looking.alike_groups(upload)] if may_change else [],
        "conflicts": bool(conflicts),
        "errors": [
            {"text": line["conflict"], "target": line["fields"][0]["id"] if line["fields"] else ""}
            for line in lines
            if line["conflict"]
        ],
        "trouble": upload.trouble,
        "made": counts["sent"] + counts["drafted"],
        "open": sum(counts[each.value] for each in (RowState.READY, RowState.TO_MEND, RowState.ASKED)),
    }
    return render(request, "bulk/upload.html", context)


def _first_state(counts: dict[str, int]) -> str:
    return next((each.value for each in _FILTERS if counts[each.value]), "")


def _line(
    row: Row,
    findings: tuple[RowFinding, ...],
    columns: dict[str, Column],
    conflict: mending.Conflict | None,
    made: Any,
) -> dict[str, Any]:
    typed = row.typed
    who = " ".join(filter(None, (typed.get("worker.given_names"), typed.get("worker.family_name"))))
    open_row = row.stands not in (*MADE, RowState.LEFT_OUT)
    return {
        "id": row.pk.hex,
        "row_id": str(row.pk),
        "number": row.number,
        "who": who,
        "where": country_name(row.host, language()) if row.host else typed.get("activities[0].country", ""),
        "from": day_words(row.period_start, language()) if row.period_start else "",
        "until": day_words(row.period_end, language()) if row.period_end else "",
        "state": ROW_STATES[row.stands],
        "code": row.state,
        "version": row.version,
        "fields": _fields(row, findings, columns) if open_row else [],
        "told": [
            finding_text(each) for each in findings if _column_of(each, columns) is None and each.hinders
        ],
        "open": open_row,
        "made": made,
        "conflict": _conflict_text(conflict, row, columns) if conflict else "",
    }


def _conflict_text(conflict: mending.Conflict, row: Row, columns: dict[str, Column]) -> str:
    """M42."""
    name = next(iter(conflict.theirs), "")
    return gettext(
        "Row %(row)d: %(name)s changed this meanwhile. It now says “%(theirs)s” (%(what)s). To use your words instead,"
        " enter them again and save."
    ) % {
        "row": row.number,
        "name": conflict.by or gettext("somebody else"),
        "theirs": conflict.theirs.get(name, ""),
        "what": columns[name].label(language()) if name in columns else "",
    }


def _fields(row: Row, findings: tuple[RowFinding, ...], columns: dict[str, Column]) -> list[dict[str, Any]]:
    """One box for each cell that has a finding, with its message; for a warning a box for the reason as well."""
    fields: dict[str, dict[str, Any]] = {}
    for finding in findings:
        column = _column_of(finding, columns)
        if column is not None and column.id not in fields:
            fields[column.id] = _cell_field(row, column, finding)
        if not finding.hinders:
            name = f"r-{row.pk.hex}-{finding.code}"
            fields[name] = {
                "name": name,
                "id": name,
                "label": gettext("Or say why it is right"),
                "hint": finding_text(finding),
                "value": row.reasons.get(finding.code, ""),
                "optional": True,
                "rows": 2,
            }
    return list(fields.values())


def _cell_field(row: Row, column: Column, finding: RowFinding) -> dict[str, Any]:
    name = f"c-{row.pk.hex}-{column.id}"
    return {
        "name": name,
        "id": f"c-{row.pk.hex}-{column.fact.slug}-{max(column.row, 0)}{column.part}",
        "label": column.label(language()),
        "error": finding_text(finding),
        **_box(column, row.typed.get(column.id, "")),
    }


def _box(column: Column, value: str) -> dict[str, Any]:
    """A list where there are choices, and a line of text else. What was typed stays what it is."""
    choices: list[dict[str, str]] = []
    if column.type is FactType.YES_NO:
        choices = [{"value": "yes", "label": gettext("Yes")}, {"value": "no", "label": gettext("No")}]
    elif column.type is FactType.CHOICE:
        options = column.option_words(language())
        choices = [{"value": code, "label": words} for code, words in options.items()]
    if not choices:
        return {"kind": "text", "value": value}
    if value and value not in {each["value"] for each in choices}:
        choices.insert(0, {"value": value, "label": value})
    return {"kind": "select", "value": value, "options": choices}


def _column_of(finding: RowFinding, columns: dict[str, Column]) -> Column | None:
    """The column in which the finding is mended; None for what no column of the file answers."""
    for name in (finding.field, finding.fact):
        if name in columns:
            return columns[name]
    return next(
        (
            column
            for name, column in columns.items()
            if finding.field.startswith(f"{name}.") or (column.part and column.fact.id == finding.fact)
        ),
        None,
    )


def _alike(group: looking.Alike, columns: dict[str, Column]) -> dict[str, Any]:
    column = _column_of(group.finding, columns)
    value = group.example.typed.get(column.id, "") if column and group.typed_index and group.hinders else ""
    key = f"alike-{group.finding.pk}"
    field = {
        "name": "text",
        "id": key,
        "label": column.label(language()) if column and group.hinders else gettext("Why it is right"),
        **(_box(column, value) if column and group.hinders else {"kind": "text", "value": ""}),
    }
    return {
        "title": ngettext("%(count)d row", "%(count)d rows", group.count) % {"count": group.count},
        "text": finding_text(group.finding),
        "value": value,
        "fact": group.fact,
        "code": group.code,
        "typed": group.typed_index,
        "column": column.id if column and group.hinders else "",
        "field": field,
        "can": column is not None or not group.hinders,
    }


@applicant_page
@require_POST
def mend_alike_page(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """One change for all rows with the same finding."""
    acting, upload = opened_upload(request, upload_id)
    posted = {name: request.POST.get(name, "")[:200] for name in ("fact", "code", "typed_index", "column")}
    try:
        mending.mend_alike(acting=acting, upload_id=upload.pk, text=request.POST.get("text", ""), **posted)
    except InvalidInput as refused:
        messages.error(request, told(refused.problems[0]))
    except WrongState:
        pass
    return redirect("bulk_upload", upload_id=upload.pk)
