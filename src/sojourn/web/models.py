"""What the public pages remember: how often somebody guessed wrong, and nothing else."""

from typing import ClassVar

from django.db import models


class WrongTries(models.Model):
    """Wrong tries of one client address within one stretch of time. The address itself is not kept."""

    client = models.CharField(max_length=64, primary_key=True, help_text="Keyed hash of the address.")
    began_at = models.DateTimeField(db_index=True)
    count = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[models.Manager["WrongTries"]] = models.Manager()
