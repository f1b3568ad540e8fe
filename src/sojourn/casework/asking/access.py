"""What each side sees of questions and messages: gives the thing or raises NotAllowed, which tells nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from sojourn.casework.asking.models import (
    APPLICANT,
    INSTITUTION,
    WORKER,
    Attachment,
    Inquiry,
    Message,
    Question,
    Reading,
    WorkerLink,
)
from sojourn.casework.asking.reach import request_in_reach
from sojourn.casework.asking.states import InquiryState
from sojourn.casework.asking.worker_links import Holder, link_where, require_holder
from sojourn.casework.asking.working_days import days_left
from sojourn.casework.models import Case, InstitutionSetting
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.casework.permissions import case_in_sight, cases_in_sight
from sojourn.casework.states import CaseState
from sojourn.core import clock
from sojourn.core.errors import NotAllowed
from sojourn.files.access import read
from sojourn.parties.acting import ActingAs
from sojourn.requests.amending import read_answers
from sojourn.requests.entry import Value
from sojourn.requests.worker_part.access import address_of_worker


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that was sent: its name, type and size in bytes."""

    id: UUID
    name: str = field(repr=False)
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message. `mine`: the reader wrote it; `is_new`: it came from the other side since the last reading."""

    side: str
    mine: bool
    is_new: bool
    written_at: datetime
    text: str = field(repr=False)
    files: tuple[FileView, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question with its answer as it stands; officers see answers only once they were sent.

    `typed` is what was put into the boxes of the fact that is wanted, `value` what it says.
    """

    id: UUID
    code: str
    fact: str
    wants_file: bool
    established: bool
    words: str = field(repr=False, default="")
    text: str = field(repr=False, default="")
    typed: Any = field(repr=False, default=None)
    value: Value | None = field(repr=False, default=None)
    files: tuple[FileView, ...] = ()


@dataclass(frozen=True, slots=True)
class InquiryView:
    """What was asked at one time. `working_days_left` counts from tomorrow in the institution's country.

    `disowned`: the worker's link reached somebody else.
    """

    id: UUID
    recipient: str
    state: InquiryState
    asked_at: datetime
    due_on: date
    working_days_left: int
    ended_at: datetime | None
    more_time_until: date | None
    more_time_given: bool | None
    questions: tuple[QuestionView, ...]
    more_time_reason: str = field(repr=False, default="")
    disowned: bool = False

    @property
    def of_worker(self) -> bool:
        """Whether the worker is asked, not the applicant."""
        return self.recipient == WORKER

    @property
    def is_open(self) -> bool:
        """Whether an answer can still be sent."""
        return self.state is InquiryState.OPEN

    @property
    def is_late(self) -> bool:
        """Whether the last day has passed while no answer came."""
        return self.is_open and self.due_on < clock.today()


@dataclass(frozen=True, slots=True)
class WorkerAsked:
    """That the worker was asked directly: all that an applicant learns of it."""

    state: InquiryState
    asked_at: datetime
    due_on: date
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that was said about a request: inquiries newest first, messages oldest first.

    An applicant's holds what the applicant was asked; of what the worker was asked, only that (`worker_asked`).
    """

    case_id: UUID
    may_write: bool
    inquiries: tuple[InquiryView, ...] = ()
    messages: tuple[MessageView, ...] = ()
    worker_asked: tuple[WorkerAsked, ...] = ()

    @property
    def open_inquiry(self) -> InquiryView | None:
        """The questions that wait for an answer."""
        return next((inquiry for inquiry in self.inquiries if inquiry.is_open), None)

    @property
    def has_ended(self) -> bool:
        """Whether questions were asked before that wait no more."""
        return any(not inquiry.is_open for inquiry in self.inquiries)

    @property
    def unread(self) -> int:
        """How many messages the reader has not seen."""
        return sum(message.is_new for message in self.messages)


def conversation_of_applicant(acting: ActingAs, request_id: UUID) -> Conversation | None:
    """What was said about one's own request; None where no institution here has it. Raises NotAllowed."""
    request = request_in_reach(acting, request_id, writes=False)
    case = Case.objects.filter(request_id=request_id).first()
    if case is None:
        return None
    return _conversation(case, APPLICANT, str(acting.person_id), acting.may_hand_in(request.kind))


