"""Answering over HTTP. The service is loaded once, in the processes that answer, not in the one that watches them."""

import os
import socket

from granian import Granian
from granian.constants import Interfaces

THREADS = 4
TRIED_PORTS = 50


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


def free_port(first: int) -> int:
    """The first port from `first` on at which nobody listens. Raises SystemExit when there is none near."""
    for port in range(first, first + TRIED_PORTS):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SystemExit(f"No free port from {first} on. Name another with --port.")
