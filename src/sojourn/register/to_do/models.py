"""What has to be done about a trip: kept, so that it can be put off, marked as done, counted and subscribed to."""

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core import clock
from sojourn.register.to_do.acts import Act, Rule
from sojourn.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from datetime import date


class ToDoQuerySet(models.QuerySet["ToDo"]):
    """Reading what has to be done."""

    def open(self) -> Self:
        """What nobody has marked as done."""
        return self.filter(done_at__isnull=True)

    def awake(self, today: "date") -> Self:
        """What is open and was not put off until a later day."""
        return self.open().filter(Q(put_off_until__isnull=True) | Q(put_off_until__lte=today))


class ToDo(models.Model):
    """One thing to do about one trip, by a day that follows from a rule."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey("parties.Employer", on_delete=models.PROTECT, related_name="+")
    trip = models.ForeignKey("register.Assignment", on_delete=models.CASCADE, related_name="to_dos")
    act = models.CharField(max_length=16)
    due_on = models.DateField()
    rule = models.CharField(max_length=16)
    made_at = models.DateTimeField(default=clock.now)
    put_off_until = models.DateField(null=True, blank=True)
    put_off_because = EncryptedTextField(blank=True, default="")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ToDoQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["trip", "act"], name="to_do_once"),
            models.CheckConstraint(condition=Q(act__in=[act.value for act in Act]), name="to_do_act_known"),
            models.CheckConstraint(
                condition=Q(rule__in=[rule.value for rule in Rule]), name="to_do_rule_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["employer", "due_on", "id"], condition=Q(done_at__isnull=True), name="to_do_by_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.trip_id}:{self.act}"


class Calendar(models.Model):
    """An address under which one person's programs read what has to be done: a secret, kept as a digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey("parties.Employer", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The seat from which it was made, read again at each use: it never shows more than its person may see that day.
    seat = models.CharField(max_length=100)
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["employer", "person"], name="calendar_once")]

    def __str__(self) -> str:
        return str(self.id)
