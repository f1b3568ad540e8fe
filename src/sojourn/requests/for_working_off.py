"""Which requests the worker takes up next: fair between those who ask, and none that somebody is busy with."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from sojourn.requests.models import Request
from sojourn.requests.states import State


def fair_ids(institutions: Sequence[str], *, but: QuerySet, limit: int) -> list[UUID]:
    """Requests on which a decision is owed: of every applicant the oldest, then of every applicant the next.

    So somebody's one request waits for no more than one of everybody else's, however many those have sent.
    `but`: the ids of those that rest.
    """
    turn = Window(
        RowNumber(), partition_by=[F("employer_id"), F("person_id")], order_by=[F("handed_in_at"), F("id")]
    )
    waiting = _owed(institutions).exclude(pk__in=but).annotate(turn=turn)
    return list(waiting.order_by("turn", "handed_in_at", "id").values_list("pk", flat=True)[:limit])


def waiting_since(institutions: Sequence[str], moment: datetime, *, but: QuerySet, most: int) -> int:
    """How many requests handed in since `moment` wait for a decision, counted up to `most`."""
    return len(_owed(institutions).filter(handed_in_at__gte=moment).exclude(pk__in=but).values("pk")[:most])


def lies_free(request_id: UUID) -> bool:
    """Whether a decision is still owed and nobody is busy with the request this moment, as far as one can see.

    Where rows cannot be locked singly, only the first is seen.
    """
    waiting = Request.objects.filter(pk=request_id, state=State.SUBMITTED.value)
    if not connection.features.has_select_for_update_skip_locked:
        return waiting.exists()
    with transaction.atomic():
        return bool(waiting.select_for_update(of=("self",), skip_locked=True).values_list("pk"))


def _owed(institutions: Sequence[str]) -> QuerySet[Request]:
    return Request.objects.filter(
        institution_id__in=institutions, state=State.SUBMITTED.value, handed_in_at__isnull=False
    )
