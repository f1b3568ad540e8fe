"""What the proposing officer does once it was signed: sends the paper, reminds, gives up, tells of the end."""

from datetime import date

from sojourn.casework.exceptions.closing import end_exchange
from sojourn.casework.exceptions.moves import subject_of_exchange, write_exchange
from sojourn.casework.exceptions.reach import held
from sojourn.casework.exceptions.sending import send
from sojourn.casework.exceptions.states import ExchangeState, Side
from sojourn.casework.moves import move
from sojourn.casework.states import CaseState
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs
from sojourn.requests.packages.words import channel_codes


def dispatch_exchange(*, acting: ActingAs, reference: str, version: int, on: date | None, way: str) -> None:
    """Note that the signed paper was sent, on which day and how; the case then waits for the other authority.

    Raises InvalidInput for a day before it was signed or to come, or an unknown way; NotAllowed; WrongState.
    """
    with together():
        mine = held(acting, reference, version)
        mine.require_hand()
        signed_at, problems = mine.exchange.signed_at, []
        if signed_at is None or mine.exchange.stands is not ExchangeState.SIGNED:
            raise WrongState("exception_step_not_open", step="dispatch", state=mine.exchange.state)
        if on is None:
            problems.append(Problem("on", "sent_day_missing"))
        elif not signed_at.date() <= on <= clock.today():
            problems.append(Problem("on", "sent_day_not_possible", {"limit": signed_at.date().isoformat()}))
        if way not in channel_codes():
            problems.append(Problem("way", "way_missing"))
        if problems or on is None:
            raise InvalidInput(problems)
        send(mine, "dispatch", on=on, way=way)


def remind_other_side(*, acting: ActingAs, reference: str, version: int) -> None:
    """Remind the other side of a proposal whose day has passed. Raises WrongState before that, or without one."""
    with together():
        mine = held(acting, reference, version)
        mine.require_hand()
        exchange = mine.exchange
        late = exchange.due_on is not None and exchange.due_on < clock.today()
        if exchange.stands is not ExchangeState.SENT or not late:
            raise WrongState("exception_step_not_open", step="remind", state=exchange.state)
        write_exchange(exchange, reminded_on=clock.today())
        record(event="exception.reminded", actor=mine.acting.actor, subject=subject_of_exchange(exchange))


def give_up_exchange(*, acting: ActingAs, reference: str, version: int) -> None:
    """Go on without an agreement; the other side is told where it knew. Raises NotAllowed, WrongState."""
    with together():
        mine = held(acting, reference, version)
        mine.require_hand()
        end_exchange(mine.exchange, because="given_up", actor=mine.acting.actor)
        if mine.case.state == CaseState.LIAISON:
            move(mine.case, "go_on_without_liaison", actor=mine.acting.actor)


def note_other_side_told(*, acting: ActingAs, reference: str, version: int) -> None:
    """Note that the other side was told of the end on paper. Raises NotAllowed, WrongState with nothing to tell."""
    with together():
        mine = held(acting, reference, version)
        mine.require_side(Side.ASKING)
        if not mine.exchange.to_tell:
            raise WrongState("exception_step_not_open", step="tell", state=mine.exchange.state)
        write_exchange(mine.exchange, to_tell=False)
        record(
            event="exception.end_told",
            actor=mine.acting.actor,
            subject=subject_of_exchange(mine.exchange),
        )
