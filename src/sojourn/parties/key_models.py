"""Keys of the interface."""

import uuid

from django.conf import settings
from django.db import models

from sojourn.core import clock
from sojourn.vault.fields import EncryptedTextField


class ApiKey(models.Model):
    """A key with which a program acts for an employer, in the name of whoever made it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey("parties.Employer", on_delete=models.CASCADE, related_name="api_keys")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = EncryptedTextField()
    scopes = models.JSONField()
    # Only a digest of the key rests here: who reads the table cannot use it.
    secret_digest = models.CharField(max_length=64, unique=True)
    creation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(default=clock.now)
    expires_on = models.DateField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "parties"

    def __str__(self) -> str:
        return str(self.id)
