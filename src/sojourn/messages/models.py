"""The outbox."""

import uuid
from datetime import datetime

from django.db import models

from sojourn.messages.states import LetterState
from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField


class LetterQuerySet(models.QuerySet["Letter"]):
    """Reading the outbox."""

    def due(self, moment: datetime) -> "LetterQuerySet":
        """Letters that should be tried now, longest waiting first."""
        return self.filter(state=LetterState.POSTED, next_try__lte=moment).order_by("next_try")


class Letter(models.Model):
    """One letter to one recipient, with its exact text as it was when it was posted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    template = models.CharField(max_length=60)
    template_version = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.CharField(max_length=64, blank=True)
    recipient = EncryptedTextField()
    content = EncryptedJSONField()
    state = models.CharField(
        max_length=10, default=LetterState.POSTED, choices=[(state, state) for state in LetterState]
    )
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    last_fault = models.CharField(max_length=80, blank=True)
    posted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["next_try"], condition=models.Q(state="posted"), name="letter_due"),
            models.Index(fields=["about_kind", "about_id"], name="letter_about"),
            models.Index(fields=["-posted_at"], name="letter_latest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="posted", next_try__isnull=False)
                | models.Q(state__in=["sent", "failed"], next_try__isnull=True),
                name="letter_posted_has_next_try",
            ),
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | ~models.Q(state="sent") & models.Q(sent_at__isnull=True),
                name="letter_sent_has_moment",
            ),
        ]
