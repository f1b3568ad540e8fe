"""Addresses of the checker for telephones."""

from django.urls import path

from sojourn.web.verify_pages import app, reports

urlpatterns = [
    path("verify/app", app.page, name="check_app"),
    path("verify/app/manifest.webmanifest", app.manifest, name="check_app_manifest"),
    # Above the page, so that the page stands within its reach.
    path("verify/worker.js", app.worker, name="check_app_worker"),
    path("verify/app/concern", reports.report, name="check_app_concern"),
]
