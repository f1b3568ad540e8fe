"""What an applicant says against a decision, the papers with it, and what came of it."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sojourn.casework.appeals.states import OPEN, AppealState
from sojourn.vault.fields import EncryptedTextField


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Ways of reading appeals."""

    def open(self) -> Self:
        """Those on which an answer is owed."""
        return self.filter(state__in=[state.value for state in OPEN])


class Appeal(models.Model):
    """An appeal against one decision. `words` are the applicant's, `answer` the institution's.

    `is_late`: it came after the days that the institution has set. `decided_by` and `signed_by` are those of the
    decision: who examines is neither, and the database refuses it as well. `came_to`: the decision that changed it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="appeals")
    decision = models.OneToOneField("casework.Decision", on_delete=models.PROTECT, related_name="appeal")
    # One press of the button, one appeal: the form carries the key, a second press finds it here.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=16, default=AppealState.RECEIVED.value)
    words = EncryptedTextField()
    appealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    due_on = models.DateField()
    is_late = models.BooleanField(default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    examiner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=40, blank=True, default="")
    answer = EncryptedTextField(blank=True, default="")
    came_to = models.OneToOneField(
        "casework.Decision", null=True, on_delete=models.PROTECT, related_name="came_from"
    )
    ended_at = models.DateTimeField(null=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=AppealState.RECEIVED.value, ended_at__isnull=True, came_to__isnull=True)
                | Q(
                    state=AppealState.ADMITTED.value,
                    ended_at__isnull=True,
                    came_to__isnull=True,
                    examiner__isnull=False,
                )
                | Q(
                    state__in=[AppealState.INADMISSIBLE.value, AppealState.UPHELD.value],
                    ended_at__isnull=False,
                    examiner__isnull=False,
                    came_to__isnull=True,
                )
                | Q(
                    state=AppealState.CHANGED.value,
                    ended_at__isnull=False,
                    examiner__isnull=False,
                    came_to__isnull=False,
                )
                | Q(state=AppealState.TAKEN_BACK.value, ended_at__isnull=False),
                name="appeal_state_known",
            ),
            models.CheckConstraint(
                condition=Q(examiner__isnull=True)
                | (Q(decided_by__isnull=True) | ~Q(examiner=F("decided_by")))
                & (Q(signed_by__isnull=True) | ~Q(examiner=F("signed_by"))),
                name="appeal_examined_by_another",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="appeal_due")]


class AppealPaper(models.Model):
    """A kept file that came with an appeal. Its name may name somebody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="papers")
    file_id = models.UUIDField(unique=True)
    name = EncryptedTextField()
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
