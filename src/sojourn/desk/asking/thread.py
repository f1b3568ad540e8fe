"""The messages of a case: read, answered; and the files that came."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.casework.access import handle_of
from sojourn.casework.asking.access import conversation_of_officer, file_of_officer
from sojourn.casework.asking.attachments import ACCEPT, MOST_AT_ONCE, Upload
from sojourn.casework.asking.texts import problem_words
from sojourn.casework.asking.thread_events import read_as_officer, write_to_applicant
from sojourn.casework.texts import refusal_sentence
from sojourn.core.errors import InvalidInput, WrongState
from sojourn.desk.asking.ask import posted_key
from sojourn.desk.entrance import draw, officers_only
from sojourn.files.media import LARGEST_BYTES
from sojourn.files.upload import UploadInMemory
from sojourn.parties.acting import ActingAs


@csrf_exempt
def thread_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The thread. Sets the limit of uploads before anything of them is read."""
    request.upload_handlers = [UploadInMemory(request, LARGEST_BYTES + 1, MOST_AT_ONCE)]
    return _thread_page(request, reference)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def _thread_page(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    handle = handle_of(acting, reference)
    said: Mapping[str, str] = {}
    if request.method == "POST":
        try:
            write_to_applicant(
                acting=acting,
                case_id=handle.id,
                key=posted_key(request),
                text=request.POST.get("text", ""),
                uploads=uploads_of(request, "files"),
            )
        except InvalidInput as error:
            said = {each.field: problem_words(each.code, each.params) for each in error.problems}
        except WrongState as refusal:
            messages.warning(request, refusal_sentence(refusal.code, refusal.params))
            return redirect("desk:thread", reference=reference)
        else:
            messages.success(request, _("Sent. The applicant has been told."))
            return redirect("desk:thread", reference=reference)
    conversation = conversation_of_officer(acting, reference)
    read_as_officer(acting=acting, case_id=handle.id)
    context = {
        "reference": reference,
        "conversation": conversation,
        "key": request.POST.get("key") or uuid4(),
        "fields": _fields(request, said),
        "errors": [{"text": text, "target": name} for name, text in said.items()],
    }
    return draw(request, acting, "desk/asking/thread.html", context, status=422 if said else 200)


@require_safe
@officers_only
def file_page(request: HttpRequest, acting: ActingAs, reference: str, attachment_id: UUID) -> HttpResponse:
    """A file that came with a message or an answer; it is saved, never opened in the browser."""
    view, data = file_of_officer(acting, reference, attachment_id)
    read_as_officer(acting=acting, case_id=handle_of(acting, reference).id)
    return as_download(view.name, view.media_type, data)


def uploads_of(request: HttpRequest, name: str) -> list[Upload]:
    """The files of one box of the posted form."""
    return [Upload(each.name or "", each.size or 0, each.read()) for each in request.FILES.getlist(name)]


def as_download(name: str, media_type: str, data: bytes) -> HttpResponse:
    """A file as an answer that no browser opens by itself or keeps."""
    response = HttpResponse(data, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _fields(request: HttpRequest, said: Mapping[str, str]) -> list[dict[str, object]]:
    return [
        {
            "name": "text",
            "kind": "textarea",
            "label": _("Your message"),
            "hint": _("The applicant reads it with the institution's name, not yours."),
            "value": request.POST.get("text", ""),
            "error": said.get("text", ""),
        },
        {
            "name": "files",
            "kind": "file",
            "label": _("Papers"),
            "hint": _("PDF, JPG or PNG, up to %(most)d files of %(limit)d MB.")
            % {"most": MOST_AT_ONCE, "limit": LARGEST_BYTES // 1024 // 1024},
            "optional": True,
            "accept": ACCEPT,
            "multiple": True,
            "error": said.get("files", ""),
        },
    ]
