"""What is kept of a hosted institution beside its present setting: versions, restarts, absences, trials."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sojourn.vault.fields import EncryptedTextField

SCOPES = ("all", "corridor", "kind")


class TermsVersion(models.Model):
    """The terms of an institution as one change left them: who, when, why. Frozen.

    `changed_by` is empty where the service itself set the institution up. `section` is what the change was about.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution_id = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    section = models.CharField(max_length=32)
    terms = models.JSONField()
    reason = EncryptedTextField(blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["institution_id", "-version"]
        constraints = [
            # Two who save at once: the second finds the number taken.
            models.UniqueConstraint(fields=["institution_id", "version"], name="terms_version_once")
        ]


class RestartQuerySet(models.QuerySet["Restart"]):
    """Reading restarts."""

    def open(self) -> Self:
        """Those that wait for somebody else."""
        return self.filter(ended_at__isnull=True)


class Restart(models.Model):
    """Automation is to be started again: asked by one, confirmed by another, never the same.

    `scope` is "all", "corridor" or "kind", and `value` the country or kind. `confirmed_by` is empty where it was
    taken back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution_id = models.CharField(max_length=64)
    scope = models.CharField(max_length=16)
    value = models.CharField(max_length=32, blank=True)
    reason = EncryptedTextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    objects = RestartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution_id", "scope", "value"],
                condition=Q(ended_at__isnull=True),
                name="restart_once_open",
            ),
            models.CheckConstraint(condition=Q(scope__in=SCOPES), name="restart_scope_known"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (Q(ended_at__isnull=False) & ~Q(confirmed_by=F("asked_by"))),
                name="restart_confirmed_by_another",
            ),
        ]


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Reading absences."""

    def on(self, day: date) -> Self:
        """Those of that day."""
        return self.filter(first_day__lte=day, last_day__gte=day, cancelled_at__isnull=True)


class Absence(models.Model):
    """Somebody of the staff is away, both days included. Why is nobody's business here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution_id = models.CharField(max_length=64)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution_id", "last_day"], name="absence_last_day")]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_in_order")
        ]


class Trial(models.Model):
    """Sample requests were run through with the terms of one version: how each came out, nothing of their papers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution_id = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    law_version = models.CharField(max_length=64)
    results = models.JSONField()
    passed = models.BooleanField()
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    run_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["institution_id", "-run_at"], name="trial_newest")]
