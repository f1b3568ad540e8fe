"""What an HR directory has told of a traveller."""

import uuid

from django.db import models
from django.db.models import Q

from sojourn.core import clock
from sojourn.vault.fields import EncryptedJSONField


class Entry(models.Model):
    """One person as the directory names them. `told`: what it said, in its own words; the register's row is the
    traveller's.

    `active`: whether the directory has the person in service. `gone_at`: it has forgotten the entry; somebody who
    comes back under the same name is the same traveller.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey("parties.Employer", on_delete=models.PROTECT, related_name="+")
    traveller = models.ForeignKey("register.Traveller", on_delete=models.PROTECT, related_name="+")
    user_name_index = models.CharField(max_length=64)
    external_index = models.CharField(max_length=64, blank=True, default="")
    told = EncryptedJSONField(default=dict)
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "user_name_index"],
                condition=Q(gone_at__isnull=True),
                name="directory_user_name_once",
            ),
            models.UniqueConstraint(
                fields=["employer", "external_index"],
                condition=Q(gone_at__isnull=True) & ~Q(external_index=""),
                name="directory_external_id_once",
            ),
            models.UniqueConstraint(
                fields=["traveller"], condition=Q(gone_at__isnull=True), name="directory_entry_once"
            ),
        ]
        indexes = [models.Index(fields=["employer", "made_at", "id"], name="directory_in_order")]

    def __str__(self) -> str:
        return str(self.id)
