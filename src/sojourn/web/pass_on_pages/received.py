"""What whoever got a link sees: who passes what on, and a button that opens it. Opening the page alone does nothing:
mail scanners open links."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sojourn.certificates import access as certificates
from sojourn.certificates.errors import CertificateUnknown
from sojourn.core.errors import NotAllowed, WrongState
from sojourn.requests.passing_on.access import by_link
from sojourn.requests.passing_on.events import open_passed_on


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def received_page(request: HttpRequest, secret: str) -> HttpResponse:
    """The page; posted, the sealed file. One that was replaced or withdrawn is not handed out."""
    try:
        passed = by_link(secret)
        certificate = certificates.certificate(passed.number)
    except (NotAllowed, CertificateUnknown):
        raise Http404 from None
    stands = certificate.status.stands
    if request.method == "POST" and stands and not passed.is_over:
        try:
            number = open_passed_on(secret=secret)
        except WrongState:
            raise Http404 from None
        response = HttpResponse(certificates.document(number), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{number}.pdf"'
    else:
        context = {"passed": passed, "stands": stands, "until": passed.expires_at.date()}
        response = render(request, "passing_on/received.html", context, status=410 if passed.is_over else 200)
    # The address is the key: it goes into no other page's log.
    response["Referrer-Policy"] = "no-referrer"
    return response
