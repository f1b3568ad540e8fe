"""An audit pack: for which trips it is made, how far it is, and its bytes, sealed in parts."""

import uuid
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core import clock
from sojourn.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from datetime import datetime

    from sojourn.register.seats import Seat


class PackState(StrEnum):
    """Where a pack stands."""

    MAKING = "making"
    READY = "ready"
    STOPPED = "stopped"
    GONE = "gone"


class AuditPackQuerySet(models.QuerySet["AuditPack"]):
    """Reading packs. Whoever reads for somebody begins with `for_actor`."""

    def for_actor(self, seat: "Seat") -> Self:
        """Those of the employer for who sees everything there; for who sees a part, those asked for from that seat."""
        mine = self.filter(employer_id=seat.employer_id)
        if seat.sees_all and not seat.countries:
            return mine
        return mine.filter(seat=seat.token) if seat.may_manage else self.none()

    def to_be_made(self, moment: "datetime") -> Self:
        """Those at which nobody works."""
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=moment)
        return self.filter(free, state=PackState.MAKING.value)


class AuditPack(models.Model):
    """One pack. `traveller`, `country`, `start` and `end` say for which trips; `purpose` for whom, in own words.

    `trips` are to be taken in, `work_done` are. `gaps`: trips without proof of cover, as counted while it was made.
    `seat`: the one from which it was asked for, read again by the worker.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey("parties.Employer", on_delete=models.PROTECT, related_name="+")
    creation_key = models.UUIDField(unique=True, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    seat = models.CharField(max_length=100)
    language = models.CharField(max_length=8, default="en")
    traveller = models.ForeignKey(
        "register.Traveller", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    country = models.CharField(max_length=8, blank=True, default="")
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    purpose = EncryptedTextField(blank=True, default="")
    explanation = EncryptedTextField(blank=True, default="")
    state = models.CharField(max_length=12, default=PackState.MAKING.value)
    trips = models.PositiveIntegerField(default=0)
    gaps = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    work_done = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    until = models.DateField()
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")

    objects = AuditPackQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in PackState]), name="audit_pack_state_known"
            )
        ]
        indexes = [models.Index(fields=["employer", "-asked_at"], name="audit_pack_newest")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def stands(self) -> PackState:
        """The state, as one of its words."""
        return PackState(self.state)


class PackPart(models.Model):
    """Some of a pack's bytes, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pack = models.ForeignKey(AuditPack, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["pack", "number"], name="pack_part_once")]

    def __str__(self) -> str:
        return f"{self.pack_id}:{self.number}"
