"""Where the pages of a request stand."""

from uuid import UUID

from django.urls import reverse

from sojourn.requests.interview import CHECK, LAW


def page_address(request_id: UUID, matter: str) -> str:
    """The address of a matter of the request."""
    if matter in (LAW, CHECK):
        return reverse(f"request_{matter}", args=[request_id])
    return reverse("request_matter", args=[request_id, matter])
