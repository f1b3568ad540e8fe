"""What is kept of the public log: entries in their order, the nodes of the tree, signed heads. Nothing is changed.

Nothing here names anybody. An entry is a salted hash; the salt rests encrypted and is told to those who hold the paper.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sojourn.certificates.models import Certificate, StatusChange
from sojourn.vault.fields import EncryptedTextField


class Entry(models.Model):
    """One thing that happened to a certificate: that it was issued, or a change of its status.

    `digest` is what the log shows: SHA-256 over salt and `told` (see entries.py). `position`: the place in the tree,
    counted from 0; NULL until it is merged.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="+")
    change = models.OneToOneField(StatusChange, null=True, on_delete=models.PROTECT, related_name="+")
    told = models.JSONField()
    salt = EncryptedTextField()
    digest = models.BinaryField(max_length=32, unique=True)
    position = models.PositiveBigIntegerField(null=True, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(change__isnull=True), name="entry_issued_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["made_at"], condition=Q(position__isnull=True), name="entry_unmerged")
        ]


class Node(models.Model):
    """The hash of a complete subtree; `place` is its level in the upper bits and its index below (see tree.py)."""

    place = models.BigIntegerField(primary_key=True)
    digest = models.BinaryField(max_length=32)

    class Meta:
        default_permissions: ClassVar = ()


class Head(models.Model):
    """A signed statement of how many entries there are and what their root is: a C2SP checkpoint, as published."""

    size = models.PositiveBigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        default_permissions: ClassVar = ()
        ordering: ClassVar = ["-size"]
