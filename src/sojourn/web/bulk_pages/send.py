"""Sending what is ready, or making drafts; and the file of what became of each row."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.core.errors import InvalidInput, Problem
from sojourn.parties.acting import ActingAs
from sojourn.requests.bulk import events, looking
from sojourn.requests.bulk.access import Upload
from sojourn.requests.bulk.states import RowState
from sojourn.requests.bulk.template import csv_file
from sojourn.requests.many import made_of
from sojourn.requests.texts import state_words
from sojourn.web.applicant import applicant_page
from sojourn.web.bulk_pages.opening import opened_upload
from sojourn.web.bulk_pages.words import ROW_STATES, WAYS, finding_text, told
from sojourn.web.employers import is_acting, switched_elsewhere
from sojourn.web.institution_words import institution_name
from sojourn.web.language import language


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def send_page(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """How many go where, one declaration for all; posted, the worker begins."""
    acting, upload = opened_upload(request, upload_id)
    if not upload.stands.may_be_mended:
        return redirect("bulk_upload", upload_id=upload.pk)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        if not is_acting(request, acting):
            return switched_elsewhere(request, acting)
        wants = "drafts" if request.POST.get("wants") == "drafts" else "send"
        try:
            events.begin_making(
                acting=acting,
                upload_id=upload.pk,
                wants=wants,
                declared=request.POST.get("declared") == "yes",
                notify=request.POST.get("notify") == "yes",
            )
        except InvalidInput as refused:
            problems = refused.problems
        else:
            return redirect("bulk_upload", upload_id=upload.pk)
    return _drawn(request, acting, upload, problems)


def _drawn(
    request: HttpRequest, acting: ActingAs, upload: Upload, problems: tuple[Problem, ...]
) -> HttpResponse:
    found = looking.sendings_of(upload)
    rest = [RowState.TO_MEND, RowState.ASKED, RowState.NO_CERTIFICATE, RowState.LEFT_OUT]
    wrong = {problem.field: told(problem) for problem in problems}
    context: dict[str, Any] = {
        "acting": acting,
        "upload": upload,
        "ready": found.ready,
        "institutions": [
            {"name": institution_name(each, language()), "count": count}
            for each, count in found.by_institution
        ],
        "ways": [{"words": WAYS[way], "count": count} for way, count in found.by_way],
        "rest": [
            {"words": ROW_STATES[state], "count": found.others[state.value]}
            for state in rest
            if found.others[state.value]
        ],
        "drafts": sum(found.others[each.value] for each in events.TO_DRAFT),
        "may_send": acting.may_hand_in("first"),
        "declared_error": wrong.get("declared", ""),
        "errors": [
            {"text": text, "target": "declared" if field == "declared" else ""}
            for field, text in wrong.items()
        ],
    }
    return render(request, "bulk/send.html", context, status=400 if problems else 200)


@applicant_page
@require_safe
def results_file(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """What became of each row: state, reference, and what is wrong with those that were not made."""
    acting, upload = opened_upload(request, upload_id)
    rows = looking.results_of(upload)
    made = made_of(acting, [row.pk for row in rows if row.stands.is_made])
    told_of = looking.findings_of(upload)
    table = [
        [
            gettext("Row"),
            gettext("What became of it"),
            gettext("Reference"),
            gettext("Request"),
            gettext("To mend"),
        ]
    ]
    for row in rows:
        one = made.get(row.pk)
        table.append(
            [
                str(row.number),
                str(ROW_STATES[row.stands]),
                (one.reference or "") if one else "",
                state_words(one.state, language()) if one else "",
                ""
                if row.stands.is_made
                else " ".join(finding_text(each) for each in told_of.get(row.pk, ())),
            ]
        )
    response = HttpResponse(csv_file(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="sojourn-results.csv"'
    return response
