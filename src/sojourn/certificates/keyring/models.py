"""The keys of institutions. What is published of a key never changes; its state moves, and its private part is sealed.

A key whose private part rests elsewhere (a file that the operator named, a PKCS#11 token) has its public part here.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sojourn.certificates.keyring.kinds import Purpose
from sojourn.certificates.keyring.states import State
from sojourn.vault.fields import EncryptedTextField

_PURPOSES = [(purpose.value, purpose.value) for purpose in Purpose]
_STATES = [(state.value, state.value) for state in State]


class Store(models.TextChoices):
    """Where the private part rests: here, in a file that the operator named, in a token, in a demonstration's home."""

    SOFTWARE = "software", "software"
    CONFIGURED = "configured", "configured"
    PKCS11 = "pkcs11", "pkcs11"
    DEMONSTRATION = "demonstration", "demonstration"


class Key(models.Model):
    """One key of one institution, for one purpose.

    `chain` is PEM, the key's own certificate first. It and `kid` are empty while the key waits for its certificate.
    `public` and `request` (PKCS #10) are PEM, for keys made here. `private` is PEM, encrypted, where `store` is
    `software`. `location` says where in a token it rests.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder_id = models.CharField(max_length=64)
    holder_name = models.CharField(max_length=300)
    purpose = models.CharField(max_length=12, choices=_PURPOSES)
    state = models.CharField(max_length=12, choices=_STATES)
    store = models.CharField(max_length=13, choices=Store.choices)
    kid = models.CharField(max_length=16, unique=True, null=True)  # noqa: DJ001  unique where there is one
    public = models.TextField(default="")
    request = models.TextField(default="")
    chain = models.TextField(default="")
    valid_from = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    private = EncryptedTextField(null=True)
    location = models.CharField(max_length=300, default="")
    made_at = models.DateTimeField()
    active_from = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    compromised_since = models.DateTimeField(null=True)
    compromise_told_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions: ClassVar = ()
        ordering: ClassVar = ["made_at", "kid"]
        indexes: ClassVar = [models.Index(fields=["holder_id", "purpose"], name="key_of_holder")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["holder_id", "purpose"], condition=Q(state=State.ACTIVE.value), name="key_one_active"
            ),
            models.CheckConstraint(
                condition=Q(state=State.REQUESTED.value) | Q(kid__isnull=False), name="key_certified"
            ),
            models.CheckConstraint(
                condition=Q(state=State.COMPROMISED.value, compromised_since__isnull=False)
                | ~Q(state=State.COMPROMISED.value) & Q(compromised_since__isnull=True),
                name="key_compromised_since",
            ),
        ]
