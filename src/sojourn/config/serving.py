"""Answering over HTTP. The service is loaded once, in the processes that answer, not in the one that watches them."""

import os

from granian import Granian
from granian.constants import Interfaces

THREADS = 4


def serve(*, host: str, port: int, processes: int) -> None:
    """Answer at that address until stopped; each process answers some requests at a time."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sojourn.config.settings")
    Granian(
        "sojourn.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=THREADS,
        backpressure=THREADS * 16,
        log_access=False,
        websockets=False,
        respawn_failed_workers=True,
    ).serve()
