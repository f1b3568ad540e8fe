"""Whether e-mails about a request are wanted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from sojourn.requests.events import choose_notices
from sojourn.web.applicant import applicant_page, opened


@applicant_page
@require_POST
def notices_page(request: HttpRequest, key: str) -> HttpResponse:
    """Turn them on or off, and go back to the request."""
    acting, asked = opened(request, key)
    choose_notices(acting=acting, request_id=asked.pk, notify=request.POST.get("notify") == "yes")
    return redirect("request", key=asked.reference or asked.pk)
