"""Addresses of the processing times."""

from django.urls import path

from sojourn.web.times_pages import page

urlpatterns = [
    path("processing-times", page.times_page, name="processing_times"),
    path("processing-times.csv", page.times_csv, name="processing_times_csv"),
    path("processing-times.json", page.times_json, name="processing_times_json"),
]
