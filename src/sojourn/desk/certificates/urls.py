"""Addresses of the pages about a certificate that stands in a case."""

from django.urls import path

from sojourn.desk.certificates import changes, suspending

urlpatterns = [
    path("cases/<str:reference>/correct", changes.correct, name="correct"),
    path("cases/<str:reference>/shorten", changes.shorten, name="shorten"),
    path("cases/<str:reference>/copy", changes.copy, name="copy"),
    path("cases/<str:reference>/suspend", suspending.suspend, name="suspend"),
]
