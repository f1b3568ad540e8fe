"""The API as django-ninja has it: its operations, and how it refuses."""

from typing import Never

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.errors import ValidationError

from sojourn.api import determinations, lookups, register_travellers, register_trips, requests, verifications
from sojourn.api.languages import preferred
from sojourn.api.queries import refusal_of

VERSION = "1"
ROOT = "/api/v1/"

# Description and pages are ours (sojourn.api.description, sojourn.api.pages): no scripts from elsewhere.
api = NinjaAPI(
    title="Sojourn", version=VERSION, urls_namespace="api", openapi_url=None, docs_url=None, auth=None
)
api.add_router("", determinations.router)
api.add_router("", lookups.router)
api.add_router("", requests.router)
api.add_router("", verifications.router)
api.add_router("", register_travellers.router)
api.add_router("", register_trips.router)


def _refuse(request: HttpRequest, error: ValidationError | type[ValidationError]) -> Never:
    assert isinstance(error, ValidationError)  # noqa: S101  for the type checker
    raise refusal_of(error.errors, preferred(request)) from error


api.add_exception_handler(ValidationError, _refuse)
