"""Addresses of the API. Version 1 stands below v1/; what is below it is only ever added to."""

from django.urls import URLPattern, include, path

from sojourn.api import pages
from sojourn.api.gate import guarded, nothing_here
from sojourn.api.service import api

app_name = "api"
# How the requests of each operation are counted, and its method.
OPERATIONS = {
    "determinations": ("determinations", "POST"),
    "batch": ("batch", "POST"),
    "verifications": ("verifications", "POST"),
    "instruments": ("reading", "GET"),
    "instrument": ("reading", "GET"),
    "countries": ("reading", "GET"),
}
# The same for those that are asked with a key.
KEYED = {
    "requests": ("keyed", "GET POST"),
    "requests_batch": ("batch", "POST"),
    "request": ("keyed", "GET"),
    "certificate": ("keyed", "GET"),
    "register_travellers": ("keyed", "GET POST"),
    "register_travellers_find": ("keyed", "POST"),
    "register_traveller": ("keyed", "GET PATCH"),
    "register_traveller_out": ("keyed", "POST"),
    "register_trips": ("keyed", "GET POST"),
    "register_trips_batch": ("batch", "POST"),
    "register_trip": ("keyed", "GET PATCH"),
    "register_trip_end": ("keyed", "POST"),
    "register_trip_cancel": ("keyed", "POST"),
    "register_trip_again": ("keyed", "POST"),
    "register_to_dos": ("keyed", "GET"),
}


def _operations() -> list[URLPattern]:
    found = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name in OPERATIONS | KEYED:
            kind, method = (OPERATIONS | KEYED)[pattern.name]
            pattern.callback = guarded(
                pattern.callback, kind=kind, method=method, keyed=pattern.name in KEYED
            )
            found.append(pattern)
    return found


urlpatterns = [
    path("", pages.overview, name="overview"),
    path("problems/<slug:code>", pages.problem_page, name="problem"),
    path("v1/openapi.json", guarded(pages.openapi, kind="reading", method="GET"), name="openapi"),
    path("v1/", include(_operations())),
    path("<path:rest>", nothing_here, name="nothing_here"),
]
