"""Files in and out of the pages of a request."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sojourn.casework.asking.access import file_of_applicant
from sojourn.casework.asking.attachments import ACCEPT, MOST_AT_ONCE, Upload
from sojourn.files.media import LARGEST_BYTES
from sojourn.files.upload import UploadInMemory
from sojourn.web.applicant import applicant_page, opened


@applicant_page
@require_safe
def file_page(request: HttpRequest, key: str, attachment_id: UUID) -> HttpResponse:
    """A file of one's own request: saved under its name, never opened in the browser, kept nowhere on the way."""
    acting, asked = opened(request, key)
    view, data = file_of_applicant(acting, asked.pk, attachment_id)
    response = HttpResponse(data, content_type=view.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, view.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def limit_uploads(request: HttpRequest, boxes: int = 1) -> None:
    """Keep uploads in memory and within bounds; to be called before anything of the post is read."""
    request.upload_handlers = [UploadInMemory(request, LARGEST_BYTES + 1, MOST_AT_ONCE * boxes)]


def uploads_of(request: HttpRequest, name: str) -> list[Upload]:
    """The files that were put into one box."""
    return [Upload(each.name or "", each.size or 0, each.read()) for each in request.FILES.getlist(name)]


def file_field(name: str, error: str) -> dict[str, object]:
    """The box for papers."""
    return {
        "name": name,
        "id": name,
        "kind": "file",
        "label": gettext("Papers"),
        "hint": gettext("PDF, JPG or PNG, up to %(most)d files of %(limit)d MB.")
        % {"most": MOST_AT_ONCE, "limit": LARGEST_BYTES // 1024 // 1024},
        "optional": True,
        "accept": ACCEPT,
        "multiple": True,
        "error": error,
    }
