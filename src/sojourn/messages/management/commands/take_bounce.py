"""Read one report of a mail server from standard input, as a mail server's alias pipes it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from sojourn.messages.bounces import LONGEST_REPORT, take_bounce


class Command(BaseCommand):
    help = "Note, from a mail server's report on standard input, that a letter did not arrive."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        noted = take_bounce(sys.stdin.buffer.read(LONGEST_REPORT))
        self.stdout.write("noted" if noted else "nothing to note")
