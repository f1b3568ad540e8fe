"""The worker's part: who was asked, by which link, and what has been answered so far."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core import clock
from sojourn.engine.lawbook.facts import Applicant, Facts
from sojourn.requests.answers import Answers
from sojourn.requests.worker_part.states import AWAITED, STANDING, State
from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField


class WorkerPartQuerySet(models.QuerySet["WorkerPart"]):
    """Reading parts."""

    def locked(self) -> "WorkerPartQuerySet":
        """For change: nobody else changes these rows until the transaction ends."""
        return self.select_for_update(of=("self",))

    def standing(self) -> "WorkerPartQuerySet":
        """The part that counts for its request: at most one each."""
        return self.filter(state__in=STANDING)

    def run_out(self, moment: datetime) -> "WorkerPartQuerySet":
        """Those whose time is over and who are still awaited."""
        return self.filter(state__in=AWAITED, expires_at__lte=moment)

    def to_be_reminded(self, moment: datetime, after: timedelta, before: timedelta) -> "WorkerPartQuerySet":
        """Those to be reminded: some time `after` the link, and again some time `before` it ends."""
        awaited = self.filter(state__in=AWAITED, expires_at__gt=moment, request__state="draft")
        first = Q(reminders=0, invited_at__lte=moment - after)
        return awaited.filter(first | Q(reminders__lt=2, expires_at__lte=moment + before))

    def to_be_sent(self) -> "WorkerPartQuerySet":
        """Finished ones whose request is to be sent now."""
        return self.filter(state=State.DONE, order="waiting")

    def certificate_wanted(self) -> "WorkerPartQuerySet":
        """Those whose worker waits for word of a certificate that is there."""
        return self.filter(
            state=State.DONE, wants_certificate=True, told_at__isnull=True, request__state="approved"
        )


class WorkerPart(models.Model):
    """One worker, asked for the worker's own part of one draft.

    `plain`, `unknown`, `particulars` and `entered` hold the answers as in a request; they go into the request when the
    worker has finished, and nobody else reads them before. `disputes` is what the worker says is not right: words for
    the officer, by topic. Of the link only a digest is kept; `generation` counts the links: a browser bound under
    an earlier one has to confirm the address anew.
    `order`: what the applicant wants done when the worker has finished: "" (nothing), "waiting", "sent",
    "hindered".
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey("requests.Request", on_delete=models.PROTECT, related_name="+")
    email = EncryptedTextField()
    email_index = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    words = models.CharField(max_length=60)
    state = models.CharField(max_length=12, default=State.INVITED.value)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    creation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    link_digest = models.CharField(max_length=64, unique=True)
    generation = models.PositiveIntegerField(default=1)
    invited_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)
    code_digest = models.CharField(max_length=64, blank=True, default="")
    code_until = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    codes_sent = models.PositiveIntegerField(default=0)

    plain = models.JSONField(default=dict, blank=True)
    unknown = models.JSONField(default=list, blank=True)
    particulars = EncryptedJSONField(default=dict, blank=True)
    entered = EncryptedJSONField(default=dict, blank=True)
    acknowledged = EncryptedJSONField(default=dict, blank=True)
    confirmed = models.JSONField(default=dict, blank=True)
    disputes = EncryptedJSONField(default=dict, blank=True)
    stamps = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    taken_over_at = models.DateTimeField(null=True, blank=True)
    wants_certificate = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True, blank=True)

    order = models.CharField(max_length=10, blank=True, default="")
    order_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    order_token = models.CharField(max_length=100, blank=True, default="")
    order_at = models.DateTimeField(null=True, blank=True)
    order_mark = models.CharField(max_length=64, blank=True, default="")
    order_hindrance = models.CharField(max_length=60, blank=True, default="")

    objects = WorkerPartQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="worker_part_state_known"
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(state__in=STANDING), name="worker_part_one_stands"
            ),
            models.CheckConstraint(
                condition=Q(order="") | Q(order_by__isnull=False, order_at__isnull=False),
                name="worker_part_order_declared",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "expires_at"], name="worker_part_runs_out"),
            models.Index(fields=["email_index"], name="worker_part_of_address"),
        ]

    @property
    def stands(self) -> State:
        """The state, as one of its words."""
        return State(self.state)

    @property
    def answers(self) -> Answers:
        """The worker's answers so far."""
        values = {**self.plain, **self.particulars}
        return Answers(Applicant.EMPLOYER, values, frozenset(self.unknown), dict(self.entered))

    def hold(self, answers: Answers, facts: Facts) -> None:
        """Put the answers into the row's fields (unsaved)."""
        self.plain = answers.plain(facts)
        self.particulars = answers.particulars(facts)
        self.unknown = sorted(answers.unknown)
        self.entered = dict(answers.entered)
