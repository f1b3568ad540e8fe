"""Why a case changed hands, who has a case before them, and how an officer likes the desk."""

import uuid

from django.conf import settings
from django.db import models

from sojourn.vault.fields import EncryptedTextField


class PassedOn(models.Model):
    """That a case went from one to another, or back into the queue, and why. It stays.

    `key` comes from the form: the same key again passes nothing on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="passed_on")
    why = models.CharField(max_length=32)
    words = EncryptedTextField(blank=True, default="")
    passed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # NULL: into the queue.
    passed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    passed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "passed_at"], name="passed_on_of_case")]


class Viewing(models.Model):
    """Who had a case before them last, and when: for the next one to see. No record: the journal is."""

    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, related_name="viewings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="viewing_once")]


class DeskSetting(models.Model):
    """How somebody likes the desk: whether single keys do things, and which."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    keys_on = models.BooleanField(default=True)
    # Only what was remapped: {action: key}.
    keys = models.JSONField(default=dict, blank=True)
