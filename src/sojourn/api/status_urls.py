"""Addresses of the status lists: certificates bear them, so they never change."""

from django.urls import path

from sojourn.api import status_files
from sojourn.api.gate import guarded

app_name = "status"

urlpatterns = [
    path("lists", guarded(status_files.all_lists, kind="reading", method="GET"), name="lists"),
    path(
        "lists/<str:institution>",
        guarded(status_files.lists_of, kind="reading", method="GET"),
        name="lists_of",
    ),
    path("<str:name>", guarded(status_files.status_list, kind="reading", method="GET"), name="list"),
]
