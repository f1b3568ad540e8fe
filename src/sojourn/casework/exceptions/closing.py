"""Ending exchanges together with their case, for the events that close one. The other side is told where it knew."""

from sojourn.casework.exceptions.models import Exchange
from sojourn.casework.exceptions.moves import move_exchange
from sojourn.casework.exceptions.states import ExchangeState
from sojourn.casework.models import Case
from sojourn.core import clock
from sojourn.core.actors import Actor


def end_exchange(exchange: Exchange, *, because: str, actor: Actor) -> None:
    """Take the arrow. Who was asked in this service sees the end in its list; one asked on paper is to be told."""
    on_paper = exchange.stands is ExchangeState.SENT and not exchange.delivered_here
    move_exchange(
        exchange,
        "end",
        actor=actor,
        details={"reason": because},
        ended_at=clock.now(),
        ended_because=because,
        to_tell=on_paper,
    )


def end_open_exchanges(case: Case, *, because: str, actor: Actor) -> None:
    """End what is still open in a case on which nobody works any more."""
    for exchange in Exchange.objects.open().select_for_update().filter(case=case):
        exchange.case = case
        end_exchange(exchange, because=because, actor=actor)
