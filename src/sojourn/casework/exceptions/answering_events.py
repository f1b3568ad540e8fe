"""What the asked side does with a proposal, where it works here: takes it up, weighs it, and two sign the reply."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sojourn.casework.asking.writing import written
from sojourn.casework.exceptions.models import RESULTS, Exchange, Reply
from sojourn.casework.exceptions.moves import move_reply, subject_of_exchange, write_exchange
from sojourn.casework.exceptions.noting import keep_note
from sojourn.casework.exceptions.reach import Held, held
from sojourn.casework.exceptions.replying import reply_problems, take_in
from sojourn.casework.exceptions.states import ExchangeState, ReplyState, Side
from sojourn.casework.exceptions.weighing import Weighed, keep_weighing, weighing_problems
from sojourn.casework.permissions import officer_id
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, WrongState
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """What an officer fills in: the result, the days where only a part is agreed, remarks, each criterion."""

    result: str = ""
    start: date | None = None
    end: date | None = None
    remarks: str = field(default="", repr=False)
    weighed: Mapping[str, Weighed] = field(default_factory=dict, repr=False)


def take_up_exchange(*, acting: ActingAs, reference: str, version: int) -> None:
    """Take a proposal of the other institution in hand, from the list or from a colleague.

    Raises NotAllowed; WrongState for one that waits for no answer, a party, or who acted for the other side.
    """
    with together():
        mine = held(acting, reference, version)
        _require_able(mine)
        _require_waiting(mine.exchange)
        write_exchange(mine.exchange, taken_by_id=officer_id(mine.acting), taken_at=clock.now())
        record(
            event="exception.taken_up",
            actor=mine.acting.actor,
            subject=subject_of_exchange(mine.exchange),
        )


def write_reply(*, acting: ActingAs, reference: str, version: int, draft: ReplyDraft, key: UUID) -> None:
    """Keep what was filled in so far. Raises NotAllowed, WrongState, InvalidInput for what cannot be kept."""
    with together():
        mine = _in_hand(acting, reference, version)
        _require_waiting(mine.exchange)
        keep_weighing(mine.exchange, Side.ASKED, draft.weighed)
        reply = _in_preparation(mine.exchange)
        if reply is None:
            reply = Reply(exchange=mine.exchange, creation_key=key, side=Side.ASKED.value)
        elif reply.state != ReplyState.DRAFT:
            raise WrongState("exception_step_not_open", step="write", state=reply.state)
        part = draft.result == "part"
        reply.result = draft.result if draft.result in RESULTS else ""
        reply.start, reply.end = (draft.start, draft.end) if part else (None, None)
        reply.remarks = written(draft.remarks, at="remarks")
        reply.prepared_by_id, reply.prepared_at = officer_id(mine.acting), clock.now()
        reply.save()
        write_exchange(mine.exchange)


def submit_reply(*, acting: ActingAs, reference: str, version: int) -> None:
    """Hand the reply to a second officer of this side.

    Raises InvalidInput for what is not weighed or not possible, NotAllowed, WrongState.
    """
    with together():
        mine = _in_hand(acting, reference, version)
        _require_waiting(mine.exchange)
        reply = _require_preparation(mine.exchange, ReplyState.DRAFT, "submit")
        problems = [
            *reply_problems(mine.exchange, reply.result, reply.start, reply.end, reply.remarks),
            *weighing_problems(mine.exchange, Side.ASKED),
        ]
        if problems:
            raise InvalidInput(problems)
        move_reply(
            reply,
            "submit",
            actor=mine.acting.actor,
            prepared_by_id=officer_id(mine.acting),
            prepared_at=clock.now(),
        )


def take_back_reply(*, acting: ActingAs, reference: str, version: int) -> None:
    """Make the reply a draft again before it was signed. Raises NotAllowed, WrongState."""
    with together():
        mine = _in_hand(acting, reference, version)
        reply = _require_preparation(mine.exchange, ReplyState.TO_SIGN, "take_back")
        move_reply(reply, "take_back", actor=mine.acting.actor)


def send_back_reply(*, acting: ActingAs, reference: str, version: int, reason: str, key: UUID) -> None:
    """Do not sign: the reply goes back with a reason, kept as a note of this side. Raises as `sign_reply`."""
    with together():
        mine = held(acting, reference, version)
        reply = _require_second(mine)
        keep_note(mine, reason, key, at="reason")
        move_reply(reply, "send_back", actor=mine.acting.actor)


def sign_reply(*, acting: ActingAs, reference: str, version: int) -> None:
    """Sign as the second officer of this side: the other side has the reply at once.

    Where the proposal was ended meanwhile the reply is kept, and the other side's officer has to look at it.
    Raises WrongState "second_person_needed", "other_side_signed", "own_matter".
    """
    with together():
        mine = held(acting, reference, version)
        reply = _require_second(mine)
        move_reply(
            reply,
            "sign",
            actor=mine.acting.actor,
            signed_by_id=officer_id(mine.acting),
            given_on=clock.today(),
        )
        take_in(reply, mine.exchange, mine.case, mine.file, actor=mine.acting.actor)


def _in_hand(acting: ActingAs, reference: str, version: int) -> Held:
    mine = held(acting, reference, version)
    _require_able(mine)
    if str(mine.exchange.taken_by_id) != mine.acting.actor.person_id:
        raise WrongState("exception_not_yours")
    return mine


def _require_able(mine: Held) -> None:
    mine.require_side(Side.ASKED)
    mine.require_no_party()
    exchange = mine.exchange
    asking = (exchange.proposed_by_id, exchange.signed_by_id, mine.case.assigned_to_id)
    if mine.acting.actor.person_id in {str(person) for person in asking if person}:
        raise WrongState("other_side_signed")


def _require_second(mine: Held) -> Reply:
    _require_able(mine)
    reply = _require_preparation(mine.exchange, ReplyState.TO_SIGN, "sign")
    if str(reply.prepared_by_id) == mine.acting.actor.person_id:
        raise WrongState("second_person_needed")
    return reply


def _require_waiting(exchange: Exchange) -> None:
    if exchange.stands is ExchangeState.ANSWERED:
        raise WrongState("exception_answered")
    if exchange.stands is not ExchangeState.SENT:
        raise WrongState("exception_ended")


def _in_preparation(exchange: Exchange) -> Reply | None:
    return Reply.objects.filter(exchange=exchange).exclude(state=ReplyState.GIVEN.value).first()


def _require_preparation(exchange: Exchange, state: ReplyState, step: str) -> Reply:
    reply = _in_preparation(exchange)
    if reply is None or reply.state != state:
        raise WrongState("exception_step_not_open", step=step, state=reply.state if reply else "")
    reply.exchange = exchange
    return reply
