"""Addresses of the public log."""

from django.urls import path

from sojourn.api import log_files
from sojourn.api.gate import guarded

app_name = "log"

urlpatterns = [
    path("checkpoint", guarded(log_files.checkpoint, kind="reading", method="GET"), name="checkpoint"),
    path("key", guarded(log_files.key, kind="reading", method="GET"), name="key"),
    path("tile/<str:level>/<path:rest>", guarded(log_files.tile, kind="reading", method="GET"), name="tile"),
    path("inclusion", guarded(log_files.inclusion, kind="reading", method="GET"), name="inclusion"),
    path("consistency", guarded(log_files.consistency, kind="reading", method="GET"), name="consistency"),
    path("entries", guarded(log_files.entries, kind="determinations", method="POST"), name="entries"),
]
