"""Groups of named staff, what only they see, and each opening with its reason."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.vault.fields import EncryptedTextField


class RestrictedGroup(models.Model):
    """Named staff of an institution who alone see certain cases. Its name must name no one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution_id = models.CharField(max_length=64)
    name = models.CharField(max_length=60)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution_id", "name"], name="restricted_group_name_once")
        ]


class GroupMember(models.Model):
    """Somebody in a group. The row goes with the membership; the journal keeps both."""

    group = models.ForeignKey(RestrictedGroup, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="restricted_member_once")]


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    """Reading restrictions."""

    def in_force(self) -> Self:
        """Those that have not been lifted."""
        return self.filter(lifted_at__isnull=True)


class Restriction(models.Model):
    """That only a group sees one case, or every case of one person (by blind index), from a moment on. It stays.

    `case` is the one in which it was set; `number_index` and `identity_index` are filled where it is about the person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution_id = models.CharField(max_length=64)
    group = models.ForeignKey(RestrictedGroup, on_delete=models.PROTECT, related_name="restrictions")
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="restrictions")
    whole_person = models.BooleanField(default=False)
    number_index = models.CharField(max_length=64, blank=True, default="")
    identity_index = models.CharField(max_length=64, blank=True, default="")
    reason = EncryptedTextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lift_reason = EncryptedTextField(blank=True, default="")
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(lifted_at__isnull=True), name="restriction_once_in_force"
            )
        ]
        indexes = [
            models.Index(
                fields=["number_index"], condition=Q(lifted_at__isnull=True), name="restriction_number"
            ),
            models.Index(
                fields=["identity_index"], condition=Q(lifted_at__isnull=True), name="restriction_identity"
            ),
        ]


class Opening(models.Model):
    """That a member of the group opened a restricted case, and why. Good for the working day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="openings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=32)
    words = EncryptedTextField(blank=True, default="")
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "person", "opened_at"], name="opening_of_case")]
