"""Where the list of keys stands: a place that anybody can guess (RFC 8615)."""

from django.urls import path

from sojourn.api import key_files
from sojourn.api.gate import guarded

app_name = "keys"

urlpatterns = [
    path("sojourn-keys.json", guarded(key_files.key_list, kind="reading", method="GET"), name="list"),
    path("sojourn-keys.note", guarded(key_files.key_list_note, kind="reading", method="GET"), name="note"),
]
