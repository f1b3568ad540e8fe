"""The register's rows: travellers, their trips with the cover found for each, insurance, posts, and usual facts."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core import clock
from sojourn.register.states import COUNTING, Cover, TripKind, TripState
from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField

if TYPE_CHECKING:
    from sojourn.register.seats import Seat

_ENDLESS = date.max


class TravellerQuerySet(models.QuerySet["Traveller"]):
    """Reading travellers. Whoever reads for somebody begins with `for_actor`."""

    def for_actor(self, seat: "Seat") -> Self:
        """Those that somebody may see from this seat: of the employer, and only the named ones where it names some.

        A mandate for some countries shows those who have a trip there.
        """
        mine = self.filter(employer_id=seat.employer_id, left_on__isnull=True)
        if seat.post_id is not None and not seat.sees_all:
            return mine.filter(
                pk__in=PostTraveller.objects.filter(post_id=seat.post_id).values("traveller_id")
            )
        if seat.countries:
            there = Assignment.objects.filter(_in_countries(seat.countries), employer_id=seat.employer_id)
            return mine.filter(pk__in=there.values("traveller_id"))
        return mine if seat.sees_all else self.none()


class Traveller(models.Model):
    """A person who may be sent abroad by an employer.

    `plain` and `particulars` hold answers to the questions about a person, as a request has them; `own` what only the
    register knows: employee number, e-mail address. The indexes of worker and number are those of requests, so that
    both find the same person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey("parties.Employer", on_delete=models.PROTECT, related_name="+")
    creation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    source = models.CharField(max_length=12, default="form")
    plain = models.JSONField(default=dict, blank=True)
    particulars = EncryptedJSONField(default=dict)
    own = EncryptedJSONField(default=dict)
    number_index = models.CharField(max_length=64, blank=True, default="")
    person_index = models.CharField(max_length=64, blank=True, default="")
    ssn_index = models.CharField(max_length=64, blank=True, default="")
    family_index = models.CharField(max_length=64, blank=True, default="")
    # Taken out of the register; the row stays while trips of theirs have to be proven.
    left_on = models.DateField(null=True, blank=True)

    objects = TravellerQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "number_index"],
                condition=~Q(number_index=""),
                name="traveller_number_once",
            )
        ]
        indexes = [
            models.Index(fields=["employer", "-changed_at", "id"], name="traveller_newest"),
            models.Index(fields=["employer", "person_index"], name="traveller_person"),
            models.Index(fields=["employer", "family_index"], name="traveller_family"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def name(self) -> str:
        """As the lists show it."""
        told: Any = self.particulars
        return " ".join(
            part for part in (told.get("worker.given_names"), told.get("worker.family_name")) if part
        )


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Reading trips. Whoever reads for somebody begins with `for_actor`."""

    def for_actor(self, seat: "Seat") -> Self:
        """Those that somebody may see from this seat."""
        mine = self.filter(employer_id=seat.employer_id, traveller__left_on__isnull=True)
        if seat.post_id is not None and not seat.sees_all:
            named = PostTraveller.objects.filter(post_id=seat.post_id)
            return mine.filter(traveller_id__in=named.values("traveller_id"))
        if seat.countries:
            return mine.filter(_in_countries(seat.countries))
        return mine if seat.sees_all else self.none()

    def counting(self) -> Self:
        """Those that take, or took, place."""
        return self.filter(state__in=COUNTING)

    def on(self, day: date) -> Self:
        """Those under way on that day."""
        return self.counting().filter(start__lte=day, last__gte=day)

    def going_on(self, day: date) -> Self:
        """Those that are not over on that day."""
        return self.counting().filter(last__gte=day)


def _in_countries(countries: tuple[str, ...]) -> Q:
    covered = Q(host__in=countries)
    for country in countries:
        covered |= Q(host__startswith=f"{country}-")
    return covered


class Assignment(models.Model):
    """One person, one host country, one period: a trip or a posting, and the cover that was found for it.

    `plain` and `particulars`: answers about this trip, as a request has them. `last` is `end`, or the end of time where
    none is set, so that periods compare in one column. What stands from `cover` on is worked out, never typed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey("parties.Employer", on_delete=models.PROTECT, related_name="+")
    traveller = models.ForeignKey(Traveller, on_delete=models.PROTECT, related_name="trips")
    creation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    source = models.CharField(max_length=12, default="form")
    # What the employer's own system calls the trip, and its index, by which an import finds it again.
    own = EncryptedJSONField(default=dict)
    key_index = models.CharField(max_length=64, blank=True, default="")
    kind = models.CharField(max_length=20, default=TripKind.BUSINESS_TRIP.value)
    state = models.CharField(max_length=12, default=TripState.PLANNED.value)
    home = models.CharField(max_length=8)
    host = models.CharField(max_length=8)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    last = models.DateField()
    # The end that was planned at first, by which limits are judged when a stay is prolonged.
    first_end = models.DateField(null=True, blank=True)
    share = models.FloatField(null=True, blank=True)
    plain = models.JSONField(default=dict, blank=True)
    particulars = EncryptedJSONField(default=dict)
    request = models.ForeignKey(
        "requests.Request", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    request_state = models.CharField(max_length=24, blank=True, default="")

    # What the law alone says; `cover` and `reasons` say what stands together with what was asked and certified.
    law_cover = models.CharField(max_length=12, default=Cover.NEEDED.value)
    law_reasons = models.JSONField(default=list, blank=True)
    cover = models.CharField(max_length=12, default=Cover.NEEDED.value)
    reasons = models.JSONField(default=list, blank=True)
    missing = models.JSONField(default=list, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    legislation = models.CharField(max_length=8, blank=True, default="")
    instrument = models.CharField(max_length=64, blank=True, default="")
    article = models.CharField(max_length=80, blank=True, default="")
    form = models.CharField(max_length=60, blank=True, default="")
    issuer = models.CharField(max_length=64, blank=True, default="")
    law_until = models.DateField(null=True, blank=True)
    covered_from = models.DateField(null=True, blank=True)
    covered_until = models.DateField(null=True, blank=True)
    certificate_number = models.CharField(max_length=40, blank=True, default="")
    act_by = models.DateField(null=True, blank=True)
    law_version = models.CharField(max_length=80, blank=True, default="")
    determined_at = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in TripState]), name="trip_state_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in TripKind]), name="trip_kind_known"),
            models.CheckConstraint(condition=Q(cover__in=[c.value for c in Cover]), name="trip_cover_known"),
            models.CheckConstraint(
                condition=Q(last__gte=models.F("start")), name="trip_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True, last=_ENDLESS) | Q(end=models.F("last")),
                name="trip_last_is_end",
            ),
            models.UniqueConstraint(
                fields=["employer", "key_index"], condition=~Q(key_index=""), name="trip_key_once"
            ),
        ]
        indexes = [
            models.Index(fields=["employer", "start", "id"], name="trip_by_start"),
            # What counts by country and cover reads these two alone, not the rows with what is encrypted in them.
            models.Index(
                fields=["employer", "last", "start"],
                include=["host", "cover", "state", "traveller"],
                name="trip_under_way",
            ),
            models.Index(fields=["employer", "cover", "start", "id"], name="trip_by_cover"),
            models.Index(
                fields=["employer", "host", "start", "id"],
                include=["last", "kind", "state", "traveller"],
                name="trip_in_country",
            ),
            models.Index(fields=["employer", "covered_until"], name="trip_by_covered_until"),
            models.Index(fields=["request"], condition=Q(request__isnull=False), name="trip_of_request"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def lasts(self, end: date | None) -> None:
        """Set the last day, or none (unsaved)."""
        self.end, self.last = end, end or _ENDLESS

    @property
    def stands(self) -> TripState:
        """The state, as one of its words."""
        return TripState(self.state)


class HealthPolicy(models.Model):
    """Travel health insurance of a traveller: where and when it holds. A certificate of coverage is none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    traveller = models.ForeignKey(Traveller, on_delete=models.PROTECT, related_name="policies")
    creation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    insurer = models.CharField(max_length=120)
    policy_number = EncryptedTextField(blank=True, default="")
    # Countries by their codes; empty: everywhere abroad.
    territory = models.JSONField(default=list, blank=True)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=models.F("start")),
                name="policy_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class UsualFacts(models.Model):
    """What holds for every trip of an employer unless a trip says otherwise; said by somebody, on a day."""

    employer = models.OneToOneField(
        "parties.Employer", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    plain = models.JSONField(default=dict)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.employer_id)


class Post(models.Model):
    """A place in one employer's register and nowhere else: assistant, auditor, or the traveller in person.

    It belongs to whoever holds the mailbox: the address is found by its index when somebody has signed in with it.
    """

    class Role(models.TextChoices):
        ASSISTANT = "assistant"
        AUDITOR = "auditor"
        TRAVELLER = "traveller"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey("parties.Employer", on_delete=models.PROTECT, related_name="+")
    creation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    role = models.CharField(max_length=12, choices=Role.choices)
    email = EncryptedTextField()
    email_index = models.CharField(max_length=64)
    until = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["assistant", "auditor", "traveller"]), name="register_post_role_known"
            ),
            models.CheckConstraint(
                condition=~Q(role="auditor") | Q(until__isnull=False), name="register_auditor_until"
            ),
            models.UniqueConstraint(
                fields=["employer", "email_index"],
                condition=Q(ended_at__isnull=True),
                name="register_post_once_standing",
            ),
        ]
        indexes = [models.Index(fields=["email_index"], name="register_post_of_address")]

    def __str__(self) -> str:
        return str(self.id)


class PostTraveller(models.Model):
    """One traveller whom an assistant looks after; or the traveller that somebody is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="named")
    traveller = models.ForeignKey(Traveller, on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["post", "traveller"], name="register_named_once")]

    def __str__(self) -> str:
        return str(self.id)
