"""A letter of a case, exactly as it was sent."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sojourn.casework.decided import letter_of_officer
from sojourn.desk.entrance import officers_only
from sojourn.parties.acting import ActingAs


@require_safe
@officers_only
def letter(request: HttpRequest, acting: ActingAs, reference: str, letter_id: UUID) -> HttpResponse:
    """The letter as PDF."""
    pdf = letter_of_officer(acting, reference, letter_id)
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{reference}.pdf"',
            "Cache-Control": "no-store",
        },
    )
