"""What is kept of a certificate between its decision and its issue. The row goes when it is issued or voided."""

import uuid
from typing import ClassVar

from django.db import models

from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField


class Order(models.Model):
    """A certificate that was decided and has its number, and waits to be drawn, sealed and kept.

    `replaces`: numbers of certificates in whose place it will stand, each with a reason code. `fault`: the code of
    what was in the way last. `issue_key`: as of the certificate.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    issue_key = models.CharField(max_length=200, unique=True)
    secret = EncryptedTextField()
    content = EncryptedJSONField()
    institution_id = models.CharField(max_length=64)
    replaces = models.JSONField(default=list)
    ordered_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(db_index=True)
    fault = models.CharField(max_length=40)

    class Meta:
        default_permissions: ClassVar = ()
        ordering: ClassVar = ["ordered_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["institution_id", "ordered_at"], name="order_of_institution")
        ]
