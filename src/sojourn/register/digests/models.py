"""How often somebody wants to be told what has to be done in a register."""

import uuid
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core import clock


class Frequency(StrEnum):
    """How often."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"


class Digest(models.Model):
    """One person's choice at one employer. `seat`: from where they look, read again before each letter."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey("parties.Employer", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seat = models.CharField(max_length=100)
    frequency = models.CharField(max_length=8)
    chosen_at = models.DateTimeField(default=clock.now)
    # The last day for which it was decided whether to write.
    looked_on = models.DateField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["employer", "person"], name="digest_once"),
            models.CheckConstraint(
                condition=Q(frequency__in=[each.value for each in Frequency]), name="digest_frequency_known"
            ),
        ]
        indexes = [models.Index(fields=["looked_on"], name="digest_by_day")]

    def __str__(self) -> str:
        return str(self.id)
