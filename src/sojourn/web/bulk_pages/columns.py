"""Which column is which: a guess with three values, masked, to be confirmed or changed."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.requests.bulk import events
from sojourn.requests.bulk.access import Upload, content_of
from sojourn.requests.bulk.apart import read_apart
from sojourn.requests.bulk.cells import day_text, masked, order_is_open, order_shown
from sojourn.requests.bulk.columns import Column, columns_for
from sojourn.requests.bulk.states import UploadState
from sojourn.requests.bulk.tables import Table
from sojourn.requests.many import Applying
from sojourn.requests.texts import day_words
from sojourn.requests.typed_dates import day_typed
from sojourn.web.applicant import applicant_page
from sojourn.web.bulk_pages.opening import opened_upload
from sojourn.web.bulk_pages.words import told
from sojourn.web.form_field import error_rows
from sojourn.web.language import language

_SAMPLES, _READ = 3, 5


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def columns_page(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """What each column of the file means; which sheet, and which order of days, where that is open."""
    acting, upload = opened_upload(request, upload_id)
    if upload.stands not in (UploadState.UPLOADED, UploadState.CHECKED):
        return redirect("bulk_upload", upload_id=upload.pk)
    problems: tuple[Problem, ...] = ()
    chosen, order = list(upload.mapping), upload.date_order
    if request.method == "POST":
        try:
            if "sheet" in request.POST:
                events.choose_sheet(acting=acting, upload_id=upload.pk, sheet=request.POST["sheet"])
                return redirect("bulk_columns", upload_id=upload.pk)
            chosen = [request.POST.get(f"column-{at}", "") for at in range(len(upload.header))]
            order = request.POST.get("date_order", "")
            events.choose_columns(acting=acting, upload_id=upload.pk, mapping=chosen, date_order=order)
        except InvalidInput as refused:
            problems = refused.problems
        except WrongState:
            return redirect("bulk_upload", upload_id=upload.pk)
        else:
            return redirect("bulk_upload", upload_id=upload.pk)
    columns = columns_for(Applying.now(acting).known)
    if not upload.sheet and len(upload.sheets) > 1:
        return _sheet_page(request, acting, upload, problems)
    table = read_apart(content_of(upload), upload.media, upload.sheet)
    return _drawn(request, acting, upload, table, columns, chosen, order, problems)


def _sheet_page(
    request: HttpRequest, acting: Any, upload: Upload, problems: tuple[Problem, ...]
) -> HttpResponse:
    field = {
        "name": "sheet",
        "kind": "radios",
        "label": gettext("Which sheet holds the people?"),
        "page_heading": True,
        "options": [{"value": name, "label": name} for name in upload.sheets],
        "error": told(problems[0]) if problems else "",
    }
    context = {"acting": acting, "upload": upload, "field": field, "errors": error_rows([field])}
    return render(request, "bulk/sheet.html", context, status=400 if problems else 200)


def _drawn(
    request: HttpRequest,
    acting: Any,
    upload: Upload,
    table: Table,
    columns: dict[str, Column],
    chosen: list[str],
    order: str,
    problems: tuple[Problem, ...],
) -> HttpResponse:
    errors = {problem.field: told(problem) for problem in reversed(problems)}
    groups = _groups(columns)
    fields = [
        {
            "name": f"column-{at}",
            "at": at,
            "head": name or gettext("Column %(number)d") % {"number": at + 1},
            "chosen": chosen[at] if at < len(chosen) else "",
            "samples": _samples(table, at),
            "error": errors.get(f"column-{at}", ""),
        }
        for at, name in enumerate(upload.header)
    ]
    order_field = _order_field(table, columns, chosen, order, errors.get("date_order", ""))
    summary = [
        {"text": told(problem), "target": "column-0" if problem.field == "columns" else problem.field}
        for problem in problems
    ]
    context = {
        "acting": acting,
        "upload": upload,
        "fields": fields,
        "groups": groups,
        "order": order_field,
        "errors": summary,
        "again": upload.stands is UploadState.CHECKED,
        "back": reverse("bulk"),
    }
    return render(request, "bulk/columns.html", context, status=400 if problems else 200)


def _groups(columns: dict[str, Column]) -> list[dict[str, Any]]:
    """The questions by the page of the form on which they stand."""
    titles: dict[str | None, list[dict[str, str]]] = {}
    for column in columns.values():
        matter = column.fact.matter_for(Applicant.EMPLOYER)
        titles.setdefault(matter, []).append({"value": column.id, "label": column.label(language())})
    words = load_facts().matters
    return [
        {"heading": words[matter].title.get(language(), words[matter].title["en"]), "options": options}
        for matter, options in titles.items()
        if matter
    ]


def _samples(table: Table, at: int) -> list[str]:
    filled = [cells[at] for _, cells in table.rows if at < len(cells) and cells[at]]
    return [masked(text) for text in list(dict.fromkeys(filled))[:_SAMPLES]]


def _order_field(
    table: Table, columns: dict[str, Column], chosen: list[str], order: str, error: str
) -> dict[str, Any] | None:
    """The question which comes first, where days can be read in two ways and none of them shows it."""
    texts = [
        cells[at]
        for at, meant in enumerate(chosen)
        if meant in columns
        for _, cells in table.rows
        if order_is_open(columns[meant], [cells[at]])
    ]
    if not texts:
        return None
    shown = order or order_shown([cell for _, cells in table.rows for cell in cells])
    return {
        "name": "date_order",
        "kind": "radios",
        "label": gettext("What comes first in days like %(day)s?") % {"day": texts[0]},
        "value": shown,
        "error": error,
        "options": [
            {"value": "dmy", "label": gettext("The day"), "hint": _read_as(texts, "dmy")},
            {"value": "mdy", "label": gettext("The month"), "hint": _read_as(texts, "mdy")},
        ],
    }


def _read_as(texts: list[str], order: str) -> str:
    """How the first few days would be read."""
    found = [day_typed(day_text(text, order)) for text in list(dict.fromkeys(texts))[:_READ]]
    return " · ".join(day_words(day, language()) for day in found if isinstance(day, date))
