"""Addresses of the pages about appeals."""

from django.urls import path

from sojourn.desk.appeals import appeal

urlpatterns = [
    path("appeals", appeal.appeals, name="appeals"),
    path("appeals/<uuid:appeal_id>", appeal.appeal, name="appeal"),
    path("appeals/<uuid:appeal_id>/papers/<uuid:paper_id>", appeal.paper, name="appeal_paper"),
]
