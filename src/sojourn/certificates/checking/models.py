"""How many checks there were. Never who asked."""

from typing import ClassVar

from django.db import models


class ChecksOfDay(models.Model):
    """How many checks of one kind had one outcome on one day, for certificates of one institution ('' for none)."""

    day = models.DateField()
    way = models.CharField(max_length=16)
    outcome = models.CharField(max_length=16)
    institution_id = models.CharField(max_length=64, default="", blank=True)
    count = models.PositiveBigIntegerField(default=0)

    objects: ClassVar[models.Manager["ChecksOfDay"]] = models.Manager()

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day", "way", "outcome", "institution_id"], name="checks_of_day_counted_once"
            )
        ]
