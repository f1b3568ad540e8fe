"""Runs in which an employer's open trips were judged anew, and the trips whose answer became another one."""

import uuid

from django.db import models
from django.db.models import Q

from sojourn.core import clock


class LawRun(models.Model):
    """One time that all open trips of an employer are judged anew.

    `law_before`: the version under which one of them stood. `all_trips`: what holds for all trips has changed, so those
    that stand under the law of today are judged as well.
    `provisions`: by instrument in use, digests of what its provisions said when the run ended, for the next run to
    compare with; `changed_law`: by instrument, the provisions that differ from the run before (None: there was none to
    compare with).
    `reached`: the last traveller who was judged.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey("parties.Employer", on_delete=models.PROTECT, related_name="+")
    law_before = models.CharField(max_length=80, blank=True, default="")
    law_after = models.CharField(max_length=80)
    all_trips = models.BooleanField(default=False)
    begun_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    reached = models.UUIDField(null=True, blank=True)
    travellers = models.PositiveIntegerField(default=0)
    trips = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    provisions = models.JSONField(default=dict, blank=True)
    changed_law = models.JSONField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["employer"], condition=Q(ended_at__isnull=True), name="law_run_one_open"
            )
        ]
        indexes = [models.Index(fields=["employer", "-begun_at"], name="law_run_newest")]

    def __str__(self) -> str:
        return str(self.id)


class LawEffect(models.Model):
    """A trip whose answer became another one in a run: the answer before and after, in codes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(LawRun, on_delete=models.CASCADE, related_name="effects")
    trip = models.ForeignKey("register.Assignment", on_delete=models.CASCADE, related_name="+")
    # Beside the trip, so that a page of effects needs no sorting over another table.
    host = models.CharField(max_length=8)
    start = models.DateField()
    cover_before = models.CharField(max_length=12)
    cover_after = models.CharField(max_length=12)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["run", "trip"], name="law_effect_once")]
        indexes = [models.Index(fields=["run", "start", "id"], name="law_effect_by_start")]

    def __str__(self) -> str:
        return str(self.id)
