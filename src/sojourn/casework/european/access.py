"""What an institution sees of notifications: those it made, and those that arrived here."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from sojourn.casework.european.content import NoticeContent
from sojourn.casework.european.letter import notice_pdf
from sojourn.casework.european.models import Delivery, Notice, NoticeQuerySet
from sojourn.casework.european.moves import subject_of_notice
from sojourn.casework.european.states import NoticeState
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.casework.permissions import cases_in_sight, require_officer
from sojourn.core.errors import NotAllowed
from sojourn.journal.access import Line, lines_about
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs

MOST = 200


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A notification with one institution that gets it."""

    id: UUID
    institution_id: str
    country: str
    here: bool
    sent_on: date | None
    result: str
    result_on: date | None
    remarks: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notification in a list: nothing in it names a person. `arrived`: from another institution.

    `task`: the code of what waits for the reader's institution: send, objection, answer; "" for nothing.
    """

    reference: str
    message: str
    use_case: str
    version: int
    state: NoticeState
    arrived: bool
    sender_id: str
    countries: tuple[str, ...]
    made_at: datetime
    final_after: date | None
    case_reference: str
    task: str


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notification on a page. It names a person: opening it is written down."""

    row: NoticeRow
    deliveries: tuple[DeliveryView, ...]
    mine: DeliveryView | None
    answers: str
    answered_by: tuple[str, ...]
    previous: str
    changed_by: str
    lines: tuple[Line, ...]
    content: NoticeContent = field(repr=False)


def notices_of(acting: ActingAs) -> tuple[NoticeRow, ...]:
    """The institution's notifications, made and arrived, the newest first. Raises NotAllowed."""
    acting = require_officer(acting)
    rows = _seen(acting).order_by("-made_at", "pk")[:MOST]
    return tuple(_row(each, acting) for each in rows)


def notices_of_case(acting: ActingAs, case_id: UUID) -> tuple[NoticeRow, ...]:
    """Those of one case, newest first. Raises NotAllowed."""
    acting = require_officer(acting)
    return tuple(_row(each, acting) for each in _seen(acting).filter(case_id=case_id).order_by("-made_at"))


def look_at_notice(*, acting: ActingAs, reference: str) -> NoticeView:
    """One notification; the look is written down. Raises NotAllowed for who neither made it nor got it."""
    with together():
        acting, notice = _found(acting, reference)
        record(event="notice.looked_at", actor=acting.actor, subject=subject_of_notice(notice))
    deliveries = tuple(_delivery(each) for each in notice.deliveries.all())
    own = notice.institution_id == acting.institution_id
    mine = next((each for each in deliveries if each.institution_id == acting.institution_id), None)
    later = Notice.objects.filter(previous=notice).values_list("reference", flat=True).first()
    return NoticeView(
        row=_row(notice, acting),
        deliveries=deliveries if own else (mine,) if mine else (),
        mine=None if own else mine,
        answers=notice.answers.reference if notice.answers else "",
        answered_by=tuple(
            _seen(acting).filter(answers=notice).order_by("made_at").values_list("reference", flat=True)
        ),
        previous=notice.previous.reference if notice.previous else "",
        changed_by=later or "",
        lines=tuple(lines_about(subject_of_notice(notice))) if own else (),
        content=NoticeContent.model_validate(notice.content),
    )


def notice_file(acting: ActingAs, reference: str, what: str) -> tuple[bytes, str]:
    """The notification as JSON, or as a paper with the JSON attached ("paper"). Raises NotAllowed."""
    with together():
        acting, notice = _found(acting, reference)
        record(event="notice.looked_at", actor=acting.actor, subject=subject_of_notice(notice))
    content = NoticeContent.model_validate(notice.content)
    if what == "data":
        return content.as_json(), "application/json"
    return notice_pdf(content), "application/pdf"


def _found(acting: ActingAs, reference: str) -> tuple[ActingAs, Notice]:
    acting = require_officer(acting)
    notice = _seen(acting).select_related("answers", "previous").filter(reference=reference).first()
    if notice is None:
        raise NotAllowed(NOT_ALLOWED)
    return acting, notice


def _seen(acting: ActingAs) -> NoticeQuerySet:
    """Made here or arrived here; of one's own cases only those in sight."""
    institution = str(acting.institution_id)
    hidden = Q(case__institution_id=institution) & ~Q(case__in=cases_in_sight(acting))
    found = Notice.objects.seen_by(institution).exclude(hidden)
    return found.select_related("case").prefetch_related("deliveries")


def _row(notice: Notice, acting: ActingAs) -> NoticeRow:
    own = notice.institution_id == acting.institution_id
    deliveries = list(notice.deliveries.all())
    return NoticeRow(
        reference=notice.reference,
        message=notice.message,
        use_case=str(notice.content["use_case"]),
        version=notice.version,
        state=NoticeState(notice.state),
        arrived=not own,
        sender_id=notice.institution_id,
        countries=tuple(each.country for each in deliveries),
        made_at=notice.made_at,
        final_after=notice.final_after,
        case_reference=notice.case.reference if notice.case.institution_id == acting.institution_id else "",
        task=_own_task(notice, deliveries) if own else _task(notice, deliveries, acting),
    )


def _own_task(notice: Notice, deliveries: list[Delivery]) -> str:
    if notice.needs_look:
        return "objection" if notice.message == "A003" else "look"
    return "send" if any(each.sent_on is None for each in deliveries) else ""


def _task(notice: Notice, deliveries: list[Delivery], acting: ActingAs) -> str:
    mine = next((each for each in deliveries if each.institution_id == acting.institution_id), None)
    waits = mine is not None and not mine.result
    asks = notice.message == "A005" or (
        notice.message == "A003" and notice.state in (NoticeState.WAITING, NoticeState.PROVISIONAL)
    )
    return "answer" if waits and asks else ""


def _delivery(each: Delivery) -> DeliveryView:
    return DeliveryView(
        id=each.pk,
        institution_id=each.institution_id,
        country=each.country,
        here=each.here,
        sent_on=each.sent_on,
        result=each.result,
        result_on=each.result_on,
        remarks=each.remarks,
    )
