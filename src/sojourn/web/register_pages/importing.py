"""Bringing a table in: the file, what its columns mean, what it would change, and how far it has come."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.files.upload import UploadInMemory
from sojourn.register.exporting import csv_lines, xlsx_file
from sojourn.register.importing import events
from sojourn.register.importing.columns import KIND, OWN, SHARE, question_columns
from sojourn.register.importing.events import Import, ImportState
from sojourn.register.seats import Seat
from sojourn.requests.bulk.cells import masked
from sojourn.requests.bulk.safety import LARGEST_BYTES
from sojourn.web.bulk_pages.words import told as told_of_file
from sojourn.web.employers import form_key
from sojourn.web.form_field import error_rows
from sojourn.web.language import language
from sojourn.web.limits import limited
from sojourn.web.register_pages.opening import register_page, seat_here, shown_acting
from sojourn.web.register_pages.today import number
from sojourn.web.register_pages.words import told

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_OWN_NAMES = {
    "employee_number": _("Employee number"),
    "email": _("E-mail address"),
    "trip_key": _("Trip number"),
    KIND: _("Kind of trip"),
    SHARE: _("Share of working time there, in percent"),
    "purpose": _("Purpose"),
}
_IN_TEMPLATE = (
    "employee_number",
    "worker.given_names",
    "worker.family_name",
    "worker.birth_date",
    "person.nationalities",
    "person.residence",
    "trip_key",
    KIND,
    "activities[0].country",
    "activities[0].start",
    "activities[0].end",
    "question.for_whom",
    "receiver.name",
    "receiver.city",
    "purpose",
)
STATES = {
    ImportState.BROUGHT: _("Say which column is which"),
    ImportState.LOOKED_AT: _("Looked at, nothing taken in yet"),
    ImportState.TAKING_IN: _("Being taken in"),
    ImportState.DONE: _("Done"),
}
COUNTS = {
    "new": _("New"),
    "changed": _("Changed"),
    "unchanged": _("Unchanged"),
    "contradictory": _("Contradictory, left out"),
}
_PROBLEMS = {
    "column_unknown": _("Choose what this column means."),
    "column_twice": _("Two columns cannot mean the same. Change one of them."),
    "column_needed": _("Choose the column with the family name or the employee number."),
    "date_order_missing": _("Choose whether the day or the month comes first."),
    "which_person": _("Several people have this name and birth date. Add the employee number."),
    "person_not_clear": _("Add the employee number or the birth date, so that the person is clear."),
    "trip_key_twice": _("The same trip number stands in an earlier row."),
    "trip_of_another": _("This trip number belongs to a trip of somebody else."),
    "trip_was_cancelled": _("The trip was cancelled in the register."),
}


@csrf_exempt
def import_start(request: HttpRequest) -> HttpResponse:
    """Bring a table. Sets the limit of the upload before anything of it is read."""
    request.upload_handlers = [UploadInMemory(request, LARGEST_BYTES + 1)]
    return _start(request)


@csrf_protect
@register_page
@limited("bulk")
@require_http_methods(["GET", "HEAD", "POST"])
def _start(request: HttpRequest) -> HttpResponse:
    seat = _seat(request)
    error = ""
    if request.method == "POST":
        try:
            row = _received(request, seat)
        except InvalidInput as refused:
            error = told_of_file(refused.problems[0])
        else:
            return redirect("register_import", import_id=row.pk)
    field = {
        "name": "file",
        "kind": "file",
        "label": gettext("Table with one row for each trip"),
        "hint": gettext("XLSX, CSV or Parquet, up to %(largest)s MB and %(rows)s rows")
        % {"largest": LARGEST_BYTES // 1024 // 1024, "rows": number(events.MOST_ROWS)},
        "accept": ".xlsx,.csv,.tsv,.txt,.parquet",
        "error": error,
    }
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "field": field,
        "errors": error_rows([field]),
        "key": form_key({}),
        "earlier": [
            {
                "id": each.pk,
                "name": each.file_name,
                "at": each.created_at.date(),
                "state": STATES[each.stands],
            }
            for each in events.imports_for(seat)[:20]
        ],
    }
    return render(request, "register/import.html", context, status=400 if error else 200)


def _seat(request: HttpRequest) -> Seat:
    seat = seat_here(request)
    if not seat.may_manage:
        raise NotAllowed("not_allowed")
    return seat


def _received(request: HttpRequest, seat: Seat) -> Import:
    given: Any = request.FILES.get("file")
    if given is None:
        raise InvalidInput([Problem("file", "file_missing")])
    if given.size > LARGEST_BYTES:
        raise InvalidInput([Problem("file", "file_too_large", {"largest": LARGEST_BYTES // 1024 // 1024})])
    return events.bring(seat=seat, data=given.read(), name=given.name or "", key=form_key(request.POST))


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """One table: its columns, then what it would change, then how far it was taken in."""
    seat = _seat(request)
    row = events.import_for(seat, import_id)
    if request.method == "POST":
        return _posted(request, seat, row)
    if row.stands is ImportState.BROUGHT or request.GET.get("columns"):
        return _columns(request, seat, row, list(row.mapping), {})
    return _result(request, seat, row)


def _posted(request: HttpRequest, seat: Seat, row: Import) -> HttpResponse:
    try:
        if request.POST.get("act") == "take":
            events.begin_taking_in(seat=seat, import_id=row.pk)
            return redirect("register_import", import_id=row.pk)
        mapping = [request.POST.get(f"column-{at}", "")[:80] for at in range(len(row.header))]
        events.look_at(
            seat=seat, import_id=row.pk, mapping=mapping, date_order=request.POST.get("date_order", "")
        )
    except InvalidInput as refused:
        errors = {
            each.field: str(_PROBLEMS.get(each.code, _PROBLEMS["column_unknown"]))
            for each in refused.problems
        }
        return _columns(request, seat, row, mapping, errors)
    except WrongState:
        messages.error(request, gettext("This table is being taken in already."))
    return redirect("register_import", import_id=row.pk)


def _columns(
    request: HttpRequest, seat: Seat, row: Import, mapping: list[str], errors: dict[str, str]
) -> HttpResponse:
    options = [{"value": name, "label": _meaning(name)} for name in (*OWN, *question_columns())]
    fields: list[dict[str, Any]] = [
        {
            "name": f"column-{at}",
            "kind": "select",
            "label": name or gettext("Column %(number)d") % {"number": at + 1},
            "hint": ", ".join(masked(cells[at]) for cells in row.sample if at < len(cells) and cells[at]),
            "placeholder_option": gettext("Not needed"),
            "options": options,
            "value": mapping[at] if at < len(mapping) else "",
            "error": errors.get(f"column-{at}", ""),
        }
        for at, name in enumerate(row.header)
    ]
    if "date_order" in errors or row.date_order:
        fields.append(
            {
                "name": "date_order",
                "kind": "radios",
                "label": gettext("What comes first in days like %(day)s?") % {"day": "3/4/2027"},
                "options": [
                    {"value": "dmy", "label": gettext("The day")},
                    {"value": "mdy", "label": gettext("The month")},
                ],
                "value": row.date_order,
                "error": errors.get("date_order", ""),
            }
        )
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "row": row,
        "fields": fields,
        "errors": error_rows(fields),
    }
    return render(request, "register/import_columns.html", context, status=400 if errors else 200)


def _meaning(name: str) -> str:
    if name in _OWN_NAMES:
        return str(_OWN_NAMES[name])
    return question_columns()[name].label(language())


def _result(request: HttpRequest, seat: Seat, row: Import) -> HttpResponse:
    counts = row.counts
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "row": row,
        "state": str(STATES[row.stands]),
        "waiting": row.stands is ImportState.LOOKED_AT,
        "working": row.stands is ImportState.TAKING_IN,
        "to_take": counts.get("new", 0) + counts.get("changed", 0),
        "rows": [{"key": str(COUNTS[name]), "value": number(counts.get(name, 0))} for name in COUNTS],
        "progress": gettext("%(done)s of %(all)s rows")
        % {"done": number(row.work_done), "all": number(row.rows_in_file)},
        "odd_columns": [
            {"label": gettext("Row")},
            {"label": gettext("Traveller")},
            {"label": gettext("Why")},
        ],
        "odd": [
            {
                "cells": [
                    {"text": str(each["row"])},
                    {"text": each["who"]},
                    {"text": " ".join(_odd_words(field, code) for field, code in each["problems"])},
                ]
            }
            for each in row.odd[:100]
        ],
    }
    return render(request, "register/import_result.html", context)


def _odd_words(field: str, code: str) -> str:
    if code in _PROBLEMS:
        return str(_PROBLEMS[code])
    return told(Problem(field, code, {"limit": "", "first": "", "last": ""}))


@register_page
@require_safe
def import_template(request: HttpRequest, ending: str) -> HttpResponse:
    """An empty table with the columns that most registers need."""
    _seat(request)
    if ending not in _TYPES:
        raise Http404
    head = [_meaning(name) for name in _IN_TEMPLATE]
    made = xlsx_file(head, []) if ending == "xlsx" else b"".join(csv_lines(head, []))
    response = HttpResponse(made, content_type=_TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="sojourn-trips.{ending}"'
    return response
