"""Cases, what officers set aside, decisions, and what an institution lets through without a person."""

import uuid
from collections.abc import Collection
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from sojourn.casework.hosting.terms import NEVER_AUTOMATIC, Terms, read_terms
from sojourn.casework.states import IN_HAND_STATES, OPEN_STATES, CaseState
from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField


class InstitutionSetting(models.Model):
    """A hosted institution: what it takes on, and what it may decide without a person. No row, no case: the
    request is a package.

    `terms` are its settings as of `version`, the newest of `hosting.models.TermsVersion`; `straight_through` with
    `stopped_corridors` (countries of work) and `stopped_kinds` are the switches, which hold at once and over the
    terms. `accepted_confidence` is the weakest confidence of law data that is good enough. While it is not
    `open_to_applicants`, requests become packages.
    """

    institution_id = models.CharField(max_length=64, primary_key=True)
    country = models.CharField(max_length=2)
    straight_through = models.BooleanField(default=False)
    stopped_corridors = models.JSONField(default=list)
    stopped_kinds = models.JSONField(default=list)
    accepted_confidence = models.CharField(
        max_length=8, default="medium", choices=[(word, word) for word in ("low", "medium", "high")]
    )
    days_to_decide = models.PositiveSmallIntegerField(default=90)
    terms = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    open_to_applicants = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    @cached_property
    def read(self) -> Terms:
        """The terms as a value, as they were when this row was read."""
        return read_terms(self.terms)

    def takes(self, host: str, kind: str) -> bool:
        """Whether requests of this kind for work in `host` are decided here; if not, they become packages."""
        return self.open_to_applicants and self.read.corridors.cell(host, kind).mode != "elsewhere"

    def lets_through(self, host: str, kind: str) -> bool:
        """Whether a clear case of this kind for work in `host` may be decided without a person, this moment."""
        stopped = host in self.stopped_corridors or kind in self.stopped_kinds
        cell = self.read.corridors.cell(host, kind)
        return (
            self.straight_through and not stopped and kind not in NEVER_AUTOMATIC and cell.mode == "through"
        )

    def weakest_confidence(self, host: str, kind: str) -> str:
        """The weakest confidence of law data on which such a case may be decided without a person: "low" where
        the institution has said in writing why."""
        cell = self.read.corridors.cell(host, kind)
        return "low" if cell.mode == "through" and cell.reason else self.accepted_confidence

    def days_for(self, kind: str) -> int:
        """Calendar days in which a request of this kind is to be decided."""
        return self.read.deadlines.days_to_decide(kind, self.days_to_decide)


class CaseQuerySet(models.QuerySet["Case"]):
    """Ways of reading cases."""

    def of_institution(self, institution_id: str) -> Self:
        """Those of one institution: the border that no officer crosses."""
        return self.filter(institution_id=institution_id)

    def in_sight_of(self, groups: Collection[UUID]) -> Self:
        """Without those that only a group sees of which one is no member."""
        return self.filter(Q(restricted_to__isnull=True) | Q(restricted_to__in=groups))

    def waiting(self) -> Self:
        """In the queue: checked, not clear, and nobody's yet."""
        return self.filter(state=CaseState.NEW, checked_at__isnull=False)

    def undecided(self) -> Self:
        """Those on which a decision is still owed."""
        return self.filter(state__in=OPEN_STATES)

    def of_person(self, number_index: str, identity_index: str) -> Self:
        """Those of one worker: the same number, or name and birth date unless both numbers differ."""
        same = Q(pk__in=[])
        if number_index:
            same |= Q(number_index=number_index)
        if identity_index:
            unnumbered = Q(number_index="") if number_index else Q()
            same |= Q(identity_index=identity_index) & unnumbered
        return self.filter(same)


