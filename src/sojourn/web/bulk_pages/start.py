"""The template, the file, and what was uploaded before."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.files.upload import UploadInMemory
from sojourn.requests.bulk import events
from sojourn.requests.bulk.access import Upload, uploads_for
from sojourn.requests.bulk.columns import columns_of_template
from sojourn.requests.bulk.looking import counts_of
from sojourn.requests.bulk.safety import LARGEST_BYTES
from sojourn.requests.bulk.states import UploadState
from sojourn.requests.bulk.template import csv_template, xlsx_template
from sojourn.requests.countries import country_options
from sojourn.requests.many import Applying
from sojourn.web.applicant import applicant_page
from sojourn.web.bulk_pages.opening import acting_for_many, opened_upload
from sojourn.web.bulk_pages.words import UPLOAD_STATES, told
from sojourn.web.employers import form_key, is_acting, switched_elsewhere
from sojourn.web.form_field import error_rows
from sojourn.web.language import language
from sojourn.web.limits import limited

_SHOWN = 20
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@csrf_exempt
def bulk(request: HttpRequest) -> HttpResponse:
    """Many people at once. Sets the limit of the upload before anything of it is read."""
    request.upload_handlers = [UploadInMemory(request, LARGEST_BYTES + 1)]
    return _bulk(request)


@csrf_protect
@applicant_page
@limited("bulk")
@require_http_methods(["GET", "HEAD", "POST"])
def _bulk(request: HttpRequest) -> HttpResponse:
    try:
        acting = acting_for_many(request)
    except NotAllowed:
        return render(request, "bulk/for_employers.html", status=200 if request.method == "GET" else 404)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        if not is_acting(request, acting):
            return switched_elsewhere(request, acting)
        try:
            upload = _received(request, acting)
        except InvalidInput as refused:
            problems = refused.problems
        else:
            return redirect("bulk_columns", upload_id=upload.pk)
    fields = [_file_field(problems)]
    context = {
        "acting": acting,
        "fields": fields,
        "errors": error_rows(fields),
        "template_fields": [_host_field(request.GET.get("host", ""))],
        "host": request.GET.get("host", ""),
        "key": form_key({}),
        "may_request": acting.may_request("first"),
        "uploads": [_line(upload) for upload in uploads_for(acting)[:_SHOWN]],
    }
    return render(request, "bulk/start.html", context, status=400 if problems else 200)


def _received(request: HttpRequest, acting: Any) -> Upload:
    given: Any = request.FILES.get("file")
    if given is None:
        raise InvalidInput([Problem("file", "file_missing")])
    if given.size > LARGEST_BYTES:
        raise InvalidInput([Problem("file", "file_too_large", {"largest": LARGEST_BYTES // 1024 // 1024})])
    return events.receive_file(
        acting=acting, data=given.read(), name=given.name or "", key=form_key(request.POST)
    )


def _file_field(problems: tuple[Problem, ...]) -> dict[str, Any]:
    return {
        "name": "file",
        "kind": "file",
        "label": gettext("Table with one row for each person"),
        "hint": gettext("XLSX, CSV or Parquet, up to %(largest)s MB and %(rows)s rows")
        % {"largest": LARGEST_BYTES // 1024 // 1024, "rows": "20,000" if language() == "en" else "20 000"},
        "accept": ".xlsx,.csv,.tsv,.txt,.parquet",
        "error": told(problems[0]) if problems else "",
    }


def _host_field(host: str) -> dict[str, Any]:
    return {
        "name": "host",
        "kind": "select",
        "label": gettext("Country of the work abroad"),
        "hint": gettext("The template then has the columns that this country needs."),
        "optional": True,
        "placeholder_option": gettext("Several countries"),
        "value": host,
        "options": [{"value": code, "label": name} for code, name in country_options(language())],
    }


def _line(upload: Upload) -> dict[str, Any]:
    counts = counts_of(upload)
    return {
        "id": upload.pk,
        "name": upload.file_name,
        "at": upload.created_at,
        "rows": upload.rows_in_file,
        "state": UPLOAD_STATES[upload.stands],
        "made": counts["sent"] + counts["drafted"],
        "to_mend": counts["to_mend"],
        "gone": upload.stands is UploadState.ABANDONED,
    }


@applicant_page
@require_safe
def template_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The template as a workbook or as CSV, for the country asked for."""
    acting = acting_for_many(request)
    if ending not in _TYPES:
        raise Http404
    host = request.GET.get("host", "")
    if host not in dict(country_options("en")):
        host = ""
    known = Applying.now(acting).known
    columns = columns_of_template(known, host)
    home = str(known.get("employers[0].seat", ""))
    made = csv_template(columns) if ending == "csv" else xlsx_template(columns, language(), home, host)
    response = HttpResponse(made, content_type=_TYPES[ending])
    name = f"sojourn-{host.lower() or 'people'}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def abandon_page(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Give an upload up."""
    acting, upload = opened_upload(request, upload_id)
    if request.method == "POST":
        try:
            events.abandon(acting=acting, upload_id=upload.pk)
        except WrongState:
            return redirect("bulk_upload", upload_id=upload.pk)
        messages.success(request, gettext("The upload was given up. Its rows are deleted; nothing was sent."))
        return redirect("bulk")
    return render(request, "bulk/abandon.html", {"acting": acting, "upload": upload})
