"""Deliver the letters that are due: the sweep, to be run every minute or so."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sojourn.messages.events import deliver_due


class Command(BaseCommand):
    help = "Deliver the letters that are due."
    # It must work when the pages do not.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=500, help="most letters to try")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{deliver_due(options['limit'])} letters sent.")
