"""What is kept of a status list: whose it is and how long. Which place is whose stands with the certificate.

Nothing here names a certificate: a list is the same for everybody, and a place in it is drawn at random.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class StatusList(models.Model):
    """One list of an institution.

    `uri`: its address as certificates bear it, which never changes. `size`: how many places it has. `changes`: how
    often the status of a certificate in it has changed. `closed_at`: from when on new certificates get another list.
    """

    name = models.CharField(max_length=12, primary_key=True)
    uri = models.CharField(max_length=300, unique=True)
    institution_id = models.CharField(max_length=64)
    institution_name = models.CharField(max_length=300)
    institution_country = models.CharField(max_length=2, blank=True)
    size = models.PositiveIntegerField()
    changes = models.PositiveBigIntegerField(default=0)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions: ClassVar = ()
        ordering: ClassVar = ["opened_at", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["institution_id"], condition=Q(closed_at__isnull=True), name="status_list_one_open"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="status_list_has_places"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="status_list_closed_later",
            ),
        ]


class SignedList(models.Model):
    """The newest signed form of a list, as published. `changes`: how many of the list's changes it knows."""

    status_list = models.OneToOneField(
        StatusList, primary_key=True, on_delete=models.PROTECT, related_name="signed"
    )
    changes = models.PositiveBigIntegerField()
    kid = models.CharField(max_length=16)
    jwt = models.TextField()
    cwt = models.BinaryField()
    signed_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()

    class Meta:
        default_permissions: ClassVar = ()
