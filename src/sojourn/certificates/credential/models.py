"""What is kept of credentials: that they were offered and given out, never what they say.

Codes and tokens are kept as digests. With the seed, the same credential can be written again for the same key.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sojourn.certificates.credential.states import State
from sojourn.certificates.models import Certificate
from sojourn.vault.fields import EncryptedTextField

_STATES = [(state.value, state.value) for state in State]


class Offer(models.Model):
    """One offer to put a certificate into a wallet, for one short time and one use.

    `configuration`: which credential. `link_digest`: of the secret in the address of the offer. `code_digest`: of the
    pre-authorised code. `digits_index`: keyed hash of the digits that the holder types. `tries`: wrong digits so far.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="+")
    configuration = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=_STATES, default=State.OPEN.value)
    link_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64, unique=True)
    digits_index = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    token_digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  unique where there is one
    token_expires_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions: ClassVar = ()
        ordering: ClassVar = ["made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(state=State.OPEN.value), name="offer_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN.value, token_digest__isnull=True)
                | Q(state=State.TAKEN.value, token_digest__isnull=False)
                | Q(state=State.CLOSED.value),
                name="offer_taken_has_token",
            ),
        ]


class GivenCredential(models.Model):
    """A credential that was given out: of which certificate, by which version of which profile, signed by which key,
    bound to which key of the holder (its thumbprint; empty for a file that is bound to none).

    Asked for again on the same day, it is the same one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="+")
    profile = models.CharField(max_length=41)
    profile_version = models.PositiveSmallIntegerField()
    kid = models.CharField(max_length=16)
    holder_thumbprint = models.CharField(max_length=43, blank=True)
    seed = EncryptedTextField()
    given_on = models.DateField()
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        default_permissions: ClassVar = ()
        ordering: ClassVar = ["given_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[
                    "certificate",
                    "profile",
                    "profile_version",
                    "kid",
                    "holder_thumbprint",
                    "given_on",
                ],
                name="credential_once_a_day",
            ),
        ]


class UsedNonce(models.Model):
    """A nonce with which a key was proven: it counts once."""

    digest = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions: ClassVar = ()
