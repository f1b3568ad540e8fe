"""Standing waivers, what officers recorded, and the grounds of decisions."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField

EMPLOYER, WORKER = "employer", "worker"


class StandingWaiverQuerySet(models.QuerySet["StandingWaiver"]):
    """Reading standing waivers."""

    def of_institution(self, institution_id: str) -> Self:
        """Those of one institution."""
        return self.filter(institution_id=institution_id)

    def standing(self, day: date) -> Self:
        """Those that hold on that day."""
        return self.filter(revoked_at__isnull=True, until__gte=day)


class StandingWaiver(models.Model):
    """A hindrance that an institution sets aside for a time: which, for whom, why, by whom, until when. It stays.

    `employer_id` and `host` narrow it; empty means all. `reference` is the case by which the employer was named,
    because an employer's name stands in no list. From `revoked_at` on it holds no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # One press of the button, one waiver: the form carries the key, a second press finds it here.
    creation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution_id = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    employer_id = models.UUIDField(null=True)
    reference = models.CharField(max_length=32, blank=True, default="")
    host = models.CharField(max_length=8, blank=True, default="")
    reason = EncryptedTextField()
    until = models.DateField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)

    objects = StandingWaiverQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="standing_waiver_revoked_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["institution_id", "until"], name="standing_waiver_until")]


class RecordedFactQuerySet(models.QuerySet["RecordedFact"]):
    """Reading what was recorded."""

    def of_institution(self, institution_id: str) -> Self:
        """What one institution recorded: it says nothing to another."""
        return self.filter(institution_id=institution_id)

    def standing(self) -> Self:
        """What nobody has taken back."""
        return self.filter(revoked_at__isnull=True)


class RecordedFact(models.Model):
    """What an institution learned of an employer or a worker outside a request, to come up in each of their cases.

    `about` says of whom; the worker is found by the indexes of a case. `content` holds the day and where it is known
    from. `case` is where it was recorded. It is taken back, never deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution_id = models.CharField(max_length=64)
    about = models.CharField(max_length=8)
    kind = models.CharField(max_length=32)
    employer_id = models.UUIDField(null=True)
    number_index = models.CharField(max_length=64, blank=True, default="")
    identity_index = models.CharField(max_length=64, blank=True, default="")
    content = EncryptedJSONField()
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="recorded_facts")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)

    objects = RecordedFactQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(about=EMPLOYER, employer_id__isnull=False)
                | (Q(about=WORKER) & (~Q(number_index="") | ~Q(identity_index=""))),
                name="recorded_fact_about_somebody",
            ),
            # Twice the same is once: the second press of the button finds the first.
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(revoked_at__isnull=True),
                name="recorded_fact_once_a_case",
            ),
        ]
        indexes = [
            models.Index(fields=["employer_id"], name="recorded_fact_employer"),
            models.Index(fields=["number_index"], name="recorded_fact_number"),
            models.Index(fields=["identity_index"], name="recorded_fact_identity"),
        ]


class DecisionGrounds(models.Model):
    """On what a decision rests: which checks were run and what they found, and how well its facts are known.

    `checks`: {check: [{code, severity, waiver}]}, each check that was run, empty where it was passed. `facts`: what the
    law's answer weighed, {"declared" | "verified" | "established": [paths]}. `accepted`: the bases that were enough for
    a decision without a person. Law and checks are named by the decision itself. Never changed.
    """

    decision = models.OneToOneField(
        "casework.Decision", primary_key=True, on_delete=models.PROTECT, related_name="grounds"
    )
    checks = models.JSONField()
    facts = models.JSONField()
    accepted = models.JSONField()
