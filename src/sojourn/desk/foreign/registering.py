"""Registering a certificate from abroad: drop the file, compare what was read, register."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.casework.checks.findings import Finding
from sojourn.casework.foreign.access import DraftView, country_of, draft_for
from sojourn.casework.foreign.events import begin_registration, drop_draft, judge_items, register
from sojourn.casework.foreign.texts import finding_words, problem_words, refusal_words
from sojourn.core.errors import InvalidInput, WrongState
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.foreign.item_fields import given_items, item_fields, item_rows
from sojourn.files.media import LARGEST_BYTES
from sojourn.files.upload import UploadInMemory
from sojourn.parties.acting import ActingAs

ACCEPT = ".pdf,.jpg,.jpeg,.png"
_DATES = ("start", "end", "birth_date")


@csrf_exempt
def new(request: HttpRequest) -> HttpResponse:
    """Drop the file, or go on by hand. Sets the limit of the upload before anything of it is read."""
    request.upload_handlers = [UploadInMemory(request, LARGEST_BYTES + 1)]
    return _new(request)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def _new(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    country_of(acting)
    if request.method != "POST":
        return _drop_page(request, acting, "")
    given = request.FILES.get("file")
    if given is None and not request.POST.get("by_hand"):
        return _drop_page(request, acting, problem_words("file_missing", {}))
    try:
        draft_id = begin_registration(acting=acting, data=given.read() if given else None)
    except InvalidInput as error:
        return _drop_page(request, acting, problem_words(error.problems[0].code, error.problems[0].params))
    except WrongState as refusal:
        messages.warning(request, refusal_words(refusal.code, refusal.params))
        if "reference" in refusal.params:
            return redirect("desk:foreign_record", reference=refusal.params["reference"])
        return redirect("desk:foreign_new")
    return redirect("desk:foreign_draft", draft_id=draft_id)


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def draft(request: HttpRequest, acting: ActingAs, draft_id: UUID) -> HttpResponse:
    """What was read, to compare with the paper; and registering it."""
    view = draft_for(acting, draft_id)
    if request.method != "POST":
        return _compare_page(request, acting, view, view.fields, {}, _findings(acting, view, view.fields))
    given = given_items(request)
    said: dict[str, str] = {}
    findings: tuple[Finding, ...] = ()
    try:
        findings = judge_items(acting=acting, draft_id=draft_id, given=given)
        reference = register(
            acting=acting, draft_id=draft_id, given=given, in_spite=bool(request.POST.get("in_spite"))
        )
    except InvalidInput as error:
        said = {each.field: problem_words(each.code, each.params) for each in error.problems}
        fields = view.fields if view.is_verified else given
        return _compare_page(request, acting, view, fields, said, findings)
    messages.success(request, _("Registered."))
    return redirect("desk:foreign_record", reference=reference)


@require_POST
@officers_only
def drop(request: HttpRequest, acting: ActingAs, draft_id: UUID) -> HttpResponse:
    """Let go of what was begun."""
    drop_draft(acting=acting, draft_id=draft_id)
    messages.info(request, _("Nothing was registered. The file was deleted."))
    return redirect("desk:foreign")


def _findings(acting: ActingAs, view: DraftView, fields: Mapping[str, str]) -> tuple[Finding, ...]:
    """What the checks find in items that are whole already; nothing while some are missing."""
    try:
        return judge_items(acting=acting, draft_id=view.id, given=fields)
    except InvalidInput:
        return ()


def _drop_page(request: HttpRequest, acting: ActingAs, error: str) -> HttpResponse:
    field = {
        "name": "file",
        "kind": "file",
        "label": _("Certificate as PDF, JPG or PNG"),
        "hint": _("Up to %(limit)d MB. Choose it, or drop it here.")
        % {"limit": LARGEST_BYTES // 1024 // 1024},
        "accept": ACCEPT,
        "error": error,
    }
    context = {"field": field, "errors": [{"text": error, "target": "file"}] if error else []}
    return draw(request, acting, "desk/foreign/new.html", context, status=422 if error else 200)


def _compare_page(
    request: HttpRequest,
    acting: ActingAs,
    view: DraftView,
    fields: Mapping[str, str],
    said: Mapping[str, str],
    findings: tuple[Finding, ...],
) -> HttpResponse:
    hinders = any(each.hinders for each in findings)
    in_spite = {
        "name": "in_spite",
        "kind": "checkbox",
        "label": _("I have read what contradicts, and register it all the same"),
        "value": bool(request.POST.get("in_spite")),
        "error": said.get("in_spite", ""),
    }
    context = {
        "draft": view,
        "rows": item_rows(view.fields) if view.is_verified else [],
        "fields": []
        if view.is_verified
        else item_fields(request, fields, view.read, said, country_of(acting)),
        "in_spite": in_spite if hinders else None,
        "findings": [{"words": finding_words(each), "hinders": each.hinders} for each in findings],
        "errors": [{"text": text, "target": _target(name)} for name, text in said.items()],
    }
    return draw(request, acting, "desk/foreign/compare.html", context, status=422 if said else 200)


def _target(name: str) -> str:
    return f"{name}-day" if name in _DATES else name
