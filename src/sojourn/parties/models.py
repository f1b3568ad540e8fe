"""People and the organisations for which they act."""

import uuid
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from sojourn.core import clock
from sojourn.core.actors import Actor, Capacity
from sojourn.parties.key_models import ApiKey as ApiKey
from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField


class PersonManager(BaseUserManager["Person"]):
    """Makes accounts; the e-mail address is the name to sign in with, whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make an account. A password of None leaves it without one (passkey, or not yet set)."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person with this address, in any case. Raises Person.DoesNotExist."""
        return self.get(email__iexact=(username or "").strip())


class Person(AbstractBaseUser):
    """Somebody who can sign in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = EncryptedTextField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=8, default="en")
    # In E.164; so that the institution can call about a request. NULL for none.
    phone = EncryptedTextField(null=True, blank=True)
    # Whether new requests of this person begin with letters at each step.
    notices = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)
    # When the account was left: what names the person is gone then, the row stays for what the law keeps.
    left_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]

    def __str__(self) -> str:
        return str(self.id)


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Reading mandates."""

    def in_force(self, on: date) -> Self:
        """Those that may be used on that day."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on),
            valid_from__lte=on,
            revoked_at__isnull=True,
        )

    def for_actor(self, actor: Actor) -> Self:
        """Those that the actor may see: the employer's own, or those of the actor's firm."""
        match actor.capacity:
            case Capacity.EMPLOYER:
                return self.filter(employer_id=actor.party_id)
            case Capacity.REPRESENTATIVE:
                return self.filter(employer_id=actor.party_id, firm_id=actor.firm_id)
            case _:
                return self.none()

    def over(self, on: date, since: date) -> Self:
        """Those that were in force and ended, or were revoked, not before `since`."""
        revoked = Q(revoked_at__isnull=False, revoked_at__date__gte=since)
        ran_out = Q(revoked_at__isnull=True, valid_until__lt=on, valid_until__gte=since)
        return self.filter(revoked | ran_out, valid_from__lte=on)


class EmployerQuerySet(models.QuerySet["Employer"]):
    """Reading employers."""

    def for_actor(self, actor: Actor) -> Self:
        """The employer for which the actor acts, and no other."""
        if actor.capacity in {Capacity.EMPLOYER, Capacity.REPRESENTATIVE} and actor.party_id:
            return self.filter(pk=actor.party_id)
        return self.none()


class Employer(models.Model):
    """An employer that asks for certificates. What names it is encrypted."""

    class Kind(models.TextChoices):
        PRIVATE = "private"
        GOVERNMENT = "government"
        TEMPORARY_AGENCY = "temporary_agency"
        INTERNATIONAL_ORGANISATION = "international_organisation"
        DIPLOMATIC_MISSION = "diplomatic_mission"
        HOUSEHOLD = "household"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.CharField(max_length=6)
    kind = models.CharField(max_length=32, choices=Kind.choices)
    particulars = EncryptedJSONField()
    ein_index = models.CharField(max_length=64, blank=True, default="")
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # One press of the button, one employer: the form carries the key, a second press finds it here.
    creation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=clock.now)

    objects = EmployerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "ein_index"], condition=~Q(ein_index=""), name="employer_number_once_per_seat"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "private",
                        "government",
                        "temporary_agency",
                        "international_organisation",
                        "diplomatic_mission",
                        "household",
                    ]
                ),
                name="employer_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Membership(models.Model):
    """A person's place at an employer."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator"
        REQUESTER = "requester"
        VIEWER = "viewer"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "employer"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(role__in=["administrator", "requester", "viewer"]), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Reading invitations."""

    def open(self, at: datetime) -> Self:
        """Those that can still be taken up."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)

    def for_actor(self, actor: Actor) -> Self:
        """Those of the employer for which the actor acts."""
        if actor.capacity is Capacity.EMPLOYER:
            return self.filter(employer_id=actor.party_id)
        return self.none()


