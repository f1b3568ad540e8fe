"""What is kept of a proof of application. A row never changes: see frozen.py."""

import uuid
from typing import ClassVar

from django.db import models

from sojourn.certificates.models import SealKey
from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField


class Proof(models.Model):
    """One proof, of one request. `check_index`: keyed hash of reference and secret together, as for certificates."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request_id = models.UUIDField(unique=True)
    reference = models.CharField(max_length=16, unique=True)
    check_index = models.CharField(max_length=64, unique=True)
    secret = EncryptedTextField()
    content = EncryptedJSONField()
    document_file = models.UUIDField(unique=True)
    document_sha256 = models.CharField(max_length=64, unique=True)
    seal_key = models.ForeignKey(SealKey, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions: ClassVar = ()
