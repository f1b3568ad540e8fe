"""Addresses of the worker's part. Below /w/ and /asked/: a letter's secret or an id, never a name."""

from django.urls import path

from sojourn.web.worker_pages import applicant, asked_by_institution, own_pages, papers, way_in

urlpatterns = [
    path("requests/<uuid:request_id>/invite", applicant.invite, name="request_invite"),
    path("requests/<uuid:request_id>/worker", applicant.status, name="request_worker"),
    path("my-certificates", papers.my_certificates, name="my_certificates"),
    path("my-certificates/<uuid:part_id>.pdf", papers.my_certificate_file, name="my_certificate_file"),
    path("w/<uuid:part_id>", way_in.part, name="worker_part"),
    path("w/<uuid:part_id>/code", way_in.code, name="worker_code"),
    path("w/<uuid:part_id>/check", own_pages.check, name="worker_check"),
    path("w/<uuid:part_id>/done", own_pages.done, name="worker_done"),
    path("w/<uuid:part_id>/copy", papers.copy, name="worker_copy"),
    path("w/<uuid:part_id>/certificate.pdf", papers.certificate_file, name="worker_certificate_file"),
    path("w/<uuid:part_id>/<slug:name>/saved", own_pages.autosave, name="worker_autosave"),
    path("w/<uuid:part_id>/<slug:name>", own_pages.page, name="worker_page"),
    path("w/<str:secret>", way_in.link, name="worker_link"),
    path("asked/by/<uuid:link_id>", asked_by_institution.page, name="asked_page"),
    path("asked/<str:secret>", asked_by_institution.link, name="asked_link"),
]
