"""What is due to be erased at an institution today, matter by matter. Reading only."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from sojourn.casework.foreign.models import Concern, Dispute, ForeignCertificate
from sojourn.casework.foreign.states import ConcernState, ForeignState
from sojourn.casework.models import Case, Decision
from sojourn.casework.retention.matters import THING_OF, Matter, Thing, counted_before, is_due
from sojourn.casework.retention.models import Erasure, LegalHold, RetentionRule
from sojourn.casework.states import CaseState
from sojourn.certificates.access import last_change
from sojourn.certificates.states import Status


@dataclass(frozen=True, slots=True)
class Due:
    """One thing whose time is over. `counted_from`: the day from which its years were counted; `held`: kept back."""

    matter: Matter
    thing: Thing
    id: UUID
    reference: str
    counted_from: date
    held: bool


def due_things(rule: RetentionRule, today: date) -> Iterator[Due]:
    """What the rule makes due today, in a steady order; what a hold keeps back is marked."""
    matter = Matter(rule.matter)
    held = set(_holds(today).filter(thing=THING_OF[matter].value).values_list("thing_id", flat=True))
    found = _FINDERS[matter](rule.institution_id, counted_before(rule.years, today))
    for thing_id, reference, counted_from in found:
        if is_due(counted_from, rule.years, today):
            yield Due(matter, THING_OF[matter], thing_id, reference, counted_from, thing_id in held)


def is_held(thing: Thing, thing_id: UUID, today: date) -> bool:
    """Whether a hold stands on it today."""
    return _holds(today).filter(thing=thing.value, thing_id=thing_id).exists()


def _holds(today: date) -> QuerySet[LegalHold]:
    in_time = Q(until__isnull=True) | Q(until__gte=today)
    return LegalHold.objects.filter(in_time, lifted_at__isnull=True)


def _free(thing: Thing) -> Q:
    """Not erased yet."""
    erased = Erasure.objects.filter(thing=thing.value, thing_id=OuterRef("pk"))
    return Q(~Exists(erased))


def _cases(institution_id: str) -> QuerySet[Case]:
    """Cases that are over. One of a person on whom something is still to be decided, or about whose certificate
    institutions differ, is not."""
    rows = Case.objects.of_institution(institution_id).filter(
        _free(Thing.CASE), state__in=[CaseState.DECIDED.value, CaseState.CLOSED.value]
    )
    undecided = Case.objects.undecided().filter(
        Q(number_index=OuterRef("number_index")) & ~Q(number_index="")
        | Q(identity_index=OuterRef("identity_index")) & ~Q(identity_index="")
    )
    numbers = Decision.objects.filter(case=OuterRef("pk"), certificate_number__isnull=False)
    disputed = Dispute.objects.open().filter(
        Exists(numbers.filter(case=OuterRef(OuterRef("pk")), certificate_number=OuterRef("own_number")))
    )
    return rows.filter(~Exists(undecided), ~Exists(disputed)).order_by("opened_at", "pk")


def _covered(institution_id: str, before: date) -> Iterator[tuple[UUID, str, date]]:
    approved = Decision.objects.filter(
        case=OuterRef("pk"), certificate_number__isnull=False, certified_until__lte=before
    )
    for case in _cases(institution_id).filter(Exists(approved)).iterator():
        decisions = list(case_decisions(case))
        ends = [each.certified_until for each in decisions if each.certificate_number]
        # The last certificate says whether there is an end; an earlier one may have run longer.
        if ends[-1] is None or _withdrawn_on(decisions) is not None:
            continue
        last = max(end for end in ends if end is not None)
        if last <= before:
            yield case.pk, case.reference, last


def _withdrawn(institution_id: str, before: date) -> Iterator[tuple[UUID, str, date]]:
    approved = Decision.objects.filter(case=OuterRef("pk"), certificate_number__isnull=False)
    closed = _cases(institution_id).filter(Exists(approved), state=CaseState.CLOSED.value)
    for case in closed.iterator():
        day = _withdrawn_on(list(case_decisions(case)))
        if day is not None and day <= before:
            yield case.pk, case.reference, day


def _uncovered(institution_id: str, before: date) -> Iterator[tuple[UUID, str, date]]:
    approved = Decision.objects.filter(case=OuterRef("pk"), certificate_number__isnull=False)
    rows = _cases(institution_id).filter(~Exists(approved), opened_at__date__lte=before)
    for case in rows.annotate(withdrawn_at=F("request__withdrawn_at")).iterator():
        decided = [each.decided_at.date() for each in case_decisions(case)]
        ended = [case.withdrawn_at.date()] if case.withdrawn_at else []
        last = max([*decided, *ended], default=None)
        if last is not None and last <= before:
            yield case.pk, case.reference, last


def _foreign(institution_id: str, before: date) -> Iterator[tuple[UUID, str, date]]:
    over = Q(state=ForeignState.REGISTERED.value, end__lte=before) | Q(changed_on__lte=before)
    rows = ForeignCertificate.objects.of_institution(institution_id).filter(
        _free(Thing.FOREIGN), over, erased_at__isnull=True
    )
    open_disputes = Dispute.objects.open().filter(certificate=OuterRef("pk"))
    for row in rows.filter(~Exists(open_disputes)).order_by("registered_at", "pk").iterator():
        days = [day for day in (row.end, row.changed_on) if day is not None]
        counted_from = row.changed_on if row.changed_on is not None else max(days)
        yield row.pk, row.reference, counted_from


def _concerns(institution_id: str, before: date) -> Iterator[tuple[UUID, str, date]]:
    rows = Concern.objects.filter(
        _free(Thing.CONCERN),
        institution_id=institution_id,
        state=ConcernState.CLOSED.value,
        ended_at__date__lte=before,
    )
    for row in rows.order_by("ended_at", "pk").iterator():
        if row.ended_at is not None:
            yield row.pk, row.reference, row.ended_at.date()


def case_decisions(case: Case) -> QuerySet[Decision]:
    """All decisions of a case, the later ones too, in order."""
    return Decision.objects.filter(case=case).order_by("decided_at", "pk")


def _withdrawn_on(decisions: list[Decision]) -> date | None:
    """The day on which the last certificate was withdrawn; None while it was not."""
    numbers = [each.certificate_number for each in decisions if each.certificate_number]
    change = last_change(numbers[-1]) if numbers else None
    return change.changed_on if change is not None and change.status is Status.WITHDRAWN else None


_FINDERS: Mapping[Matter, Callable[[str, date], Iterator[tuple[UUID, str, date]]]] = {
    Matter.COVERED: _covered,
    Matter.WITHDRAWN: _withdrawn,
    Matter.UNCOVERED: _uncovered,
    Matter.FOREIGN: _foreign,
    Matter.CONCERN: _concerns,
}
