"""Where an employer's systems are told, what happened, and what became of telling it."""

import secrets
import uuid
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core import clock
from sojourn.vault.fields import EncryptedTextField


class Kind(StrEnum):
    """What may be told."""

    TO_DO_OPENED = "to_do.opened"
    TO_DO_MOVED = "to_do.moved"
    TO_DO_SETTLED = "to_do.settled"
    COVER_CHANGED = "cover.changed"
    CERTIFICATE_ISSUED = "certificate.issued"
    CERTIFICATE_ENDED = "certificate.ended"
    TEST = "test"


CHOOSABLE = tuple(kind for kind in Kind if kind is not Kind.TEST)


class EndpointState(StrEnum):
    """Where an endpoint stands."""

    IN_FORCE = "in_force"
    STOPPED = "stopped"
    ENDED = "ended"


class DeliveryState(StrEnum):
    """What became of telling one happening to one endpoint."""

    POSTED = "posted"
    DELIVERED = "delivered"
    FAILED = "failed"


class Endpoint(models.Model):
    """An address of the employer's that is told. The address may hold a secret of its own, so it rests encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey("parties.Employer", on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    creation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(default=clock.now)
    address = EncryptedTextField()
    secret = EncryptedTextField()
    # After a turn-over both sign for a while, so that the receiver can change without losing anything.
    secret_before = EncryptedTextField(blank=True, default="")
    secret_before_until = models.DateTimeField(null=True, blank=True)
    kinds = models.JSONField(default=list)
    state = models.CharField(max_length=12, default=EndpointState.IN_FORCE.value)
    failing_since = models.DateTimeField(null=True, blank=True)
    last_delivered_at = models.DateTimeField(null=True, blank=True)
    stopped_because = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in EndpointState]), name="hook_state_known"
            )
        ]
        indexes = [models.Index(fields=["employer", "state"], name="hook_of_employer")]

    def __str__(self) -> str:
        return str(self.id)


def message_id() -> str:
    """A name for a happening that is never given twice."""
    return f"msg_{secrets.token_hex(16)}"


class Happening(models.Model):
    """What happened, as the exact text that is signed and sent: ids and codes, and nothing that names anybody."""

    id = models.CharField(primary_key=True, max_length=40, default=message_id, editable=False)
    employer = models.ForeignKey("parties.Employer", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24)
    body = models.TextField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["made_at"], name="happening_by_age")]

    def __str__(self) -> str:
        return self.id


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Reading deliveries."""

    def due(self, moment: datetime) -> "DeliveryQuerySet":
        """What should be tried now, longest waiting first."""
        rows = self.filter(state=DeliveryState.POSTED.value, next_try__lte=moment)
        return rows.filter(endpoint__state=EndpointState.IN_FORCE.value).order_by("next_try", "id")


class Delivery(models.Model):
    """One happening for one endpoint. `answer`: the status of the last answer; `fault`: why there was none."""

    id = models.BigAutoField(primary_key=True)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    happening = models.ForeignKey(Happening, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=12, default=DeliveryState.POSTED.value)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True, blank=True)
    last_try_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    answer = models.PositiveSmallIntegerField(null=True, blank=True)
    fault = models.CharField(max_length=40, blank=True, default="")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "happening"], name="hook_delivery_once"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.POSTED.value, next_try__isnull=False)
                | (Q(next_try__isnull=True) & ~Q(state=DeliveryState.POSTED.value)),
                name="hook_delivery_has_next_try",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try"], condition=Q(state="posted"), name="hook_delivery_due"),
            models.Index(fields=["endpoint", "-id"], name="hook_delivery_latest"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
