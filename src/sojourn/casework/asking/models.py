"""Questions of officers with their answers, the messages of a request, their attachments, and what was read."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.casework.asking.states import InquiryState
from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField

APPLICANT = "applicant"
WORKER = "worker"
INSTITUTION = "institution"


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    """Ways of reading inquiries."""

    def open(self) -> Self:
        """Those that wait for an answer."""
        return self.filter(state=InquiryState.OPEN.value)


class Inquiry(models.Model):
    """What an officer asked at one time: one or more questions, one deadline.

    `due_on` is the last day to answer in, counted in working days of the institution's country; the inquiry
    stays open after it until an officer closes it. `more_time_until` is the day wished for and not yet answered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="inquiries")
    recipient = models.CharField(max_length=16, default=APPLICANT)
    # One press of the button, one inquiry: the form carries the key, a second press finds it here.
    creation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=16, default=InquiryState.OPEN.value)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    working_days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    remind_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    more_time_until = models.DateField(null=True)
    more_time_reason = EncryptedTextField(blank=True, default="")
    more_time_asked_at = models.DateTimeField(null=True)
    more_time_given = models.BooleanField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "recipient"],
                condition=Q(state=InquiryState.OPEN.value),
                name="inquiry_one_open_a_recipient",
            ),
            models.CheckConstraint(
                condition=Q(state=InquiryState.OPEN.value, ended_at__isnull=True)
                # A worker answers by a link, without an account.
                | Q(state=InquiryState.ANSWERED.value, ended_at__isnull=False)
                & (Q(recipient=WORKER) | Q(answered_by__isnull=False))
                | Q(state=InquiryState.CLOSED.value, ended_at__isnull=False),
                name="inquiry_state_known",
            ),
            models.CheckConstraint(
                condition=Q(recipient__in=[APPLICANT, WORKER]), name="inquiry_recipient_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["remind_on"],
                condition=Q(state=InquiryState.OPEN.value, reminded_at__isnull=True),
                name="inquiry_to_remind",
            ),
            models.Index(fields=["state", "due_on"], name="inquiry_due"),
        ]


class WorkerLink(models.Model):
    """The link by which a worker answers an inquiry. Only its digest is kept.

    `generation` counts the links: a browser bound under an earlier one is out. `opened_at`: when the present link was
    used up. `disowned`: whoever got it said that it is meant for somebody else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.OneToOneField(Inquiry, on_delete=models.PROTECT, related_name="worker_link")
    email = EncryptedTextField()
    language = models.CharField(max_length=8)
    link_digest = models.CharField(max_length=64, unique=True)
    generation = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    disowned = models.BooleanField(default=False)


class Question(models.Model):
    """One question of an inquiry: of the catalogue or in own words, with what is wanted as an answer.

    `fact` is the question of the vocabulary whose answer is wanted anew. `answer` is what was said: kept while
    it is being written, frozen with the inquiry.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=64, blank=True, default="")
    words = EncryptedTextField(blank=True, default="")
    fact = models.CharField(max_length=100, blank=True, default="")
    wants_file = models.BooleanField(default=False)
    answer = EncryptedJSONField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "position"], name="question_once_per_position")
        ]


class EstablishedFact(models.Model):
    """A fact that an officer took as established in a case, in place of the declared one. It stays.

    `typed` is as the vocabulary reads it; the last one for a fact holds. `source` says what it was taken from:
    the applicant's answer to `question`, or what an officer has seen or heard; `confirms`: as it was declared.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="established")
    fact = models.CharField(max_length=100)
    typed = EncryptedJSONField(null=True)
    question = models.OneToOneField(Question, null=True, on_delete=models.PROTECT, related_name="established")
    # From the form in which an officer set it: the same key again sets nothing.
    creation_key = models.UUIDField(unique=True, null=True, editable=False)
    source = models.CharField(max_length=16, default="answer")
    reason = EncryptedTextField(null=True)
    confirms = models.BooleanField(default=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "set_at"], name="established_of_case")]


class DisputedFact(models.Model):
    """That a fact of a case is in doubt, and why. It stays; establishing the fact settles it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="disputed")
    fact = models.CharField(max_length=100)
    reason = EncryptedTextField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "fact"], condition=Q(settled_at__isnull=True), name="dispute_once_open"
            )
        ]


class Message(models.Model):
    """One message of a request's thread. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="messages")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    side = models.CharField(max_length=16)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    text = EncryptedTextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=[APPLICANT, INSTITUTION]), name="message_side_known")
        ]
        indexes = [models.Index(fields=["case", "written_at"], name="message_of_case")]


class Attachment(models.Model):
    """A kept file that belongs to a message or to a question's answer. Its name may name somebody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="attachments")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="attachments")
    question = models.ForeignKey(Question, null=True, on_delete=models.PROTECT, related_name="attachments")
    file_id = models.UUIDField(unique=True)
    name = EncryptedTextField()
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(message__isnull=False, question__isnull=True)
                | Q(message__isnull=True, question__isnull=False),
                name="attachment_of_one_thing",
            )
        ]
        indexes = [models.Index(fields=["case", "added_at"], name="attachment_of_case")]


class SentAlong(models.Model):
    """That the applicant's papers go with a request which was sent on. `request_id`: that request, with the institution
    to which it went; `case`: where the papers were given."""

    request_id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="sent_along")
    sent_at = models.DateTimeField()


class Reading(models.Model):
    """Up to when a reader has read a thread: a person on the applicant's side, or the institution as one."""

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="readings")
    reader = models.CharField(max_length=64)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "reader"], name="reading_once_a_reader")]
