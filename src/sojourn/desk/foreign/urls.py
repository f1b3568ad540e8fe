"""Addresses of the host side, below the desk's."""

from django.urls import path

from sojourn.desk.foreign import concerns, disputes, lists, record, registering, terms

urlpatterns = [
    path("foreign/", lists.registered, name="foreign"),
    path("foreign/find", lists.find, name="foreign_find"),
    path("foreign/new", registering.new, name="foreign_new"),
    path("foreign/new/<uuid:draft_id>", registering.draft, name="foreign_draft"),
    path("foreign/new/<uuid:draft_id>/drop", registering.drop, name="foreign_drop"),
    path("foreign/<str:reference>", record.show, name="foreign_record"),
    path("foreign/<str:reference>/person", record.person, name="foreign_person"),
    path("foreign/<str:reference>/file", record.file, name="foreign_file"),
    path("foreign/<str:reference>/withdrawn", record.withdrawn, name="foreign_withdrawn"),
    path("foreign/<str:reference>/doubt", disputes.doubt, name="foreign_doubt"),
    path("disputes/", disputes.open_disputes, name="disputes"),
    path("disputes/terms", terms.terms, name="dispute_terms"),
    path("disputes/<str:reference>", disputes.show, name="dispute"),
    path("disputes/<str:reference>/person", disputes.person, name="dispute_person"),
    path("disputes/<str:reference>/letter.pdf", disputes.letter, name="dispute_letter"),
    path("disputes/<str:reference>/<slug:step>", disputes.step, name="dispute_step"),
    path("concerns/", concerns.waiting, name="concerns"),
    path("concerns/<str:reference>", concerns.show, name="concern"),
    path("concerns/<str:reference>/photo", concerns.photo, name="concern_photo"),
    path("concerns/<str:reference>/<slug:step>", concerns.step, name="concern_step"),
]
