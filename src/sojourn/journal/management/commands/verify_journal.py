"""`sojourn journal verify`: read the whole journal and say whether it is as it was written."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError, connection

from sojourn.journal import chain, guard, texts


class Command(BaseCommand):
    help = "Verify that no line of the journal was changed, removed, moved or forged."
    # It must work when the pages do not.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seen", help="number:hash of a line noted earlier and kept elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            seen = chain.read_noted(options["seen"])
        except ValueError:
            raise CommandError(texts.SEEN_FORM, returncode=2) from None
        try:
            report = chain.verify(seen=seen)
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(texts.NO_TABLES, returncode=1) from error
        if report.fault:
            fault = texts.FAULTS[report.fault].format(number=report.first_bad)
            raise CommandError(texts.BROKEN.format(fault=fault, length=report.length), returncode=1)
        if not guard.is_up(connection):
            raise CommandError(texts.GUARD_DOWN, returncode=1)
        self.stdout.write(texts.INTACT.format(length=report.length, last_hash=report.last_hash))