def conversation_of_officer(acting: ActingAs, reference: str) -> Conversation:
    """What was said about a case of the officer's institution. Raises NotAllowed for another's."""
    case = case_in_sight(acting, reference)
    return _conversation(case, INSTITUTION, case.institution_id, True)


def asks_now(acting: ActingAs, reference: str, *, to_worker: bool) -> bool:
    """Whether this side is asked something already in a case of the officer's institution. Raises NotAllowed."""
    case = case_in_sight(acting, reference)
    recipient = WORKER if to_worker else APPLICANT
    return Inquiry.objects.open().filter(case=case, recipient=recipient).exists()


def reaches_worker(acting: ActingAs, reference: str) -> bool:
    """Whether the worker has given an own part under an address to which a question can go. Raises NotAllowed."""
    return address_of_worker(case_in_sight(acting, reference).request_id) is not None


def file_of_applicant(acting: ActingAs, request_id: UUID, attachment_id: UUID) -> tuple[FileView, bytes]:
    """A file of one's own request, from either side. Raises NotAllowed for any other."""
    request_in_reach(acting, request_id, writes=False)
    # What the worker sent to the institution is not the employer's.
    theirs = Q(message__isnull=False) | Q(question__inquiry__recipient=APPLICANT)
    return _opened(Attachment.objects.filter(theirs, case__request_id=request_id, pk=attachment_id))


def file_of_officer(acting: ActingAs, reference: str, attachment_id: UUID) -> tuple[FileView, bytes]:
    """A file of a case of the officer's institution, once it was sent. Raises NotAllowed for any other."""
    case = cases_in_sight(acting).filter(reference=reference).first()
    if case is None:
        raise NotAllowed(NOT_ALLOWED)
    sent = Q(message__isnull=False) | Q(question__inquiry__state=InquiryState.ANSWERED.value)
    return _opened(Attachment.objects.filter(sent, case=case, pk=attachment_id))


def due_days(request_ids: Iterable[UUID]) -> dict[UUID, date]:
    """By request: the last day to answer in, where questions are open. The caller has asked for the requests."""
    rows = Inquiry.objects.open().filter(case__request_id__in=list(request_ids), recipient=APPLICANT)
    return dict(rows.values_list("case__request_id", "due_on"))


def unread_counts(request_ids: Iterable[UUID], reader: str) -> dict[UUID, int]:
    """By request: how many messages of the institution this person has not read. As `due_days`."""
    read_later = Reading.objects.filter(
        case=OuterRef("case"), reader=reader, read_at__gte=OuterRef("written_at")
    )
    rows = (
        Message.objects.filter(case__request_id__in=list(request_ids), side=INSTITUTION)
        .filter(~Exists(read_later))
        .order_by()
        .values("case__request_id")
        .annotate(count=Count("pk"))
    )
    return {row["case__request_id"]: row["count"] for row in rows}


def _conversation(case: Case, side: str, reader: str, may_write: bool) -> Conversation:
    asked = list(case.inquiries.prefetch_related("questions__established").order_by("-asked_at"))
    inquiries = asked if side == INSTITUTION else [each for each in asked if each.recipient == APPLICANT]
    messages = list(case.messages.order_by("written_at", "pk"))
    # Most cases are decided without a word: what belongs to words is asked for where there are some.
    files = _files(case) if inquiries or messages else {}
    country = _country(case) if any(each.ended_at is None for each in inquiries) else ""
    read_at = _read_at(case, reader) if messages else None
    values = _values(case, inquiries)
    return Conversation(
        case_id=case.pk,
        may_write=may_write and case.state != CaseState.CLOSED,
        inquiries=tuple(_inquiry(each, side, country, files, values) for each in inquiries),
        messages=tuple(
            MessageView(
                side=each.side,
                mine=str(each.written_by_id) == reader,
                is_new=each.side != side and (read_at is None or read_at < each.written_at),
                written_at=each.written_at,
                text=each.text,
                files=files.get(each.pk, ()),
            )
            for each in messages
        ),
        worker_asked=tuple(
            WorkerAsked(InquiryState(each.state), each.asked_at, each.due_on, each.ended_at)
            for each in asked
            if each.recipient == WORKER
        ),
    )


