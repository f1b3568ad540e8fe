"""What one officer proposed and another one signs."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sojourn.casework.signing.states import ProposalState
from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Ways of reading proposals."""

    def open(self) -> Self:
        """Those that nobody has ended; the case may have changed since."""
        return self.filter(state=ProposalState.OPEN.value)

    def signable(self) -> Self:
        """Those open ones whose case is as it was when they were made."""
        return self.open().filter(case_version=F("case__version"))


class Proposal(models.Model):
    """An act on a case that needs two officers, bound to the case as it was (`case_version`, `basis`).

    `act` names what is done on signing, `payload` with what; `causes` say why two are needed; `words` are those of
    the officer who returned it. Who signs is never who proposed: the database refuses it as well.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="proposals")
    act = models.CharField(max_length=40)
    payload = EncryptedJSONField()
    causes = models.JSONField(default=list)
    case_version = models.PositiveIntegerField()
    basis = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=16, default=ProposalState.OPEN.value)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    words = EncryptedTextField(blank=True, default="")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state=ProposalState.OPEN.value),
                name="proposal_one_open_a_case",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN.value, ended_at__isnull=True, ended_by__isnull=True)
                | Q(state=ProposalState.LAPSED.value, ended_at__isnull=False)
                | Q(
                    state__in=[
                        ProposalState.SIGNED.value,
                        ProposalState.RETURNED.value,
                        ProposalState.TAKEN_BACK.value,
                    ],
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                ),
                name="proposal_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ProposalState.SIGNED.value, ProposalState.RETURNED.value])
                | ~Q(ended_by=F("proposed_by")),
                name="proposal_signed_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "proposed_at"], name="proposal_waiting"),
            models.Index(fields=["proposed_by", "state"], name="proposal_of_officer"),
        ]
