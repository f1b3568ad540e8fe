"""The request: its answers while it is a draft, and what was frozen when it was handed in."""

import uuid
from collections.abc import Collection
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core import clock
from sojourn.core.actors import Actor, Capacity
from sojourn.engine.lawbook.facts import Applicant, Facts, load_facts
from sojourn.parties.acting import REQUEST_KINDS, ActingAs
from sojourn.requests.answers import FIRST, Answers
from sojourn.requests.states import COUNTING, State
from sojourn.vault.fields import EncryptedJSONField

_APPLICANTS = [applicant.value for applicant in Applicant]


class RequestQuerySet(models.QuerySet["Request"]):
    """Reading requests. Whoever reads for somebody begins with `for_actor`."""

    def for_actor(self, actor: Actor) -> Self:
        """Those of the applicant for whom the actor acts, or those sent to the officer's institution."""
        match actor.capacity:
            case Capacity.EMPLOYER | Capacity.REPRESENTATIVE if actor.party_id:
                return self.filter(employer_id=actor.party_id)
            case Capacity.PAST_REPRESENTATIVE if actor.party_id and actor.firm_id:
                return self.filter(employer_id=actor.party_id, firm_id=actor.firm_id)
            case Capacity.SELF if actor.person_id:
                return self.filter(person_id=actor.person_id, employer=None)
            case Capacity.STAFF if actor.party_id:
                return self.filter(institution_id=actor.party_id, handed_in_at__isnull=False)
            case _:
                return self.none()

    def for_acting(self, acting: ActingAs) -> Self:
        """As `for_actor`, within the countries of work of the mandate. What the own firm began stays in sight."""
        mine = self.for_actor(acting.actor)
        if not acting.countries:
            return mine
        covered = Q(firm_id=acting.firm_id) | Q(host__in=acting.countries)
        for country in acting.countries:
            covered |= Q(host__startswith=f"{country}-")
        return mine.filter(covered)

    def locked(self) -> Self:
        """For change: nobody else changes these rows until the transaction ends."""
        return self.select_for_update(of=("self",))

    def asked_for(self) -> Self:
        """Those that a new request for the same stay would repeat."""
        return self.filter(state__in=COUNTING)

    def of_same_applicant(self, request: "Request") -> Self:
        """Those of the employer, or of the person, who asks with `request`; not the request itself."""
        mine = Q(employer_id=request.employer_id) if request.employer_id else Q(person_id=request.person_id)
        return self.filter(mine).exclude(pk=request.pk)

    def of_worker(self, ssn_index: str, person_index: str) -> Self:
        """Those for one worker: the same number, or the same name and birth date."""
        same = Q(pk__in=[])
        if ssn_index:
            same |= Q(ssn_index=ssn_index)
        if person_index:
            same |= Q(person_index=person_index)
        return self.filter(same)

    def of_workers(self, ssn_indexes: Collection[str], person_indexes: Collection[str]) -> Self:
        """The same for several workers."""
        return self.filter(Q(ssn_index__in=ssn_indexes) | Q(person_index__in=person_indexes))


