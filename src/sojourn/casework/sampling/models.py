"""Samples of automatic decisions with their verdicts, and the stops that followed from them."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sojourn.casework.sampling.states import CAUSES, SampleState, Verdict
from sojourn.vault.fields import EncryptedTextField


class SampleQuerySet(models.QuerySet["Sample"]):
    """Ways of reading samples."""

    def of_institution(self, institution_id: str) -> Self:
        """Those of one institution: the border that no officer crosses."""
        return self.filter(institution_id=institution_id)

    def to_judge(self) -> Self:
        """Those that wait for a verdict."""
        return self.exclude(state=SampleState.JUDGED.value)

    def judged(self) -> Self:
        """Those with a verdict."""
        return self.filter(state=SampleState.JUDGED.value)

    def decided_between(self, start: datetime | None, end: datetime | None) -> Self:
        """Those of decisions made from `start` up to before `end`; None: no border."""
        found = self if start is None else self.filter(decided_at__gte=start)
        return found if end is None else found.filter(decided_at__lt=end)


class Sample(models.Model):
    """One automatic decision that chance has picked for a look afterwards.

    `percent` was the rate at which it was drawn. `host`, `kind` and `decided_at` are copied for the figures; the case
    is found by the decision. `version` grows with each step.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.OneToOneField("casework.Decision", on_delete=models.PROTECT, related_name="sample")
    institution_id = models.CharField(max_length=64)
    host = models.CharField(max_length=8)
    kind = models.CharField(max_length=32)
    decided_at = models.DateTimeField()
    percent = models.PositiveSmallIntegerField()
    drawn_at = models.DateTimeField()
    state = models.CharField(max_length=16, default=SampleState.DRAWN.value)
    version = models.PositiveIntegerField(default=0)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=16, blank=True, default="")
    cause = models.CharField(max_length=16, blank=True, default="")
    words = EncryptedTextField(blank=True, default="")
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    judged_at = models.DateTimeField(null=True)

    objects = SampleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SampleState.DRAWN.value, taken_by__isnull=True, verdict="")
                | Q(state=SampleState.IN_HAND.value, taken_by__isnull=False, verdict="")
                | Q(
                    state=SampleState.JUDGED.value,
                    judged_by__isnull=False,
                    judged_at__isnull=False,
                    verdict__in=[verdict.value for verdict in Verdict],
                ),
                name="sample_state_known",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["", Verdict.RIGHT.value], cause="")
                | Q(verdict__in=[Verdict.POOR_REASON.value, Verdict.WRONG.value], cause__in=CAUSES),
                name="sample_cause_unless_right",
            ),
            models.CheckConstraint(
                condition=Q(judged_by__isnull=True) | Q(judged_by=F("taken_by")),
                name="sample_judged_by_taker",
            ),
        ]
        indexes = [
            models.Index(fields=["institution_id", "state", "drawn_at"], name="sample_queue"),
            models.Index(fields=["institution_id", "host", "kind", "decided_at"], name="sample_figures"),
        ]


class SamplingStop(models.Model):
    """Automation for a country of work was stopped because too many samples were wrong. It stays.

    `judged` and `wrong` are the counts that led to it, `above_percent` the setting. What was decided before it counts
    for no later stop.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution_id = models.CharField(max_length=64)
    host = models.CharField(max_length=8)
    judged = models.PositiveIntegerField()
    wrong = models.PositiveIntegerField()
    above_percent = models.PositiveSmallIntegerField()
    stopped_at = models.DateTimeField()

    class Meta:
        ordering = ["-stopped_at"]
        indexes = [
            models.Index(fields=["institution_id", "host", "-stopped_at"], name="sampling_stop_newest")
        ]
