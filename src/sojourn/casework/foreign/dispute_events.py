"""Doubts about a certificate from abroad: put to its issuer, answered, handed up, closed. It binds all the while."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from django.db.models import Q

from sojourn.casework.foreign.events import change_state, locked_certificate, refresh
from sojourn.casework.foreign.models import Dispute, DisputeStep, DisputeTerm
from sojourn.casework.foreign.procedure import (
    PROCEDURES,
    due_after,
    procedure_of,
    require_commission_open,
    settable,
)
from sojourn.casework.foreign.references import DISPUTE, new_reference
from sojourn.casework.foreign.states import DISPUTE_ARROWS, Arrow, DisputeState, ForeignState, Mover
from sojourn.casework.models import InstitutionSetting
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.casework.permissions import officer_id, require_lead, require_officer
from sojourn.casework.suspension_events import confirm_after_dispute
from sojourn.certificates import access as certificates
from sojourn.certificates.states import Status
from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Actor, Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.core.periods import next_day
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs

REASONS: Final = (
    "facts_differ",
    "not_posted",
    "no_activity_at_home",
    "replaces_another",
    "not_insured_before",
    "period_or_article",
    "paper_not_genuine",
    "other",
)
LONGEST: Final = 8000
LONGEST_TERM: Final = 60
_NEEDS_TEXT: Final = frozenset({"uphold", "hand_up", "bring_before_commission", "close"})


def put_doubts(*, acting: ActingAs, reference: str, key: UUID, reasons: Sequence[str], text: str) -> str:
    """Put doubts about a registered certificate to its issuer, with reasons; returns the dispute's reference.

    The same `key` again opens nothing new. An issuer hosted here finds it at its desk, for another one a letter is
    ready. Raises NotAllowed; WrongState "foreign_not_standing" for one that does not bind any more and "dispute_open"
    while one is open; InvalidInput without a reason or words.
    """
    acting = require_officer(acting)
    with together():
        row = locked_certificate(acting, reference)
        known = row.disputes.filter(creation_key=key).first()
        if known is not None:
            return known.reference
        if row.state != ForeignState.REGISTERED:
            raise WrongState("foreign_not_standing")
        if row.disputes.exclude(state=DisputeState.CLOSED.value).exists():
            raise WrongState("dispute_open")
        chosen = _checked_reasons(reasons)
        said = _checked_text(text, needed=True)
        hosted = InstitutionSetting.objects.filter(pk=row.issuer_id).exists() and bool(row.own_number)
        dispute = Dispute(
            id=uuid4(),
            reference=new_reference(DISPUTE),
            creation_key=key,
            certificate=row,
            institution_id=row.institution_id,
            issuer_id=row.issuer_id,
            issuer_name=row.issuer_name,
            issuer_hosted=hosted,
            own_number=row.own_number if hosted else "",
            procedure=procedure_of(row.instrument),
            opened_on=clock.today(),
        )
        _set_clock(dispute, clock.today())
        dispute.save(force_insert=True)
        _write(dispute, "put", Mover.DOUBTER, acting, clock.today(), said, chosen)
        record(
            event="dispute.put",
            actor=acting.actor,
            subject=subject_of(dispute),
            details={"procedure": dispute.procedure, "hosted": hosted},
        )
        record(
            event="foreign.doubted",
            actor=acting.actor,
            subject=Subject("foreign_certificate", str(row.pk)),
        )
        return dispute.reference


def take_step(
    *, acting: ActingAs, reference: str, step: str, version: int, text: str = "", on: date | None = None
) -> None:
    """Take one step of a dispute: the issuer's by the issuer where it is hosted here, else recorded as its letter says.

    `on` is the day of a letter (default: today). An issuer answers "withdraw" or "correct" only once its certificate
    has been withdrawn or replaced on record. Raises NotAllowed for others than the two; WrongState for a step that is
    not open, a page that is old, a commission asked too early; InvalidInput without words where they are needed.
    """
    acting = require_officer(acting)
    with together():
        dispute = _locked(acting, reference)
        arrow = _arrow_for(acting, dispute, step)
        if dispute.version != version:
            raise WrongState("dispute_changed")
        today = clock.today()
        day = _checked_day(on or today, dispute, today)
        target = arrow.target_from(DisputeState(dispute.state))
        if step == "bring_before_commission":
            require_commission_open(dispute.procedure, dispute.opened_on, today)
        said = _checked_text(text, needed=step in _NEEDS_TEXT)
        _require_record(dispute, step)
        dispute.state = target.value
        dispute.version += 1
        dispute.reminded_at = None
        dispute.closed_on = today if target is DisputeState.CLOSED else None
        _set_clock(dispute, day)
        dispute.save()
        _write(dispute, step, arrow.mover, acting, day, said)
        record(event=arrow.line, actor=acting.actor, subject=subject_of(dispute))
        _follow(dispute, step, acting.actor)


def set_term(*, acting: ActingAs, procedure: str, step: str, working_days: int | None, source: str) -> None:
    """Set how many working days the institution gives for a step, with the text that says so; None takes it away.

    For those who lead or administer the institution. What runs already keeps its day. Raises NotAllowed; InvalidInput
    for a step whose time the law sets, for a number out of range, and without a source.
    """
    acting = require_lead(acting)
    if procedure not in PROCEDURES or step not in settable(procedure):
        raise InvalidInput([Problem("step", "term_not_settable")])
    source = source.strip()[:300]
    problems = []
    if working_days is not None and not 1 <= working_days <= LONGEST_TERM:
        problems.append(Problem("working_days", "working_days_range", {"most": LONGEST_TERM}))
    if working_days is not None and not source:
        problems.append(Problem("source", "source_missing"))
    if problems:
        raise InvalidInput(problems)
    institution_id = str(acting.institution_id)
    with together():
        if working_days is None:
            rows = DisputeTerm.objects.filter(institution_id=institution_id, procedure=procedure, step=step)
            rows.delete()
        else:
            DisputeTerm.objects.update_or_create(
                institution_id=institution_id,
                procedure=procedure,
                step=step,
                defaults={
                    "amount": working_days,
                    "source": source,
                    "set_by_id": officer_id(acting),
                    "set_at": clock.now(),
                },
            )
        record(
            event="institution.dispute_term_set",
            actor=acting.actor,
            subject=Subject("institution", institution_id),
            details={"procedure": procedure, "step": step, "working_days": working_days},
        )


def remind_of_disputes(limit: int = 100) -> int:
    """Bring disputes whose day has passed back to the institution that doubts, once for each day; how many.

    Run by the worker, again and again; safe to repeat and to run twice at once.
    """
    late = Q(due_on__lt=clock.today(), reminded_at__isnull=True)
    rows = Dispute.objects.open().filter(late).order_by("due_on", "pk")
    return sum(_remind(pk) for pk in list(rows.values_list("pk", flat=True)[:limit]))


def subject_of(dispute: Dispute) -> Subject:
    """The dispute as the journal names it."""
    return Subject("dispute", str(dispute.pk))


def side_of(acting: ActingAs, dispute: Dispute) -> Mover | None:
    """On which side of the dispute the officer's institution stands; None: on neither."""
    if dispute.institution_id == acting.institution_id:
        return Mover.DOUBTER
    if dispute.issuer_hosted and dispute.issuer_id == acting.institution_id:
        return Mover.ISSUER
    return None


