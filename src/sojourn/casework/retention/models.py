"""The schedule of an institution, what it holds back, and what was erased."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.casework.retention.matters import Matter, Thing
from sojourn.vault.fields import EncryptedTextField


class RetentionRule(models.Model):
    """For how many years an institution keeps a matter, and the text that says so. No row: it keeps it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution_id = models.CharField(max_length=64)
    matter = models.CharField(max_length=16)
    years = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    # The last night in which everything due by it was looked at.
    last_run_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution_id", "matter"], name="retention_rule_once"),
            models.CheckConstraint(
                condition=Q(matter__in=[each.value for each in Matter]), name="retention_matter_known"
            ),
            models.CheckConstraint(condition=Q(years__gt=0), name="retention_some_years"),
        ]


class LegalHold(models.Model):
    """Something that is not erased while the hold stands, whatever the schedule says: why, by whom, until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution_id = models.CharField(max_length=64)
    thing = models.CharField(max_length=24)
    thing_id = models.UUIDField()
    reference = models.CharField(max_length=32)
    reason = EncryptedTextField()
    until = models.DateField(null=True)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thing", "thing_id"], condition=Q(lifted_at__isnull=True), name="hold_once_a_thing"
            ),
            models.CheckConstraint(
                condition=Q(thing__in=[each.value for each in Thing]), name="hold_thing_known"
            ),
        ]


class Erasure(models.Model):
    """That something was erased: when, by which rule, how much. It names nobody and stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution_id = models.CharField(max_length=64)
    matter = models.CharField(max_length=16)
    thing = models.CharField(max_length=24)
    thing_id = models.UUIDField()
    reference = models.CharField(max_length=32)
    certificate_numbers = models.JSONField(default=list)
    counted_from = models.DateField()
    years = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    files = models.PositiveIntegerField(default=0)
    erased_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing", "thing_id"], name="erased_once")]
        indexes = [models.Index(fields=["institution_id", "-erased_at"], name="erasure_newest")]
