"""Certificates issued abroad as a host institution keeps them, disputes about them, and concerns from outside."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from sojourn.casework.foreign.states import ConcernState, DisputeState, ForeignState, Standing
from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField

US_NUMBER = "us_ssn"


class ForeignCertificateQuerySet(models.QuerySet["ForeignCertificate"]):
    """Ways of reading them."""

    def of_institution(self, institution_id: str) -> Self:
        """Those that one institution registered: the border that no officer crosses."""
        return self.filter(institution_id=institution_id)

    def standing(self) -> Self:
        """Those that bind: neither replaced nor withdrawn."""
        return self.filter(state=ForeignState.REGISTERED.value)

    def of_person(self, number_index: str, identity_index: str, number_kind: str = US_NUMBER) -> Self:
        """Those of one worker: the same number, or name and birth date unless both numbers, of one kind, differ."""
        same = Q(pk__in=[])
        if number_index:
            same |= Q(number_index=number_index)
        if identity_index:
            comparable = Q(number_kind=number_kind) & ~Q(number_index="") if number_index else Q(pk__in=[])
            same |= Q(identity_index=identity_index) & ~comparable
        return self.filter(same)

    def in_dispute(self) -> Self:
        """Those about which a dispute is open."""
        return self.filter(Exists(Dispute.objects.open().filter(certificate=OuterRef("pk"))))

    def ending_by(self, today: date, last: date) -> Self:
        """Those that end from `today` to `last`, both included."""
        return self.standing().filter(end__gte=today, end__lte=last)


class ForeignCertificate(models.Model):
    """One certificate issued abroad, as it was registered. Never changed, short of its state and its erasure.

    Replaced by a newer one of its issuer that is not registered here: superseded, with no `replaced_by`.

    `particulars` hold its number, the person, the employers and places; `certificate_index`, `number_index` and
    `identity_index` find them without showing them. `issuer_id` is the institution of the law data, where it is one of
    them; `own_number` the certificate's number where it was issued by an institution hosted here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=16, unique=True)
    creation_key = models.UUIDField(unique=True)
    institution_id = models.CharField(max_length=64)
    issuer_country = models.CharField(max_length=8)
    issuer_id = models.CharField(max_length=64, blank=True, default="")
    issuer_name = models.CharField(max_length=300)
    own_number = models.CharField(max_length=20, blank=True, default="")
    kind = models.CharField(max_length=16)
    instrument = models.CharField(max_length=64)
    article = models.CharField(max_length=64, blank=True, default="")
    legislation = models.CharField(max_length=8)
    host = models.CharField(max_length=8)
    start = models.DateField()
    end = models.DateField(null=True)
    particulars = EncryptedJSONField()
    certificate_index = models.CharField(max_length=64, blank=True, default="")
    number_index = models.CharField(max_length=64, blank=True, default="")
    number_kind = models.CharField(max_length=16, blank=True, default="")
    identity_index = models.CharField(max_length=64, blank=True, default="")
    file_id = models.UUIDField(null=True, unique=True)
    file_sha256 = models.CharField(max_length=64, blank=True, default="")
    standing = models.CharField(max_length=16)
    state = models.CharField(max_length=16, default=ForeignState.REGISTERED.value)
    findings = models.JSONField(default=list)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    changed_on = models.DateField(null=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    objects = ForeignCertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in ForeignState]), name="foreign_state_known"
            ),
            models.CheckConstraint(
                condition=Q(standing__in=[each.value for each in Standing]), name="foreign_standing_known"
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="foreign_period_in_order"
            ),
            # The same number of the same country stands once; what it replaced does not stand any more.
            models.UniqueConstraint(
                fields=["institution_id", "issuer_country", "certificate_index"],
                condition=Q(state=ForeignState.REGISTERED.value) & ~Q(certificate_index=""),
                name="foreign_number_stands_once",
            ),
            models.UniqueConstraint(
                fields=["institution_id", "file_sha256"],
                condition=~Q(file_sha256=""),
                name="foreign_file_once",
            ),
        ]
        indexes = [
            models.Index(fields=["institution_id", "-registered_at", "id"], name="foreign_newest"),
            models.Index(fields=["institution_id", "state", "end"], name="foreign_ending"),
            models.Index(fields=["number_index"], name="foreign_number"),
            models.Index(fields=["identity_index"], name="foreign_identity"),
            models.Index(fields=["certificate_index"], name="foreign_certificate"),
        ]


