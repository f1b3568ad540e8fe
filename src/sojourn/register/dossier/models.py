"""Certificates from elsewhere, temporariness with its evidence, decisions without an agreement, insurance wishes."""

import uuid
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core import clock
from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField


class KeptState(StrEnum):
    """Where a certificate from elsewhere stands: read by rules, confirmed by a person, or set aside."""

    READ = "read"
    CONFIRMED = "confirmed"
    SET_ASIDE = "set_aside"


class Choice(StrEnum):
    """What was decided where no agreement binds."""

    KEEP_HOME = "keep_home"
    VOLUNTARY = "voluntary"
    REGISTER_THERE = "register_there"
    ASK = "ask"


class Point(StrEnum):
    """What shows that work abroad is temporary."""

    CLEAR_END = "clear_end"
    WILL_RETURN = "will_return"
    JOB_WAITS = "job_waits"
    NOT_USUAL = "not_usual"


class KeptCertificate(models.Model):
    """A certificate that was brought. `read` is what rules found in the file, `fields` what a person confirmed.

    `sealed`: the file was made here and its seal holds, so that what it says needs no typing; it counts as long as the
    certificate of that number stands.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey("parties.Employer", on_delete=models.PROTECT, related_name="+")
    traveller = models.ForeignKey("register.Traveller", on_delete=models.PROTECT, related_name="+")
    trip = models.ForeignKey(
        "register.Assignment", null=True, blank=True, on_delete=models.PROTECT, related_name="kept"
    )
    creation_key = models.UUIDField(unique=True, editable=False)
    file_id = models.UUIDField()
    media = models.CharField(max_length=100)
    state = models.CharField(max_length=12, default=KeptState.READ.value)
    sealed = models.BooleanField(default=False)
    verdict = models.CharField(max_length=24, blank=True, default="")
    read = EncryptedJSONField(default=dict)
    fields = EncryptedJSONField(default=dict)
    number_index = models.CharField(max_length=64, blank=True, default="")
    host = models.CharField(max_length=8, blank=True, default="")
    legislation = models.CharField(max_length=8, blank=True, default="")
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in KeptState]), name="kept_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(trip__isnull=False, start__isnull=False),
                name="kept_confirmed_for_a_trip",
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=models.F("start")),
                name="kept_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["employer", "-added_at"], name="kept_newest"),
            models.Index(fields=["employer", "number_index"], name="kept_by_number"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def stands(self) -> KeptState:
        """The state, as one of its words."""
        return KeptState(self.state)


class TripDecision(models.Model):
    """What somebody decided for a trip where no agreement binds. Never changed: the newest one counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trip = models.ForeignKey("register.Assignment", on_delete=models.PROTECT, related_name="decisions")
    creation_key = models.UUIDField(unique=True, editable=False)
    choice = models.CharField(max_length=16)
    because = EncryptedTextField(blank=True, default="")
    law_version = models.CharField(max_length=80)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(choice__in=[choice.value for choice in Choice]), name="trip_decision_choice_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Temporariness(models.Model):
    """Why a trip is temporary: each point with yes or no, and one's own words. A point that is not there was not asked
    for, or is not known."""

    trip = models.OneToOneField(
        "register.Assignment", primary_key=True, on_delete=models.PROTECT, related_name="temporariness"
    )
    points = models.JSONField(default=dict)
    words = EncryptedTextField(blank=True, default="")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.trip_id)


class Evidence(models.Model):
    """A file that shows what was said of a trip."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trip = models.ForeignKey("register.Assignment", on_delete=models.PROTECT, related_name="evidence")
    creation_key = models.UUIDField(unique=True, editable=False)
    file_id = models.UUIDField()
    media = models.CharField(max_length=100)
    name = EncryptedTextField(default="")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.id)


class InsuranceWish(models.Model):
    """From how many days on an employer wants travel health insurance, and where from the first day."""

    employer = models.OneToOneField(
        "parties.Employer", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    longer_than = models.PositiveSmallIntegerField()
    always_in = models.JSONField(default=list, blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.employer_id)
