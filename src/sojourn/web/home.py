"""Pages that stand by themselves: home, what we keep, errors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sojourn.files.scanning import FileNotTaken, Verdict
from sojourn.web.law_pages.world import chooser


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The doors of the service."""
    return render(request, "web/home.html", chooser())


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, and who sees it."""
    return render(request, "web/privacy.html")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not there, or not for this account: the page does not say which."""
    return render(request, "web/not_found.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that was not taken: a file that a virus scanner held up, or one that makes no sense."""
    verdict = exception.verdict if isinstance(exception, FileNotTaken) else None
    context = {"harmful": verdict is Verdict.HARMFUL, "not_scanned": verdict is Verdict.NOT_SCANNED}
    return render(request, "web/bad_request.html", context, status=400)


def server_fault(request: HttpRequest) -> HttpResponse:
    """Something is wrong on our side. Drawn without the database, which may be what is wrong."""
    return render(request, "web/server_fault.html", status=500)