class ForeignDraft(models.Model):
    """What an officer is about to register: the file as it came, what was read from it. Let go of after a day.

    `fields` are the items by name; `read` says of each where it comes from: "sealed" or "read".
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution_id = models.CharField(max_length=64)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    file_id = models.UUIDField(null=True, unique=True)
    file_sha256 = models.CharField(max_length=64, blank=True, default="")
    standing = models.CharField(max_length=16, default=Standing.SEEN.value)
    verdict = models.CharField(max_length=32, blank=True, default="")
    fields = EncryptedJSONField(default=dict)
    read = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(standing__in=[each.value for each in Standing]), name="foreign_draft_standing"
            )
        ]
        indexes = [models.Index(fields=["begun_at"], name="foreign_draft_age")]


class DisputeQuerySet(models.QuerySet["Dispute"]):
    """Ways of reading disputes."""

    def open(self) -> Self:
        """Those not closed."""
        return self.exclude(state=DisputeState.CLOSED.value)

    def concerning(self, institution_id: str) -> Self:
        """Those in which an institution has a part, as the one that doubts or the one that issued."""
        return self.filter(Q(institution_id=institution_id) | Q(issuer_id=institution_id, issuer_hosted=True))


class Dispute(models.Model):
    """Doubts of one institution about a certificate of another, until they are settled.

    `procedure` is that of European coordination or the dialogue of an agreement; `due_on` is the day by which the next
    step is owed, where one is set, `due_step` which one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=16, unique=True)
    creation_key = models.UUIDField(unique=True)
    certificate = models.ForeignKey(ForeignCertificate, on_delete=models.PROTECT, related_name="disputes")
    institution_id = models.CharField(max_length=64)
    issuer_id = models.CharField(max_length=64, blank=True, default="")
    issuer_name = models.CharField(max_length=300)
    issuer_hosted = models.BooleanField(default=False)
    own_number = models.CharField(max_length=20, blank=True, default="")
    procedure = models.CharField(max_length=16)
    state = models.CharField(max_length=24, default=DisputeState.DOUBTED.value)
    version = models.PositiveIntegerField(default=0)
    opened_on = models.DateField()
    due_step = models.CharField(max_length=32, blank=True, default="")
    due_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in DisputeState]), name="dispute_state_known"
            ),
            models.CheckConstraint(
                condition=Q(procedure__in=["eu", "agreement"]), name="dispute_procedure_known"
            ),
            models.UniqueConstraint(
                fields=["certificate"],
                condition=~Q(state=DisputeState.CLOSED.value),
                name="dispute_one_open_a_certificate",
            ),
        ]
        indexes = [
            models.Index(fields=["institution_id", "state"], name="dispute_of_doubter"),
            models.Index(fields=["issuer_id", "state"], name="dispute_of_issuer"),
            models.Index(
                fields=["own_number"], condition=~Q(own_number=""), name="dispute_of_own_certificate"
            ),
            models.Index(
                fields=["due_on"],
                condition=Q(due_on__isnull=False, reminded_at__isnull=True),
                name="dispute_to_remind",
            ),
        ]


class DisputeStep(models.Model):
    """One step of a dispute with what was said. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveIntegerField()
    step = models.CharField(max_length=32)
    side = models.CharField(max_length=16)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField()
    on = models.DateField()
    reasons = models.JSONField(default=list)
    text = EncryptedTextField(blank=True, default="")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["dispute", "position"], name="dispute_step_in_order")]


class DisputeTerm(models.Model):
    """How long an institution gives for a step on which the law read here sets no time: set by it, with a source."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution_id = models.CharField(max_length=64)
    procedure = models.CharField(max_length=16)
    step = models.CharField(max_length=32)
    amount = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution_id", "procedure", "step"], name="dispute_term_once_a_step"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="dispute_term_is_some_time"),
        ]


class Concern(models.Model):
    """What somebody without an account saw and reported about a certificate of an institution."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=16, unique=True)
    creation_key = models.UUIDField(unique=True)
    institution_id = models.CharField(max_length=64)
    certificate_number = models.CharField(max_length=20, blank=True, default="")
    number_known = models.BooleanField(default=False)
    seen = EncryptedTextField()
    place = EncryptedTextField(blank=True, default="")
    contact = EncryptedTextField(blank=True, default="")
    has_contact = models.BooleanField(default=False)
    file_id = models.UUIDField(null=True, unique=True)
    media_type = models.CharField(max_length=100, blank=True, default="")
    language = models.CharField(max_length=8, default="en")
    state = models.CharField(max_length=16, default=ConcernState.NEW.value)
    version = models.PositiveIntegerField(default=0)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    note = EncryptedTextField(blank=True, default="")
    reported_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in ConcernState]), name="concern_state_known"
            )
        ]
        indexes = [models.Index(fields=["institution_id", "state", "reported_at"], name="concern_queue")]
