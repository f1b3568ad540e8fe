"""Addresses of appeals and letters. None of them holds anything that names a person."""

from django.urls import path

from sojourn.web.appeal_pages import appeal, letters

urlpatterns = [
    path("requests/<str:key>/appeal", appeal.appeal_page, name="request_appeal"),
    path("requests/<str:key>/appeal/take-back", appeal.take_back_page, name="request_appeal_take_back"),
    path("requests/<str:key>/appeal/papers/<uuid:paper_id>", appeal.paper_page, name="request_appeal_paper"),
    path("requests/<str:key>/letters/<uuid:letter_id>", letters.letter_page, name="request_letter"),
]
