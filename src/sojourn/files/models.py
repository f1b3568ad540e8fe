"""What is known of a kept file, and its sealed content."""

import uuid

from django.db import models


class KeptFile(models.Model):
    """A file that was taken into keeping. Never changed: another content is another file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sealed_digest = models.CharField(max_length=64)
    kept_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="file_not_empty")]


class SealedContent(models.Model):
    """The ciphertext, apart from the facts, so that lists do not carry it."""

    file = models.OneToOneField(KeptFile, on_delete=models.PROTECT, primary_key=True, related_name="+")
    content = models.BinaryField()

    class Meta:
        default_permissions = ()
