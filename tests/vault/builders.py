"""Two tables with encrypted columns, known to these tests alone.

Their app label belongs to no installed app, so that migrations never hear of them.
"""

import uuid

from django.db import models

from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField


class Paper(models.Model):
    """A row with every kind of encrypted column."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = EncryptedTextField()
    note = EncryptedTextField(null=True, blank=True)
    particulars = EncryptedJSONField(default=dict)
    colour = models.CharField(max_length=20, default="white")

    class Meta:
        app_label = "vault_tests"


class Envelope(models.Model):
    """A second table with a column of the same name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = EncryptedTextField()

    class Meta:
        app_label = "vault_tests"


class Numbered(models.Model):
    """A mistake: encrypted, but the row's key is not known before saving."""

    name = EncryptedTextField(unique=True)

    class Meta:
        app_label = "vault_tests"