class Request(models.Model):
    """What an applicant asks an institution for.

    `plain` and `unknown` hold the answers that name nobody, by question; `particulars` those that do;
    `entered` what was typed and could not be read. `situation` is what they make, in the contract's form.
    From handing in on, all of it is frozen, with the determination and the versions of law and questions.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16, default=FIRST)
    # What a request that follows another one goes back to: that request, and the certificate it is about.
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    follows_number = models.CharField(max_length=40, blank=True, default="")
    # What it takes over beside the answers (see `answers.Answers.carried`). It names nobody.
    carried = models.JSONField(default=dict, blank=True)
    applicant_kind = models.CharField(max_length=16)
    employer = models.ForeignKey(
        "parties.Employer", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    firm_id = models.UUIDField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Who looks after it and gets its letters, where that was handed over; else who sent it, or began it.
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # One press of the button, one draft: the form carries the key, a second press finds it here.
    creation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=24, default=State.DRAFT.value)

    plain = models.JSONField(default=dict, blank=True)
    unknown = models.JSONField(default=list, blank=True)
    particulars = EncryptedJSONField(default=dict, blank=True)
    entered = EncryptedJSONField(default=dict, blank=True)
    # Warnings that the applicant has seen and gone on from: by fingerprint, with code and own words.
    acknowledged = EncryptedJSONField(default=dict, blank=True)
    # Who answered which question last, and when: {question: [person, moment]}.
    stamps = models.JSONField(default=dict, blank=True)
    # What the applicant last saw: versions of questions and law, what was asked, what the law said.
    edition = models.JSONField(default=dict, blank=True)
    # The earlier requests whose answers this draft began with, by their references: {person, place}.
    begun_with = models.JSONField(default=dict, blank=True)
    # "", "asked" or "done": whether the worker was asked for the worker's own part (see worker_questions).
    worker_part = models.CharField(max_length=8, blank=True, default="")
    notify = models.BooleanField(default=True)
    language = models.CharField(max_length=8, default="en")

    situation = models.JSONField(default=dict, blank=True)
    home = models.CharField(max_length=8, blank=True, default="")
    host = models.CharField(max_length=8, blank=True, default="")
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    ssn_index = models.CharField(max_length=64, blank=True, default="")
    person_index = models.CharField(max_length=64, blank=True, default="")

    # Empty as NULL: unlike two empty texts, two NULLs do not meet in a unique column.
    reference = models.CharField(max_length=16, unique=True, null=True, blank=True)
    hand_in_key = models.CharField(max_length=64, unique=True, null=True, blank=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    handed_in_at = models.DateTimeField(null=True, blank=True)
    institution_id = models.CharField(max_length=64, blank=True, default="")
    determination = models.JSONField(null=True, blank=True)
    law_version = models.CharField(max_length=80, blank=True, default="")
    questions_version = models.CharField(max_length=80, blank=True, default="")
    questions_asked = models.JSONField(default=list, blank=True)

    decided_at = models.DateTimeField(null=True, blank=True)
    certificate_number = models.CharField(max_length=40, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # When the proof of application was there; the worker makes those that are missing.
    proven_at = models.DateTimeField(null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="request_state_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=REQUEST_KINDS), name="request_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=FIRST, follows__isnull=True) | (~Q(kind=FIRST) & Q(follows__isnull=False)),
                name="request_follows_unless_first",
            ),
            models.CheckConstraint(
                condition=Q(
                    applicant_kind=Applicant.EMPLOYER.value, employer__isnull=False, person__isnull=True
                )
                | Q(
                    applicant_kind__in=[Applicant.SELF_EMPLOYED.value, Applicant.WORKER.value],
                    employer__isnull=True,
                    person__isnull=False,
                ),
                name="request_has_one_applicant",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT.value, handed_in_at__isnull=True)
                | Q(state=State.WITHDRAWN.value, withdrawn_at__isnull=False)
                | (
                    Q(
                        handed_in_at__isnull=False,
                        handed_in_by__isnull=False,
                        reference__isnull=False,
                        hand_in_key__isnull=False,
                        determination__isnull=False,
                    )
                    & ~Q(institution_id="")
                    & ~Q(law_version="")
                    & ~Q(questions_version="")
                ),
                name="request_frozen_when_handed_in",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.APPROVED.value) | ~Q(certificate_number=""),
                name="request_approved_with_certificate",
            ),
        ]
        indexes = [
            models.Index(fields=["employer", "state", "-changed_at", "id"], name="request_of_employer"),
            # Lists are read by cursor, last changed first; with a million rows each filter needs its own order.
            models.Index(fields=["employer", "-changed_at", "id"], name="request_newest"),
            models.Index(fields=["employer", "host", "-changed_at", "id"], name="request_newest_host"),
            models.Index(fields=["person", "-changed_at", "id"], name="request_newest_own"),
            models.Index(fields=["employer", "period_start"], name="request_employer_from"),
            models.Index(fields=["employer", "period_end"], name="request_employer_until"),
            models.Index(fields=["institution_id", "state", "handed_in_at"], name="request_at_institution"),
            models.Index(fields=["ssn_index"], name="request_ssn"),
            models.Index(
                fields=["handed_in_at"],
                condition=Q(handed_in_at__isnull=False, proven_at__isnull=True),
                name="request_without_proof",
            ),
            models.Index(fields=["person_index"], name="request_worker"),
            models.Index(
                fields=["certificate_number"], name="request_certificate", condition=~Q(certificate_number="")
            ),
        ]

    def __str__(self) -> str:
        return self.reference or str(self.id)

    @property
    def applicant(self) -> Applicant:
        """Who asks: an employer, a self-employed person, or a worker for themselves."""
        return Applicant(self.applicant_kind)

    @property
    def keeper(self) -> Any:
        """The account that looks after it: to which it was handed over, else that sent it, else that began it."""
        return self.kept_by or self.handed_in_by or self.created_by

    @property
    def stands(self) -> State:
        """The state, as one of its words."""
        return State(self.state)

    @property
    def answers(self) -> Answers:
        """The answers as they stand in the row."""
        values: dict[str, Any] = {**self.plain, **self.particulars}
        return Answers(
            self.applicant,
            values,
            frozenset(self.unknown),
            dict(self.entered),
            kind=self.kind,
            carried=self.carried,
        )

    def hold(self, answers: Answers, facts: Facts | None = None) -> None:
        """Put the answers into the row's fields (unsaved): what names somebody apart from what does not."""
        facts = facts or load_facts()
        self.plain = answers.plain(facts)
        self.particulars = answers.particulars(facts)
        self.unknown = sorted(answers.unknown)
        self.entered = dict(answers.entered)
        self.home, self.host = answers.home[:8], answers.host[:8]
        self.period_start, self.period_end = answers.start, answers.end