def may_take(side: Mover, dispute: Dispute, arrow: Arrow[DisputeState]) -> bool:
    """Whether this side takes the step: its own; and the doubter records those of an issuer that is not hosted here."""
    return arrow.mover is side or (side is Mover.DOUBTER and not dispute.issuer_hosted)


def _remind(dispute_id: UUID) -> bool:
    with together():
        rows = Dispute.objects.open().filter(pk=dispute_id, reminded_at__isnull=True)
        dispute = rows.select_for_update().first()
        if dispute is None or dispute.due_on is None or dispute.due_on >= clock.today():
            return False
        dispute.reminded_at = clock.now()
        dispute.save(update_fields=["reminded_at"])
        record(
            event="dispute.overdue",
            actor=SYSTEM,
            subject=subject_of(dispute),
            details={"step": dispute.due_step},
        )
        return True


def _locked(acting: ActingAs, reference: str) -> Dispute:
    rows = Dispute.objects.concerning(str(acting.institution_id)).select_for_update(of=("self",))
    dispute = rows.select_related("certificate").filter(reference=reference).first()
    if dispute is None:
        raise NotAllowed(NOT_ALLOWED)
    return dispute


def _arrow_for(acting: ActingAs, dispute: Dispute, step: str) -> Arrow[DisputeState]:
    side, arrow = side_of(acting, dispute), DISPUTE_ARROWS.get(step)
    if side is None or arrow is None or not may_take(side, dispute, arrow):
        raise NotAllowed(NOT_ALLOWED)
    return arrow