class Invitation(models.Model):
    """A link by which one named address can join an employer, a firm or an institution, once, for a while."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey(
        Employer, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    firm = models.ForeignKey(
        "Firm", null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    institution_id = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  NULL: none
    email = EncryptedTextField()
    email_index = models.CharField(max_length=64)
    role = models.CharField(max_length=16)
    # Only a digest of the link's secret rests here: who reads the table cannot take the invitation up.
    secret_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    creation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "email_index"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_once_standing",
            ),
            models.UniqueConstraint(
                fields=["firm", "email_index"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="firm_invitation_once_standing",
            ),
            models.UniqueConstraint(
                fields=["institution_id", "email_index"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="staff_invitation_once_standing",
            ),
            models.CheckConstraint(
                condition=Q(employer__isnull=False, firm__isnull=True, institution_id__isnull=True)
                | Q(employer__isnull=True, firm__isnull=False, institution_id__isnull=True)
                | Q(employer__isnull=True, firm__isnull=True, institution_id__isnull=False),
                name="invitation_to_one_party",
            ),
            models.CheckConstraint(
                condition=Q(employer__isnull=False, role__in=["administrator", "requester", "viewer"])
                | Q(firm__isnull=False, role__in=["administrator", "member"])
                | Q(institution_id__isnull=False, role__in=["officer", "lead", "administrator"]),
                name="invitation_role_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    """Reading requests to join."""

    def open(self) -> Self:
        """Those that nobody has answered yet."""
        return self.filter(decided_at__isnull=True)

    def for_actor(self, actor: Actor) -> Self:
        """Those put to the employer for which the actor acts."""
        if actor.capacity is Capacity.EMPLOYER:
            return self.filter(employer_id=actor.party_id)
        return self.none()


class JoinRequest(models.Model):
    """Somebody asks to join an employer that is here already; its administrator answers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="join_requests")
    asked_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "person"],
                condition=Q(decided_at__isnull=True),
                name="join_request_once_open",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, accepted__isnull=True)
                | Q(decided_at__isnull=False, accepted__isnull=False),
                name="join_request_decided_or_open",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Firm(models.Model):
    """A firm that acts for employers: a relocation firm, a tax adviser. Employers name it by its code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    particulars = EncryptedJSONField()
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    creation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.id)


class FirmMembership(models.Model):
    """A person's place at a firm."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator"
        MEMBER = "member"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="firm_memberships")
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "firm"], name="firm_membership_once"),
            models.CheckConstraint(
                condition=Q(role__in=["administrator", "member"]), name="firm_membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Mandate(models.Model):
    """An employer's leave for a firm to act for it: which kinds of request, which countries of work, which of
    its people, whether to send, how long."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="mandates")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="mandates")
    kinds = models.JSONField()
    # Countries of work by their codes; empty for all.
    countries = models.JSONField(default=list, blank=True)
    # The addresses of those of the firm who may act; NULL for everybody there.
    people = EncryptedJSONField(null=True, blank=True)
    may_send = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    end_told_at = models.DateTimeField(null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            # One standing mandate for a firm: a second press of the button finds the first one.
            models.UniqueConstraint(
                fields=["firm", "employer"],
                condition=Q(revoked_at__isnull=True),
                name="mandate_once_standing",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="mandate_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def lets_act(self, person: Person) -> bool:
        """Whether it is for this person of the firm too."""
        return self.people is None or person.email.lower() in self.people


class Staff(models.Model):
    """A person's post at an institution that is hosted here."""

    class Role(models.TextChoices):
        OFFICER = "officer"
        LEAD = "lead"
        ADMINISTRATOR = "administrator"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    institution_id = models.CharField(max_length=64)
    role = models.CharField(max_length=16, choices=Role.choices)
    active = models.BooleanField(default=True)
    appointed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "institution_id"], name="staff_once"),
            models.CheckConstraint(
                condition=Q(role__in=["officer", "lead", "administrator"]), name="staff_role_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
