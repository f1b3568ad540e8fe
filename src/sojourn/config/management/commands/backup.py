"""`sojourn backup`, `sojourn restore`, `sojourn backup-key`: see `sojourn.config.backup`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from sojourn.config.backup import archive, making
from sojourn.config.backup.errors import BackupFault
from sojourn.journal import chain, texts


class Command(BaseCommand):
    help = "Make an encrypted backup, look at one, put one back."
    # A restore begins where there are no tables yet.
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["make", "check", "restore", "key"])
        parser.add_argument("path", type=Path)
        parser.add_argument("--identity", type=Path)
        parser.add_argument("--seen")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"].absolute()
        try:
            seen = chain.read_noted(options["seen"])
        except ValueError:
            raise CommandError(texts.SEEN_FORM, returncode=2) from None
        try:
            match options["what"]:
                case "make":
                    making.back_up(path, self._say)
                case "check":
                    making.look_at(path, options["identity"], self._say)
                case "restore":
                    self._restore(path, options["identity"], seen)
                case _:
                    self._say(f"Private key in {path}: keep it away from this machine. Set")
                    self._say(f"SOJOURN_BACKUP_RECIPIENTS={archive.make_identity(path)}")
        except BackupFault as fault:
            raise CommandError(str(fault), returncode=1) from fault
        except DatabaseError as error:
            raise CommandError(f"The database does not answer as it should: {error}", returncode=1) from error

    def _restore(self, path: Path, identity: Path, seen: tuple[int, str] | None) -> None:
        restored = making.restore(path, identity, self._say, seen)
        if restored.faults:
            told = "\n".join(f"- {fault}" for fault in restored.faults)
            raise CommandError(f"Put back, but not as it should be:\n{told}", returncode=1)
        number, last = restored.picture.journal
        self._say(
            f"restored as of {restored.made_at}: {restored.picture.rows:,} rows, every one as noted; "
            f"the journal is whole up to line {number}:{last}; {restored.picture.log[0]:,} entries in the public log"
        )
        self._say("everybody is signed out; run `sojourn manage migrate` before you start a newer version")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
