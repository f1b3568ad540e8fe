"""Proposals to other authorities, what each side weighs and notes, and the replies. Names of people rest encrypted."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sojourn.casework.exceptions.states import OPEN_STATES, ExchangeState, ReplyState, Side
from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField

RESULTS = ("full", "part", "refused")
VERDICTS = ("speaks_for", "speaks_against", "open", "not_relevant")


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    """Ways of reading proposals."""

    def open(self) -> Self:
        """Those that may still come to an agreement."""
        return self.filter(state__in=OPEN_STATES)

    def seen_by(self, institution_id: str) -> Self:
        """Those that an institution may see: its own, and those that were sent to it here."""
        own = Q(institution_id=institution_id)
        return self.filter(own | Q(liaison_id=institution_id, delivered_here=True, sent_on__isnull=False))

    def overdue(self, today: date) -> Self:
        """Those with the other side to which no reply came in time."""
        return self.filter(state=ExchangeState.SENT.value, due_on__lt=today)


class Exchange(models.Model):
    """What one institution proposes to another for one case, with its life until the answer.

    `kind`: an exception, or an extension that the law gives only with consent. `liaison_id` is empty where the law
    data name nobody; `office` is then (or in its place) what the officer typed: name and lines of an address.
    `content` is what was signed, frozen; `letter` the paper made of it. `delivered_here`: the other institution works
    in this service and has it in its queue; else an officer sends the paper.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=16, unique=True)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="exchanges")
    creation_key = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(max_length=16)
    institution_id = models.CharField(max_length=64)
    country = models.CharField(max_length=8)
    liaison_id = models.CharField(max_length=64, blank=True, default="")
    other_country = models.CharField(max_length=8)
    instrument = models.CharField(max_length=64)
    article = models.CharField(max_length=64, blank=True, default="")
    legislation = models.CharField(max_length=8)
    start = models.DateField()
    end = models.DateField(null=True)
    text = EncryptedTextField(blank=True, default="")
    office = EncryptedJSONField(default=dict, blank=True)
    state = models.CharField(max_length=16, default=ExchangeState.DRAFT.value)
    version = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)
    content = EncryptedJSONField(null=True)
    letter = models.UUIDField(null=True, unique=True)
    delivered_here = models.BooleanField(default=False)
    sent_on = models.DateField(null=True)
    sent_by_way = models.CharField(max_length=12, blank=True, default="")
    due_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=24, blank=True, default="")
    # Ended after it was sent on paper: somebody has to tell the other side.
    to_tell = models.BooleanField(default=False)

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ExchangeState]), name="exchange_state_known"
            ),
            # Two people, whatever the code above this does.
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("proposed_by")),
                name="exchange_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "sent", "answered"])
                | Q(
                    proposed_by__isnull=False,
                    signed_by__isnull=False,
                    letter__isnull=False,
                    end__isnull=False,
                ),
                name="exchange_leaves_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "answered"]) | Q(sent_on__isnull=False, due_on__isnull=False),
                name="exchange_sent_has_days",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=OPEN_STATES), name="exchange_one_open_a_case"
            ),
        ]
        indexes = [
            models.Index(fields=["institution_id", "state", "due_on"], name="exchange_of_institution"),
            models.Index(fields=["liaison_id", "state", "due_on"], name="exchange_of_liaison"),
        ]

    @property
    def stands(self) -> ExchangeState:
        """The state, as one of its words."""
        return ExchangeState(self.state)


class Weighing(models.Model):
    """How one side weighs one criterion. The other side never sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="weighings")
    side = models.CharField(max_length=8)
    code = models.CharField(max_length=32)
    verdict = models.CharField(max_length=16)
    words = EncryptedTextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exchange", "side", "code"], name="weighing_once"),
            models.CheckConstraint(
                condition=Q(side__in=[side.value for side in Side]), name="weighing_side_known"
            ),
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="weighing_verdict_known"),
        ]


class Note(models.Model):
    """What an officer writes for the colleagues of the own side. Never changed, never shown to the other side."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="notes")
    key = models.UUIDField(unique=True, editable=False)
    side = models.CharField(max_length=8)
    text = EncryptedTextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=[side.value for side in Side]), name="note_side_known"
            )
        ]


class Reply(models.Model):
    """What the other side says. `counts`: it is the answer; one that came after the end only makes a task.

    `side` is whose officers wrote it here: the asked side where it is hosted, else the asking side from a paper.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="replies")
    creation_key = models.UUIDField(unique=True, editable=False)
    side = models.CharField(max_length=8)
    state = models.CharField(max_length=8, default=ReplyState.DRAFT.value)
    result = models.CharField(max_length=8, blank=True, default="")
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    remarks = EncryptedTextField(blank=True, default="")
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    given_on = models.DateField(null=True)
    counts = models.BooleanField(default=False)
    needs_look = models.BooleanField(default=False)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    looked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["prepared_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("prepared_by")), name="reply_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state=ReplyState.GIVEN.value)
                | Q(result__in=RESULTS, given_on__isnull=False)
                & (Q(side=Side.ASKING.value) | Q(signed_by__isnull=False)),
                name="reply_given_whole",
            ),
            models.CheckConstraint(
                condition=~Q(result="part", state=ReplyState.GIVEN.value)
                | Q(start__isnull=False, end__isnull=False),
                name="reply_part_has_period",
            ),
            models.UniqueConstraint(fields=["exchange"], condition=Q(counts=True), name="reply_counts_once"),
            models.UniqueConstraint(
                fields=["exchange"],
                condition=~Q(state=ReplyState.GIVEN.value),
                name="reply_one_in_preparation",
            ),
        ]
        indexes = [
            models.Index(fields=["exchange"], condition=Q(needs_look=True), name="reply_to_look_at"),
        ]


class ReplyPaper(models.Model):
    """The paper on which a reply came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="papers")
    file_id = models.UUIDField(unique=True)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
