"""Notifications as they were made, frozen; and what became of each with each state that gets it."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.casework.european.states import NoticeState
from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField

RESULTS = ("agreed", "objected")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Ways of reading notifications."""

    def seen_by(self, institution_id: str) -> Self:
        """Those that an institution made, and those that were delivered to it here."""
        here = Delivery.objects.filter(institution_id=institution_id, here=True).values("notice")
        return self.filter(Q(institution_id=institution_id) | Q(pk__in=here))

    def due_to_become_final(self, today: date) -> Self:
        """Provisional ones whose last day for an objection is over."""
        return self.filter(state=NoticeState.PROVISIONAL.value, final_after__lt=today)


class Notice(models.Model):
    """One notification. `key` names what it was made of, so that it is made once; `previous` is the one it changes,
    `answers` the one it replies to. `final_after`: the last day for an objection, once each state has been told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=16, unique=True)
    key = models.CharField(max_length=120, unique=True)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="notices")
    institution_id = models.CharField(max_length=64)
    message = models.CharField(max_length=4)
    version = models.PositiveSmallIntegerField(default=1)
    previous = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="changed_by")
    answers = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="answered_by")
    certificate_number = models.CharField(max_length=32, blank=True, default="")
    content = EncryptedJSONField()
    state = models.CharField(max_length=12, default=NoticeState.KEPT.value)
    made_at = models.DateTimeField()
    final_after = models.DateField(null=True)
    needs_look = models.BooleanField(default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in NoticeState]), name="notice_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=NoticeState.PROVISIONAL.value) | Q(final_after__isnull=False),
                name="notice_provisional_has_day",
            ),
        ]
        indexes = [
            models.Index(fields=["institution_id", "-made_at"], name="notice_of_institution"),
            models.Index(fields=["certificate_number"], name="notice_of_certificate"),
            models.Index(
                fields=["final_after"], condition=Q(state="provisional"), name="notice_becoming_final"
            ),
        ]


class Delivery(models.Model):
    """A notification with one institution that gets it. `here`: in its list in this service, the moment it was made;
    else an officer sends the paper and says when. `result`: what that state said, if anything."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    institution_id = models.CharField(max_length=64)
    country = models.CharField(max_length=8)
    here = models.BooleanField()
    sent_on = models.DateField(null=True)
    way = models.CharField(max_length=12, blank=True, default="")
    result = models.CharField(max_length=10, blank=True, default="")
    result_on = models.DateField(null=True)
    remarks = EncryptedTextField(blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["country"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "institution_id"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(result="") | Q(result__in=RESULTS, result_on__isnull=False),
                name="delivery_result_known",
            ),
        ]
        indexes = [models.Index(fields=["institution_id", "here"], name="delivery_inbox")]