class Case(models.Model):
    """The institution's handling of one request.

    `reference`, `host`, `start` and `end` name no one and are copied from the frozen request for lists;
    `number_index` and `identity_index` find the same worker without showing who it is; `version` grows
    with each move, so that a page drawn before it can be told so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.OneToOneField("requests.Request", on_delete=models.PROTECT, related_name="+")
    institution_id = models.CharField(max_length=64)
    reference = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=32)
    host = models.CharField(max_length=8)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    employer_id = models.UUIDField(null=True)
    requester_id = models.UUIDField(null=True)
    number_index = models.CharField(max_length=64, blank=True)
    identity_index = models.CharField(max_length=64, blank=True)
    # Finds the same place of work without showing which it is; empty where none was named.
    workplace_index = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=32, default=CaseState.NEW.value)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    checked_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    # The applicant's language, and how much stands against the case (see `risk`), for the queues.
    language = models.CharField(max_length=8, default="en")
    risk = models.PositiveSmallIntegerField(default=0)
    # The group of named staff who alone see the case (see `restricted`); NULL: every officer.
    restricted_to = models.UUIDField(null=True, blank=True)
    # What the authorities agreed (see `exceptions.replying`): kind, legislation, countries, start, until, agreement.
    consent = models.JSONField(default=dict, blank=True)
    # The newest of `decisions`: what holds.
    decision = models.OneToOneField(
        "Decision", null=True, on_delete=models.PROTECT, related_name="newest_of", editable=False
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in CaseState]), name="case_state_known"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=CaseState.NEW.value, assigned_to__isnull=True)
                    | Q(
                        state__in=[state.value for state in IN_HAND_STATES],
                        assigned_to__isnull=False,
                    )
                    | Q(state__in=[CaseState.DECIDED.value, CaseState.CLOSED.value])
                ),
                name="case_assigned_when_in_hand",
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseState.DECIDED.value) | Q(decision__isnull=False),
                name="case_decided_has_decision",
            ),
        ]
        indexes = [
            models.Index(fields=["institution_id", "state", "due_on"], name="case_queue"),
            # All that the first page of the desk counts, sorts and filters by: read from the index alone.
            models.Index(
                fields=[
                    "institution_id",
                    "due_on",
                    "opened_at",
                    "id",
                    "kind",
                    "host",
                    "risk",
                    "language",
                    "restricted_to",
                ],
                condition=Q(state=CaseState.NEW.value, checked_at__isnull=False),
                name="case_waiting",
            ),
            models.Index(fields=["assigned_to", "state"], name="case_in_hand"),
            models.Index(fields=["number_index"], name="case_number"),
            models.Index(fields=["identity_index"], name="case_identity"),
            models.Index(fields=["employer_id", "-start"], name="case_of_employer"),
            models.Index(
                fields=["workplace_index", "-end"], condition=~Q(workplace_index=""), name="case_workplace"
            ),
        ]


class Flag(models.Model):
    """What a check found in a case when it was last checked: codes and dates, never particulars."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="flags")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=64)
    severity = models.CharField(max_length=16)
    fields = models.JSONField(default=list)
    params = models.JSONField(default=dict)
    # The standing waiver that set it aside when the case was checked; empty where none did.
    waiver = models.CharField(max_length=36, blank=True, default="")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="flag_once_per_position")]
        indexes = [models.Index(fields=["code", "case"], name="flag_code")]


class Waiver(models.Model):
    """A hindrance set aside for one case: which, why, by whom. It is data, and stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="waivers")
    code = models.CharField(max_length=64)
    reason = EncryptedTextField()
    waived_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    waived_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="waiver_once_per_hindrance")]


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Ways of reading decisions."""

    def in_force(self) -> Self:
        """Those that no later one has superseded."""
        return self.filter(newest_of__isnull=False)

    def first_of_their_case(self) -> Self:
        """Those on the request itself, not the later ones."""
        return self.filter(position=1)


class Decision(models.Model):
    """What the institution decided on a case. Frozen: the database refuses to change a row.

    A later one has the next `position` and points back at what it `supersedes`; the case keeps the newest.
    `law_version` and `checks_version` together are the rule set; `decided_by` is empty where no person
    decided. `determination` is the answer of the law as it stood in front of whoever decided. `needs_two`: the rules
    asked for a second signature, which is `signed_by`. `forwarded_to`: the institution that has the request now.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    position = models.PositiveSmallIntegerField(default=1)
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    result = models.CharField(max_length=16)
    reasons = models.JSONField(default=list)
    own_words = EncryptedTextField(blank=True)
    remedy = models.CharField(max_length=64)
    law_version = models.CharField(max_length=64)
    checks_version = models.CharField(max_length=64)
    determination = models.JSONField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()
    needs_two = models.BooleanField(default=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    certificate_number = models.CharField(max_length=32, null=True, unique=True)  # noqa: DJ001  NULL: none
    certified_from = models.DateField(null=True)
    certified_until = models.DateField(null=True)
    forwarded_to = models.CharField(max_length=64, blank=True, default="")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(result="approved", certificate_number__isnull=False, certified_from__isnull=False)
                    | Q(
                        result__in=["refused", "discontinued", "withdrawn"],
                        certificate_number__isnull=True,
                        decided_by__isnull=False,
                    )
                    | (
                        Q(result="forwarded", certificate_number__isnull=True, decided_by__isnull=False)
                        & ~Q(forwarded_to="")
                    )
                    | Q(result__in=["copied", "cancelled"], certificate_number__isnull=True)
                ),
                name="decision_approved_has_certificate",
            ),
            models.UniqueConstraint(fields=["case", "position"], name="decision_once_a_position"),
            models.CheckConstraint(
                condition=Q(position=1, supersedes__isnull=True)
                | Q(position__gt=1, supersedes__isnull=False),
                name="decision_points_back",
            ),
            models.CheckConstraint(
                condition=Q(needs_two=False) | Q(signed_by__isnull=False), name="decision_signed_where_needed"
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True)
                | Q(decided_by__isnull=False) & ~Q(signed_by=F("decided_by")),
                name="decision_signed_by_another",
            ),
        ]
        # What was decided last is measured, institution by institution.
        indexes = [models.Index(fields=["-decided_at"], name="decision_newest")]

    @property
    def is_automatic(self) -> bool:
        """Whether no person decided."""
        return self.decided_by_id is None


class Letter(models.Model):
    """A letter of the institution as it was sent: one PDF, kept sealed. `occasion`: what it was written for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    decision = models.OneToOneField(Decision, null=True, on_delete=models.PROTECT, related_name="letter")
    occasion = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    file_id = models.UUIDField(unique=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at"]
        indexes = [models.Index(fields=["case", "written_at"], name="letter_of_case")]


class FormDraft(models.Model):
    """What an officer has typed into a form and not sent: kept so that a lost session loses nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="form_drafts")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=40)
    content = EncryptedJSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "officer", "form"], name="form_draft_once_a_form")
        ]
