"""Addresses of the pages for a report."""

from django.urls import path

from sojourn.web.concern_pages import concern

urlpatterns = [
    path("verify/concern", concern.report, name="concern"),
    path("verify/concern/thanks", concern.thanks, name="concern_thanks"),
]
