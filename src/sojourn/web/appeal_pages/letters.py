"""A letter of the institution about one's own request, exactly as it was sent."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sojourn.casework.decided import letter_of_applicant
from sojourn.web.applicant import applicant_page, opened


@applicant_page
@require_safe
def letter_page(request: HttpRequest, key: str, letter_id: UUID) -> HttpResponse:
    """The letter as PDF, named by the reference alone."""
    acting, asked = opened(request, key)
    response = HttpResponse(letter_of_applicant(acting, asked.pk, letter_id), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{asked.reference}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response
