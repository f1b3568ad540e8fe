"""What each side sees of an exchange: gives the thing or raises NotAllowed, which tells nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, Q

from sojourn.casework.exceptions.models import Exchange, ExchangeQuerySet, Reply
from sojourn.casework.exceptions.reach import side_of
from sojourn.casework.exceptions.states import OPEN_STATES, ExchangeState, ReplyState, Side
from sojourn.casework.models import InstitutionSetting
from sojourn.casework.permissions import cases_in_sight, require_officer
from sojourn.casework.signing.models import Proposal
from sojourn.core import clock
from sojourn.parties.acting import ActingAs

MOST_OPEN = 200
MOST_ENDED = 30


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """An exchange in a list: nothing in it names a person. `task`: the code of what waits for this side, "" for none.

    `case_reference` is the asking side's own; `mine`: the reader has it in hand.
    """

    reference: str
    side: Side
    kind: str
    state: str
    task: str
    other_id: str
    other_country: str
    start: date
    end: date | None
    due_on: date | None
    sent_on: date | None
    case_reference: str
    mine: bool
    result: str
    ended_because: str

    @property
    def is_late(self) -> bool:
        """Whether no reply came in time."""
        return self.state == "sent" and self.due_on is not None and self.due_on < clock.today()


@dataclass(frozen=True, slots=True)
class ExchangeLists:
    """All of one institution: what waits for it, what waits for the other side, what is over (the newest)."""

    to_do: tuple[ExchangeRow, ...]
    waiting: tuple[ExchangeRow, ...]
    over: tuple[ExchangeRow, ...]


def exchanges_of(acting: ActingAs) -> ExchangeLists:
    """The institution's exchanges, what is due first on top. Raises NotAllowed for anyone but its staff."""
    acting = require_officer(acting)
    seen = _seen(acting)
    unfinished = Reply.objects.filter(Q(needs_look=True) | ~Q(state=ReplyState.GIVEN.value))
    still = Q(state__in=OPEN_STATES) | Q(to_tell=True) | Q(pk__in=unfinished.values("exchange"))
    opened = seen.filter(still).order_by("due_on", "begun_at")[:MOST_OPEN]
    over = seen.filter(state__in=["answered", "ended"]).order_by("-ended_at")[:MOST_ENDED]
    rows = list(_rows(acting, opened))
    return ExchangeLists(
        to_do=tuple(row for row in rows if row.task),
        waiting=tuple(row for row in rows if not row.task and row.state == "sent"),
        over=tuple(row for row in _rows(acting, over) if not row.task),
    )


def exchanges_of_case(acting: ActingAs, case_id: UUID) -> tuple[ExchangeRow, ...]:
    """Those of one case of the reader's institution, newest first. Raises NotAllowed."""
    acting = require_officer(acting)
    return tuple(_rows(acting, _seen(acting).filter(case_id=case_id).order_by("-begun_at")))


def exchange_row(acting: ActingAs, exchange: Exchange) -> ExchangeRow:
    """One exchange as a row, for whoever has asked for it with the right to see it."""
    return next(_rows(acting, [exchange]))


def waiting_for_answer_count(acting: ActingAs) -> int:
    """How many proposals of others wait for the institution's answer. Raises NotAllowed."""
    acting = require_officer(acting)
    return Exchange.objects.filter(
        liaison_id=str(acting.institution_id), delivered_here=True, state=ExchangeState.SENT.value
    ).count()


def _seen(acting: ActingAs) -> ExchangeQuerySet:
    institution = str(acting.institution_id)
    own = Q(institution_id=institution, case__in=cases_in_sight(acting))
    asked = Q(liaison_id=institution, delivered_here=True, sent_on__isnull=False)
    replies = Prefetch("replies", Reply.objects.order_by("prepared_at"))
    return Exchange.objects.filter(own | asked).select_related("case").prefetch_related(replies)


def _rows(acting: ActingAs, exchanges: Sequence[Exchange] | ExchangeQuerySet) -> Iterator[ExchangeRow]:
    found = list(exchanges)
    if not found:
        return
    waiting = set(
        Proposal.objects.signable()
        .filter(case__in=[each.case_id for each in found])
        .values_list("case_id", flat=True)
    )
    hosted = set(InstitutionSetting.objects.values_list("pk", flat=True))
    for each in found:
        yield _row(acting, each, to_sign=each.case_id in waiting, hosted=each.liaison_id in hosted)


def _row(acting: ActingAs, exchange: Exchange, *, to_sign: bool, hosted: bool) -> ExchangeRow:
    side = side_of(exchange, acting.institution_id)
    asking = side is Side.ASKING
    counted = next((reply for reply in exchange.replies.all() if reply.counts), None)
    state = "to_sign" if to_sign and exchange.state == ExchangeState.DRAFT else exchange.state
    holder = exchange.case.assigned_to_id if asking else exchange.taken_by_id
    return ExchangeRow(
        reference=exchange.reference,
        side=side,
        kind=exchange.kind,
        state=state,
        task=_asking_task(exchange, state) if asking else _asked_task(exchange),
        other_id=exchange.liaison_id if asking else exchange.institution_id,
        other_country=exchange.other_country if asking else exchange.country,
        start=exchange.start,
        end=exchange.end,
        due_on=exchange.due_on,
        sent_on=exchange.sent_on,
        case_reference=exchange.case.reference if asking else "",
        mine=str(holder) == acting.actor.person_id,
        result=counted.result if counted else "",
        ended_because=exchange.ended_because,
    )


def _asking_task(exchange: Exchange, state: str) -> str:
    if any(reply.needs_look for reply in exchange.replies.all()):
        return "late_reply"
    if exchange.to_tell:
        return "tell_end"
    if exchange.state == ExchangeState.SENT:
        late = exchange.due_on is not None and exchange.due_on < clock.today()
        return "no_answer" if late else ""
    return {"draft": "write", "to_sign": "sign", "signed": "send"}.get(state, "")


def _asked_task(exchange: Exchange) -> str:
    drafted = next((reply for reply in exchange.replies.all() if reply.state != ReplyState.GIVEN), None)
    if drafted is not None and drafted.state == ReplyState.TO_SIGN:
        return "sign_reply"
    if exchange.state != ExchangeState.SENT:
        return ""
    return "answer" if exchange.taken_by_id else "take_up"


@dataclass(frozen=True, slots=True)
class WeighedView:
    """A criterion as the own side weighs it; `said`: the applicant's answer that belongs to it."""

    code: str
    source: str
    verdict: str
    words: str = field(repr=False, default="")
    said: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note of the own side."""

    at: datetime
    name: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper on which a reply came."""

    id: UUID
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class ReplyView:
    """A reply. One in preparation is shown to the side that prepares it alone."""

    id: UUID
    state: ReplyState
    result: str
    start: date | None
    end: date | None
    given_on: date | None
    counts: bool
    needs_look: bool
    prepared_by_me: bool
    papers: tuple[PaperView, ...] = ()
    remarks: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class LineView:
    """What happened: when, what, and by which side; names of the own side alone."""

    at: datetime
    event: str
    own: bool
    name: str
