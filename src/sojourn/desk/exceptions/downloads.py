"""Papers and data of a file, to save."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sojourn.casework.exceptions.downloads import DATA, END, LETTER, REMINDER, paper_of, reply_paper_of
from sojourn.desk.asking.thread import as_download
from sojourn.desk.entrance import officers_only
from sojourn.parties.acting import ActingAs

ENDINGS: Final = {
    "application/pdf": "pdf",
    "application/json": "json",
    "image/jpeg": "jpg",
    "image/png": "png",
}


@require_safe
@officers_only
def get(request: HttpRequest, acting: ActingAs, exception: str, what: str) -> HttpResponse:
    """The letter, a reminder, the news of the end, or the data."""
    if what not in {LETTER, REMINDER, END, DATA}:
        raise Http404
    data, media_type = paper_of(acting, exception, what)
    return as_download(f"{exception}-{what}.{ENDINGS[media_type]}", media_type, data)


@require_safe
@officers_only
def reply_paper(request: HttpRequest, acting: ActingAs, exception: str, paper_id: UUID) -> HttpResponse:
    """The paper on which a reply came."""
    data, media_type = reply_paper_of(acting, exception, paper_id)
    return as_download(f"{exception}-reply.{ENDINGS[media_type]}", media_type, data)
