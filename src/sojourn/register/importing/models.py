"""A table brought into a register: what its columns mean, what it would change, and how far it was taken in."""

import uuid
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core import clock
from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField


class ImportState(StrEnum):
    """Where a table stands."""

    BROUGHT = "brought"
    LOOKED_AT = "looked_at"
    TAKING_IN = "taking_in"
    DONE = "done"


class Import(models.Model):
    """One file. `mapping`: the meaning of each column ("" for none). `counts`: rows that are new, changed, unchanged or
    contradictory. `odd`: what is contradictory, by row. `work_done`: rows of the file that were taken in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey("parties.Employer", on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The seat from which the worker goes on with it: read again before every part.
    seat = models.CharField(max_length=100)
    creation_key = models.UUIDField(unique=True, editable=False)
    created_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=12, default=ImportState.BROUGHT.value)
    file_id = models.UUIDField()
    file_name = EncryptedTextField(default="")
    media = models.CharField(max_length=8)
    sheet = EncryptedTextField(default="")
    header = EncryptedJSONField(default=list)
    sample = EncryptedJSONField(default=list)
    mapping = models.JSONField(default=list, blank=True)
    date_order = models.CharField(max_length=3, blank=True, default="")
    rows_in_file = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    odd = EncryptedJSONField(default=list, blank=True)
    work_done = models.PositiveIntegerField(default=0)
    work_begun_at = models.DateTimeField(null=True, blank=True)
    work_ended_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ImportState]),
                name="register_import_state_known",
            )
        ]
        indexes = [models.Index(fields=["employer", "-created_at"], name="register_import_newest")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def stands(self) -> ImportState:
        """The state, as one of its words."""
        return ImportState(self.state)
