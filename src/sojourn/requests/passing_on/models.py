"""To whom a certificate was passed on, until when the link works, and when it was opened first."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models

from sojourn.core import clock
from sojourn.vault.fields import EncryptedTextField

KINDS = ("worker", "office_abroad", "payroll", "other")


class PassedOnQuerySet(models.QuerySet["PassedOn"]):
    """Reading what was passed on."""

    def standing(self, moment: datetime) -> "PassedOnQuerySet":
        """Links that still work."""
        return self.filter(withdrawn_at__isnull=True, expires_at__gt=moment)


class PassedOn(models.Model):
    """One link to one certificate for one address. Only a digest of its secret rests here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey("requests.Request", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)
    email = EncryptedTextField()
    language = models.CharField(max_length=8)
    link_digest = models.CharField(max_length=64, unique=True)
    # One press of the button, one link: the form carries the key.
    creation_key = models.UUIDField(unique=True, editable=False)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PassedOnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="passed_on_kind_known"),
        ]
        indexes = [models.Index(fields=["request", "sent_at"], name="passed_on_of_request")]

    def __str__(self) -> str:
        return str(self.id)
