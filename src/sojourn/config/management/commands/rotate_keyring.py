"""`sojourn vault rotate`: a new data key on the ring, and a line in the journal."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from sojourn.core.actors import SYSTEM, Subject
from sojourn.journal.events import record
from sojourn.vault import custody, texts


class Command(BaseCommand):
    help = "Seal new values by a new data key. Everything sealed so far still opens."
    # It must work when the pages do not.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            ring = custody.rotate()
        except (ImproperlyConfigured, OSError) as error:
            raise CommandError(str(error)) from error
        record(
            event="keyring_rotated",
            actor=SYSTEM,
            subject=Subject("keyring", "data"),
            details={"keys": len(ring.key_ids)},
        )
        self.stdout.write(texts.ROTATED.format(key_id=ring.key_ids[-1], count=len(ring.key_ids)))
