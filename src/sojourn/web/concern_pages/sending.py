"""Sending a report, from the form or from the checker: counted first, then given to the institution."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse

from sojourn.casework.foreign.concern_events import Reported, report_concern
from sojourn.casework.foreign.texts import problem_words
from sojourn.core.errors import InvalidInput
from sojourn.vault.blind import blind_index
from sojourn.web.language import language


def refused_or_reported(request: HttpRequest) -> Reported | HttpResponse:
    """Report what was posted; the page that says "too many" where the address or the receipt's has used up its day.

    Raises InvalidInput for what is missing or wrong.
    """
    contact = request.POST.get("contact", "").strip()
    refused = consume_or_429(request, action="concern")
    if refused is None and contact:
        # The receipt is a letter to whomever the writer names, so no address gets many.
        refused = consume_or_429(
            request, action="concern_receipt", key=blind_index("web.concern", contact.casefold())
        )
    if refused is not None:
        return refused
    photo = request.FILES.get("photo")
    return report_concern(
        key=_key(request),
        seen=request.POST.get("seen", ""),
        place=request.POST.get("place", ""),
        contact=contact,
        number=request.POST.get("number", "")[:60],
        institution_id=request.POST.get("institution", "")[:64],
        photo=photo.read() if photo else None,
        language=language(),
    )


def words_by_field(error: InvalidInput) -> Mapping[str, str]:
    """What is wrong, as sentences by field."""
    return {each.field: problem_words(each.code, each.params) for each in error.problems}


def _key(request: HttpRequest) -> UUID:
    """The form's key; a form that lost it is a new one."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()