def inquiry_of_worker(holder: Holder) -> InquiryView:
    """What the worker was asked, with what was answered so far, for a browser that has come in by the link.

    Raises NotAllowed; WrongState "worker_browser_unknown", "worker_link_over".
    """
    link = link_where(pk=holder.link_id)
    require_holder(link, holder)
    inquiry = link.inquiry
    case = inquiry.case
    values = _values(case, [inquiry])
    return _inquiry(inquiry, WORKER, _country(case), _files(case), values)


def _country(case: Case) -> str:
    """Whose working days count."""
    setting = InstitutionSetting.objects.filter(pk=case.institution_id)
    return setting.values_list("country", flat=True).first() or ""


def _read_at(case: Case, reader: str) -> datetime | None:
    return Reading.objects.filter(case=case, reader=reader).values_list("read_at", flat=True).first()


def _values(case: Case, inquiries: Iterable[Inquiry]) -> dict[UUID, Value | None]:
    """What the answers to questions of the vocabulary say, by question."""
    typed = {
        question.pk: (question.fact, question.answer.get("typed"))
        for inquiry in inquiries
        for question in inquiry.questions.all()
        if question.fact and question.answer
    }
    return read_answers(case.request_id, typed)


def _inquiry(
    inquiry: Inquiry,
    side: str,
    country: str,
    files: Mapping[UUID, tuple[FileView, ...]],
    values: Mapping[UUID, Value | None],
) -> InquiryView:
    state = InquiryState(inquiry.state)
    shows = side != INSTITUTION or state is InquiryState.ANSWERED
    return InquiryView(
        id=inquiry.pk,
        recipient=inquiry.recipient,
        state=state,
        asked_at=inquiry.asked_at,
        due_on=inquiry.due_on,
        working_days_left=days_left(clock.today(), inquiry.due_on, country),
        ended_at=inquiry.ended_at,
        more_time_until=inquiry.more_time_until,
        more_time_given=inquiry.more_time_given,
        more_time_reason=inquiry.more_time_reason,
        questions=tuple(_question(each, shows, files, values) for each in inquiry.questions.all()),
        disowned=_is_disowned(inquiry),
    )


def _is_disowned(inquiry: Inquiry) -> bool:
    closed = inquiry.recipient == WORKER and inquiry.state == InquiryState.CLOSED
    return closed and WorkerLink.objects.filter(inquiry=inquiry, disowned=True).exists()


def _question(
    question: Question,
    shows: bool,
    files: Mapping[UUID, tuple[FileView, ...]],
    values: Mapping[UUID, Value | None],
) -> QuestionView:
    answer = (question.answer or {}) if shows else {}
    return QuestionView(
        id=question.pk,
        code=question.code,
        words=question.words,
        fact=question.fact,
        wants_file=question.wants_file,
        established=hasattr(question, "established"),
        text=answer.get("text", ""),
        typed=answer.get("typed"),
        value=values.get(question.pk) if shows else None,
        files=files.get(question.pk, ()) if shows else (),
    )


def _files(case: Case) -> dict[UUID, tuple[FileView, ...]]:
    """The files of a case by the message or question to which they belong."""
    found: dict[UUID, tuple[FileView, ...]] = {}
    for each in case.attachments.order_by("added_at", "pk"):
        owner = each.message_id or each.question_id
        if owner is not None:
            found[owner] = (*found.get(owner, ()), _file(each))
    return found


def _file(attachment: Attachment) -> FileView:
    return FileView(
        id=attachment.pk, name=attachment.name, media_type=attachment.media_type, size=attachment.size
    )


def _opened(found: Any) -> tuple[FileView, bytes]:
    attachment = found.first()
    if attachment is None:
        raise NotAllowed(NOT_ALLOWED)
    return _file(attachment), read(attachment.file_id)
