"""An upload, its rows, and what is wrong with them. What names somebody is encrypted, the file's name among it."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core import clock
from sojourn.core.actors import Actor, Capacity
from sojourn.requests.bulk.states import RowState, UploadState
from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField


class UploadQuerySet(models.QuerySet["Upload"]):
    """Reading uploads. Whoever reads for somebody begins with `for_actor`."""

    def for_actor(self, actor: Actor) -> Self:
        """Those of the employer for which the actor acts."""
        if actor.capacity in {Capacity.EMPLOYER, Capacity.REPRESENTATIVE} and actor.party_id:
            return self.filter(employer_id=actor.party_id)
        return self.none()


class Upload(models.Model):
    """One file with many people in it, and how far it has come.

    `header` and `sample` are what the reader found; `mapping` names the question of each column ("" for none).
    `work_done` counts rows of the file (state mapped) or rows made (state sending); `claimed_until` keeps two
    workers apart.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey("parties.Employer", on_delete=models.PROTECT, related_name="+")
    firm_id = models.UUIDField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The capacity in which the worker goes on with it: read again before every part.
    acting = models.CharField(max_length=100)
    creation_key = models.UUIDField(unique=True, editable=False)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=16, default=UploadState.UPLOADED.value)

    file_id = models.UUIDField()
    file_index = models.CharField(max_length=64)
    file_name = EncryptedTextField(default="")
    media = models.CharField(max_length=8)
    sheet = EncryptedTextField(default="")
    sheets = EncryptedJSONField(default=list)
    header = EncryptedJSONField(default=list)
    mapping = models.JSONField(default=list, blank=True)
    date_order = models.CharField(max_length=3, blank=True, default="")
    rows_in_file = models.PositiveIntegerField(default=0)

    wants = models.CharField(max_length=8, blank=True, default="")
    notify = models.BooleanField(default=False)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    work_begun_at = models.DateTimeField(null=True, blank=True)
    work_ended_at = models.DateTimeField(null=True, blank=True)
    work_done = models.PositiveIntegerField(default=0)
    work_total = models.PositiveIntegerField(default=0)
    # What is to be changed in many rows alike, and how far that has come: see `mending`.
    mends = EncryptedJSONField(default=list, blank=True)
    # Why the work stopped before its end; sent rows stay sent.
    trouble = models.CharField(max_length=40, blank=True, default="")
    claimed_until = models.DateTimeField(null=True, blank=True)
    rounds = models.PositiveIntegerField(default=0)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in UploadState]), name="upload_state_known"
            ),
            models.CheckConstraint(condition=Q(wants__in=["", "send", "drafts"]), name="upload_wants_known"),
        ]
        indexes = [models.Index(fields=["employer", "-created_at"], name="upload_of_employer")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def stands(self) -> UploadState:
        """The state, as one of its words."""
        return UploadState(self.state)


class Row(models.Model):
    """One person of the file. `typed`: the cells by question, as they stand now. `law`: what the law says about it,
    naming nobody; `law_key` is the same for the same kind of situation. The request made of it has its id as key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=16)
    typed = EncryptedJSONField(default=dict)
    reasons = EncryptedJSONField(default=dict)
    ssn_index = models.CharField(max_length=64, blank=True, default="")
    person_index = models.CharField(max_length=64, blank=True, default="")
    host = models.CharField(max_length=8, blank=True, default="")
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    way = models.CharField(max_length=16, blank=True, default="")
    institution_id = models.CharField(max_length=64, blank=True, default="")
    law = models.JSONField(default=dict, blank=True)
    law_key = models.CharField(max_length=40, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="bulk_row_once"),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in RowState]), name="bulk_row_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["upload", "state", "number"], name="bulk_row_by_state"),
            models.Index(fields=["upload", "person_index"], name="bulk_row_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id}:{self.number}"

    @property
    def stands(self) -> RowState:
        """The state, as one of its words."""
        return RowState(self.state)


class RowFinding(models.Model):
    """One thing about a row: of which answer (`field`, question `fact`), what, with which values. What was typed
    stands here as a blind index only, so that rows with the same wrong answer find each other."""

    row = models.ForeignKey(Row, on_delete=models.CASCADE, related_name="findings")
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="+")
    fact = models.CharField(max_length=80)
    field = models.CharField(max_length=120)
    code = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    hinders = models.BooleanField(default=True)
    typed_index = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["upload", "fact", "code"], name="bulk_finding_alike")]

    def __str__(self) -> str:
        return f"{self.row_id}:{self.field}:{self.code}"


class ColumnMemory(models.Model):
    """How an employer's columns were understood last time: by a blind index of the column's name."""

    employer = models.ForeignKey("parties.Employer", on_delete=models.CASCADE, related_name="+")
    name_index = models.CharField(max_length=64)
    fact = models.CharField(max_length=80, blank=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employer", "name_index"], name="bulk_column_once_remembered")
        ]

    def __str__(self) -> str:
        return f"{self.employer_id}:{self.fact}"


def told_params(params: dict[str, Any]) -> dict[str, Any]:
    """Values of a finding in a form that a row can keep: days as ISO dates."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in params.items()
    }
