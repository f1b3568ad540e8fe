"""What is kept of a certificate. Rows are frozen (see frozen.py); a change of status is a row of its own."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sojourn.certificates.states import Status
from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField

_STATUSES = [(status.value, status.value) for status in Status]


class SealKey(models.Model):
    """The public part of a key with which an institution has sealed. Its chain is PEM, the seal's own first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kid = models.CharField(max_length=16, unique=True)
    institution_id = models.CharField(max_length=64)
    institution_name = models.CharField(max_length=300)
    chain = models.TextField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    first_used_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["institution_id", "first_used_at"]


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Reading certificates."""

    def numbered(self, number: str) -> "Certificate | None":
        """The certificate with this number, in its normal form."""
        return self.select_related("seal_key").filter(number=number).first()

    def with_document(self, sha256: str) -> "Certificate | None":
        """The certificate whose document has this digest."""
        return self.select_related("seal_key").filter(document_sha256=sha256).first()

    def with_check(self, check_index: str) -> "Certificate | None":
        """The certificate that this number and secret open together."""
        return next(iter(self.filter(check_index=check_index)), None)


class Certificate(models.Model):
    """One issued certificate.

    `check_index`: keyed hash of number and secret together, so that a wrong number and a wrong secret are the
    same look-up with no row. `issue_key`: what makes issuing idempotent. `status_list`, `status_index`: where its
    status stands for those who check it elsewhere; NULL until one from before there were lists is given a place.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    issue_key = models.CharField(max_length=200, unique=True)
    check_index = models.CharField(max_length=64, unique=True)
    secret = EncryptedTextField()
    content = EncryptedJSONField()
    institution_id = models.CharField(max_length=64, db_index=True)
    period_start = models.DateField()
    period_end = models.DateField(null=True)
    document_file = models.UUIDField(unique=True)
    document_sha256 = models.CharField(max_length=64, unique=True)
    seal_key = models.ForeignKey(SealKey, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=_STATUSES, default=Status.VALID.value)
    erased_at = models.DateTimeField(null=True)
    status_list = models.ForeignKey(
        "status_list.StatusList", null=True, on_delete=models.PROTECT, related_name="+"
    )
    status_index = models.PositiveIntegerField(null=True)

    objects: ClassVar[models.Manager["Certificate"]] = CertificateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status]), name="certificate_status_known"
            ),
            models.CheckConstraint(
                condition=Q(period_end__isnull=True) | Q(period_end__gte=F("period_start")),
                name="certificate_period_in_order",
            ),
            models.UniqueConstraint(
                fields=["status_list", "status_index"],
                condition=Q(status_list__isnull=False),
                name="certificate_status_place_its_own",
            ),
            models.CheckConstraint(
                condition=Q(status_list__isnull=True, status_index__isnull=True)
                | Q(status_list__isnull=False, status_index__isnull=False),
                name="certificate_status_place_whole",
            ),
        ]


class StatusChange(models.Model):
    """A certificate became superseded or withdrawn, which can happen once each; or it was suspended, or confirmed
    ("valid") after that, which can happen again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="changes")
    status = models.CharField(max_length=12, choices=_STATUSES)
    reason_code = models.CharField(max_length=60)
    effective_on = models.DateField()
    replaced_by = models.ForeignKey(Certificate, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["changed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate", "status"],
                condition=Q(status__in=[Status.SUPERSEDED.value, Status.WITHDRAWN.value]),
                name="status_change_once",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.SUPERSEDED.value, replaced_by__isnull=False)
                | Q(
                    status__in=[Status.WITHDRAWN.value, Status.SUSPENDED.value, Status.VALID.value],
                    replaced_by__isnull=True,
                ),
                name="status_change_names_successor",
            ),
        ]
