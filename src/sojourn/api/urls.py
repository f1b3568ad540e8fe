"""Addresses of the API. Version 1 stands below v1/; what is below it is only ever added to."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path

from sojourn.api.gate import guarded
from sojourn.api.problems import Refusal, problem
from sojourn.api.service import api

app_name = "api"
# How the requests of each operation are counted, and its method.
OPERATIONS = {
    "determinations": ("determinations", "POST"),
    "batch": ("batch", "POST"),
}


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """The answer below /api/ where nothing is: a problem, not a page."""
    return problem(request, Refusal("not_found"))


def _operations() -> list[URLPattern]:
    found = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name in OPERATIONS:
            kind, method = OPERATIONS[pattern.name]
            pattern.callback = guarded(pattern.callback, kind=kind, method=method)
            found.append(pattern)
    return found


urlpatterns = [
    path("v1/", include(_operations())),
    path("<path:rest>", nothing_here, name="nothing_here"),
]