def _require_record(dispute: Dispute, step: str) -> None:
    """An answer does not change a certificate: its issuer's own event does, and comes first."""
    if not dispute.own_number or step not in {"withdraw", "correct"}:
        return
    status = certificates.certificate(dispute.own_number).status
    if step == "withdraw" and status is not Status.WITHDRAWN:
        raise WrongState("certificate_not_withdrawn")
    if step == "correct" and status is not Status.SUPERSEDED:
        raise WrongState("certificate_not_replaced")


def _follow(dispute: Dispute, step: str, actor: Actor) -> None:
    """What the doubter keeps of the certificate follows the issuer's answer; one that it upholds is examined."""
    row = dispute.certificate
    if step == "uphold" and dispute.own_number:
        confirm_after_dispute(number=dispute.own_number, actor=actor)
    if step not in {"withdraw", "correct"} or row.state != ForeignState.REGISTERED:
        return
    if row.own_number:
        refresh(row.pk)
    else:
        change_state(row, ForeignState.WITHDRAWN if step == "withdraw" else ForeignState.SUPERSEDED, actor)


def _set_clock(dispute: Dispute, on: date) -> None:
    country = InstitutionSetting.objects.get(pk=dispute.institution_id).country
    dispute.due_step, dispute.due_on = due_after(
        dispute.procedure, DisputeState(dispute.state), on, dispute.institution_id, country
    )


def _write(
    dispute: Dispute,
    step: str,
    side: Mover,
    acting: ActingAs,
    on: date,
    text: str,
    reasons: Sequence[str] = (),
) -> None:
    DisputeStep.objects.create(
        id=uuid4(),
        dispute=dispute,
        position=dispute.version,
        step=step,
        side=side.value,
        taken_by_id=officer_id(acting),
        taken_at=clock.now(),
        on=on,
        reasons=list(reasons),
        text=text,
    )


def _checked_reasons(reasons: Sequence[str]) -> list[str]:
    chosen = list(dict.fromkeys(reasons))
    if not chosen:
        raise InvalidInput([Problem("reasons", "doubt_reason_missing")])
    if not set(chosen) <= set(REASONS):
        raise InvalidInput([Problem("reasons", "reason_unknown")])
    return chosen


def _checked_text(text: str, *, needed: bool) -> str:
    said = text.strip()
    if needed and not said:
        raise InvalidInput([Problem("text", "words_missing")])
    if len(said) > LONGEST:
        raise InvalidInput([Problem("text", "too_long", {"limit": LONGEST})])
    return said


def _checked_day(day: date, dispute: Dispute, today: date) -> date:
    if not dispute.opened_on <= day < next_day(today):
        raise InvalidInput([Problem("on", "step_day", {"start": dispute.opened_on, "end": today})])
    return day
