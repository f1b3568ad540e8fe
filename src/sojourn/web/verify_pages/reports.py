"""Reports that the checker kept while there was no reception, sent when there is: the same as the form of the page."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sojourn.core.errors import InvalidInput
from sojourn.files.media import LARGEST_BYTES
from sojourn.files.upload import UploadInMemory
from sojourn.web.concern_pages.sending import refused_or_reported, words_by_field


# It is anybody's to send and uses no session; the same key again is the same report.
@csrf_exempt
@never_cache
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Take one report. 422 with sentences by field where something is missing, 429 after too many."""
    request.upload_handlers = [UploadInMemory(request, LARGEST_BYTES + 1)]
    try:
        done = refused_or_reported(request)
    except InvalidInput as error:
        return JsonResponse({"errors": words_by_field(error)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return done if isinstance(done, HttpResponse) else JsonResponse({"reference": done.reference}, status=201)
