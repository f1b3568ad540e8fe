"""`sojourn serve`: answer over HTTP."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from granian import Granian
from granian.constants import Interfaces


class Command(BaseCommand):
    help = "Answer over HTTP until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=1, help="one for each core that may be used")
        parser.add_argument(
            "--threads", type=int, default=4, help="requests answered at a time by each process"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        Granian(
            "sojourn.config.wsgi:application",
            address=options["host"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=options["processes"],
            blocking_threads=options["threads"],
            backpressure=options["threads"] * 16,
            log_access=False,
            respawn_failed_workers=True,
        ).serve()
