"""What the asking side notes of a reply that came on paper, and what it does with replies that came too late."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from sojourn.casework.asking.writing import written
from sojourn.casework.exceptions.models import Reply, ReplyPaper
from sojourn.casework.exceptions.moves import subject_of_exchange, write_exchange
from sojourn.casework.exceptions.noting import keep_note
from sojourn.casework.exceptions.reach import held
from sojourn.casework.exceptions.replying import reply_problems, take_in
from sojourn.casework.exceptions.states import ExchangeState, ReplyState, Side
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.casework.permissions import officer_id
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.files.events import keep
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs
from sojourn.requests.packages.letting_in import media_type_let_in

MOST_PAPERS: Final = 5


@dataclass(frozen=True, slots=True)
class PaperReply:
    """A reply as it stands on the paper that came: its result, the days where it is one for another period."""

    result: str
    on: date | None
    start: date | None = None
    end: date | None = None
    remarks: str = field(default="", repr=False)
    papers: tuple[bytes, ...] = field(default=(), repr=False)


def record_reply(*, acting: ActingAs, reference: str, version: int, key: UUID, paper: PaperReply) -> None:
    """Note the reply of an authority that does not work here, with its paper. The same key again notes nothing.

    The first one is the answer; one after the end, or after the answer, changes nothing and makes a task. Raises
    NotAllowed; WrongState "reply_comes_here" where the other side replies in this service, "exception_not_sent";
    InvalidInput.
    """
    with together():
        mine = held(acting, reference)
        mine.require_side(Side.ASKING)
        if Reply.objects.filter(creation_key=key).exists():
            return
        mine = held(acting, reference, version)
        exchange = mine.exchange
        if exchange.delivered_here:
            raise WrongState("reply_comes_here")
        if exchange.sent_on is None:
            raise WrongState("exception_not_sent")
        mine.require_no_party()
        if exchange.stands is ExchangeState.SENT:
            mine.require_hand()
        remarks = written(paper.remarks, at="remarks")
        problems = reply_problems(exchange, paper.result, paper.start, paper.end, remarks)
        problems += _day_problems(paper.on, exchange.sent_on)
        if len(paper.papers) > MOST_PAPERS:
            problems.append(Problem("file", "files_too_many", {"limit": MOST_PAPERS}))
        if problems:
            raise InvalidInput(problems)
        part = paper.result == "part"
        reply = Reply.objects.create(
            exchange=exchange,
            creation_key=key,
            side=Side.ASKING.value,
            state=ReplyState.GIVEN.value,
            result=paper.result,
            start=paper.start if part else None,
            end=paper.end if part else None,
            remarks=remarks,
            prepared_by_id=officer_id(mine.acting),
            prepared_at=clock.now(),
            given_on=paper.on,
        )
        _keep_papers(reply, paper.papers)
        take_in(reply, exchange, mine.case, mine.file, actor=mine.acting.actor)


def settle_reply(*, acting: ActingAs, reference: str, reply_id: UUID, words: str, key: UUID) -> None:
    """Note what was done about a reply that came after the end: kept as a note; the task is over.

    Raises NotAllowed, InvalidInput without words, WrongState where nothing is to do.
    """
    with together():
        mine = held(acting, reference)
        mine.require_side(Side.ASKING)
        reply = Reply.objects.filter(exchange=mine.exchange, pk=reply_id).first()
        if reply is None:
            raise NotAllowed(NOT_ALLOWED)
        if not reply.needs_look:
            raise WrongState("exception_step_not_open", step="settle", state=mine.exchange.state)
        keep_note(mine, words, key, at="words")
        reply.needs_look = False
        reply.looked_by_id, reply.looked_at = officer_id(mine.acting), clock.now()
        reply.save(update_fields=["needs_look", "looked_by", "looked_at"])
        write_exchange(mine.exchange)
        record(
            event="exception.late_reply_settled",
            actor=mine.acting.actor,
            subject=subject_of_exchange(mine.exchange),
        )


def _day_problems(on: date | None, sent_on: date) -> list[Problem]:
    if on is None:
        return [Problem("on", "reply_day_missing")]
    if not sent_on <= on <= clock.today():
        return [Problem("on", "reply_day_not_possible", {"limit": sent_on.isoformat()})]
    return []


def _keep_papers(reply: Reply, papers: tuple[bytes, ...]) -> None:
    for data in papers:
        media_type = media_type_let_in(data)
        ReplyPaper.objects.create(
            reply=reply,
            file_id=keep(data=data, media_type=media_type, kind="exception_reply"),
            media_type=media_type,
            size=len(data),
        )
