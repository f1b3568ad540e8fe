"""What the two institutions see of a dispute, and what anybody who checks the certificate is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth import get_user_model

from sojourn.casework.foreign.dispute_events import may_take, side_of, subject_of
from sojourn.casework.foreign.models import Dispute, DisputeTerm
from sojourn.casework.foreign.procedure import (
    EUROPEAN,
    PROCEDURES,
    Term,
    earliest_before_commission,
    settable,
    terms,
)
from sojourn.casework.foreign.states import DISPUTE_ARROWS, DisputeState, Mover
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.casework.permissions import LEADING_ROLES, require_officer
from sojourn.core import clock
from sojourn.core.errors import NotAllowed
from sojourn.engine import load_law
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs


@dataclass(frozen=True, slots=True)
class ListedDispute:
    """A dispute in a list. `side`: on which side the reader's institution stands."""

    reference: str
    other: str
    side: Mover
    state: DisputeState
    procedure: str
    opened_on: date
    due_step: str
    due_on: date | None

    @property
    def is_late(self) -> bool:
        """Whether the day by which something was owed has passed."""
        return self.due_on is not None and self.due_on < clock.today()


@dataclass(frozen=True, slots=True)
class StepView:
    """One step with what was said."""

    step: str
    side: Mover
    on: date
    taken_at: datetime
    name: str
    reasons: tuple[str, ...]
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A dispute on one page, as one of the two institutions sees it.

    `certificate` is the doubter's reference of the certificate ('' for the issuer), `own_number` its number where the
    issuer is hosted here; `open_steps` what the reader can do now; `first_commission_day` is None under an agreement.
    """

    row: ListedDispute
    version: int
    certificate: str
    own_number: str
    issuer_name: str
    doubter_name: str
    issuer_hosted: bool
    steps: tuple[StepView, ...]
    open_steps: tuple[str, ...]
    first_commission_day: date | None
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class TermView:
    """The time for a step at an institution: what the law sets, or what the institution set, with its source."""

    procedure: str
    term: Term
    is_settable: bool
    working_days: int | None
    source: str


def disputes_of(acting: ActingAs) -> tuple[ListedDispute, ...]:
    """The open disputes of the officer's institution, on either side, what is due first on top. Raises NotAllowed."""
    acting = require_officer(acting)
    rows = Dispute.objects.concerning(str(acting.institution_id)).open()
    found = [_listed(acting, row) for row in rows.order_by("opened_on", "pk")[:200]]
    return tuple(sorted(found, key=lambda each: (each.due_on is None, each.due_on or each.opened_on)))


def dispute_for(acting: ActingAs, reference: str) -> DisputeView:
    """The dispute under this reference. Raises NotAllowed for an institution that has no part in it."""
    acting = require_officer(acting)
    rows = Dispute.objects.concerning(str(acting.institution_id)).select_related("certificate")
    row = rows.filter(reference=reference).first()
    if row is None:
        raise NotAllowed(NOT_ALLOWED)
    listed = _listed(acting, row)
    steps = list(row.steps.all())
    names = _names(acting, {step.taken_by_id for step in steps})
    return DisputeView(
        row=listed,
        version=row.version,
        certificate=row.certificate.reference if listed.side is Mover.DOUBTER else "",
        own_number=row.own_number,
        issuer_name=row.issuer_name,
        doubter_name=name_of(row.institution_id),
        issuer_hosted=row.issuer_hosted,
        steps=tuple(
            StepView(
                step.step,
                Mover(step.side),
                step.on,
                step.taken_at,
                # Colleagues of the other institution are not named to this one.
                names.get(step.taken_by_id, "") if step.side == listed.side else "",
                tuple(step.reasons),
                step.text,
            )
            for step in steps
        ),
        open_steps=tuple(
            arrow.name
            for arrow in DISPUTE_ARROWS.values()
            if listed.state in arrow.sources
            and may_take(listed.side, row, arrow)
            and _offered(row, arrow.name)
        ),
        first_commission_day=earliest_before_commission(row.opened_on) if row.procedure == EUROPEAN else None,
        terms=tuple(terms(row.procedure).values()),
    )


def look_at_dispute(*, acting: ActingAs, reference: str) -> Mapping[str, str]:
    """The certificate in dispute with its person, as the doubter registered it; the look is written down.

    Both institutions may look: one issued it, the other keeps it. Raises NotAllowed.
    """
    acting = require_officer(acting)
    rows = Dispute.objects.concerning(str(acting.institution_id)).select_related("certificate")
    row = rows.filter(reference=reference).first()
    if row is None:
        raise NotAllowed(NOT_ALLOWED)
    with together():
        record(event="dispute.person_looked_at", actor=acting.actor, subject=subject_of(row))
        return dict(row.certificate.particulars)


@dataclass(frozen=True, slots=True)
class InDispute:
    """What anybody is told who checks a certificate that is in dispute."""

    doubter: str
    issuer: str
    since: date


def in_dispute(own_number: str) -> InDispute | None:
    """The open dispute about a certificate that was issued here, by its number; None without one. It changes nothing
    in what the certificate proves."""
    if not own_number:
        return None
    rows = Dispute.objects.open().filter(own_number=own_number).order_by("opened_on", "pk")
    # Asked at each check of a certificate: no more is read than is told.
    row = rows.values_list("institution_id", "issuer_id", "issuer_name", "opened_on").first()
    if row is None:
        return None
    institution_id, issuer_id, issuer_name, opened_on = row
    return InDispute(name_of(institution_id), name_of(issuer_id) or issuer_name, opened_on)


def terms_of(acting: ActingAs) -> tuple[TermView, ...]:
    """The times for the steps of both procedures at the officer's institution. Raises NotAllowed."""
    acting = require_officer(acting)
    rows = DisputeTerm.objects.filter(institution_id=acting.institution_id)
    own = {(row.procedure, row.step): row for row in rows}
    return tuple(
        _term_view(procedure, term, own.get((procedure, step)))
        for procedure in PROCEDURES
        for step, term in terms(procedure).items()
    )


def may_set_terms(acting: ActingAs) -> bool:
    """Whether the officer leads or administers the institution."""
    return acting.role in LEADING_ROLES


def name_of(institution_id: str) -> str:
    """The institution's name without its office; the id where the law data do not know it."""
    known = load_law().institutions.get(institution_id)
    return known.name.partition(" (")[0].partition(", ")[0] if known else institution_id


def _term_view(procedure: str, term: Term, own: DisputeTerm | None) -> TermView:
    return TermView(
        procedure,
        term,
        term.step in settable(procedure),
        own.amount if own else None,
        own.source if own else "",
    )


def _listed(acting: ActingAs, row: Dispute) -> ListedDispute:
    side = side_of(acting, row)
    if side is None:
        raise NotAllowed(NOT_ALLOWED)
    return ListedDispute(
        reference=row.reference,
        other=row.issuer_name if side is Mover.DOUBTER else name_of(row.institution_id),
        side=side,
        state=DisputeState(row.state),
        procedure=row.procedure,
        opened_on=row.opened_on,
        due_step=row.due_step,
        due_on=row.due_on,
    )


def _offered(row: Dispute, step: str) -> bool:
    """Steps that the procedure does not know are not offered."""
    return step != "bring_before_commission" or row.procedure == EUROPEAN


def _names(acting: ActingAs, ids: set[object]) -> dict[object, str]:
    people = get_user_model().objects.filter(pk__in=[each for each in ids if each])
    return {person.pk: person.name or person.email for person in people}
