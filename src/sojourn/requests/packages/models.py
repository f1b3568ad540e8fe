"""What is kept of a package beside its request, which stays frozen."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core import clock
from sojourn.requests.packages.states import Outcome, PackageState
from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField


class PackageQuerySet(models.QuerySet["Package"]):
    """Reading packages."""

    def due(self, today: date) -> "PackageQuerySet":
        """Those that still wait for an answer and of which somebody wants to be reminded by now."""
        return self.filter(remind_on__lte=today, reminded_at__isnull=True).exclude(
            state=PackageState.ANSWERED.value
        )


class Package(models.Model):
    """What an applicant sends to an institution that does not decide here.

    `office`: name and address of the office, as the applicant typed it, where the data name it in general words or know
    no address. `sent_file`: the PDF as it was when it was recorded as sent. `answer`: what a certificate that
    came back says (number, from, until, issuer), or words on another answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.OneToOneField("requests.Request", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=PackageState.READY.value)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    office = EncryptedJSONField(default=dict, blank=True)

    sent_on = models.DateField(null=True, blank=True)
    sent_by = models.CharField(max_length=12, blank=True, default="")
    foreign_reference = EncryptedTextField(blank=True, default="")
    sent_file = models.UUIDField(null=True, blank=True, unique=True)
    sent_law = models.CharField(max_length=80, blank=True, default="")

    remind_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    answered_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, blank=True, default="")
    answer = EncryptedJSONField(default=dict, blank=True)

    objects = PackageQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in PackageState]), name="package_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=PackageState.READY.value) | Q(sent_on__isnull=False),
                name="package_sent_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=PackageState.ANSWERED.value)
                | Q(outcome__in=[each.value for each in Outcome], answered_on__isnull=False),
                name="package_answered_has_outcome",
            ),
        ]
        indexes = [
            models.Index(
                fields=["remind_on"], condition=Q(reminded_at__isnull=True), name="package_reminder_due"
            )
        ]

    @property
    def stands(self) -> PackageState:
        """The state, as one of its words."""
        return PackageState(self.state)


class PackageFile(models.Model):
    """A paper that came back. What it is called at home is not kept: names of files hold names of people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="files")
    file_id = models.UUIDField(unique=True)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["added_at"]
