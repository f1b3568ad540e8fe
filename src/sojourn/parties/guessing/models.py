"""How often somebody guessed wrong, and nothing else."""

from typing import ClassVar

from django.db import models


class WrongTries(models.Model):
    """Wrong tries of one kind under one name within one stretch of time.

    `name` is a keyed hash of what they are counted by: a client's address, or a certificate. Neither is kept itself.
    """

    name = models.CharField(max_length=64, primary_key=True)
    ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[models.Manager["WrongTries"]] = models.Manager()

    class Meta:
        default_permissions: ClassVar = ()
