"""How an exchange is moved: the state, the version and the journal line change in one place."""

from sojourn.casework.exceptions.models import Exchange, Reply
from sojourn.casework.exceptions.states import ARROWS, REPLY_ARROWS, reply_target_of, target_of
from sojourn.core.actors import Actor, Subject
from sojourn.journal.codes import Detail
from sojourn.journal.events import record


def move_exchange(
    exchange: Exchange,
    arrow: str,
    *,
    actor: Actor,
    details: dict[str, Detail] | None = None,
    **changes: object,
) -> None:
    """Take one arrow: new state, new version, a line in the journal. Raises WrongState off the arrows."""
    exchange.state = target_of(arrow, exchange.state)
    write_exchange(exchange, **changes)
    record(event=ARROWS[arrow].line, actor=actor, subject=subject_of_exchange(exchange), details=details)


def write_exchange(exchange: Exchange, **changes: object) -> None:
    """Keep changes, with a new version."""
    for name, value in changes.items():
        setattr(exchange, name, value)
    exchange.version += 1
    exchange.save(update_fields=["state", "version", *changes])


def move_reply(reply: Reply, arrow: str, *, actor: Actor, **changes: object) -> None:
    """The same for a reply, whose line stands with the proposal."""
    reply.state = reply_target_of(arrow, reply.state)
    for name, value in changes.items():
        setattr(reply, name, value)
    reply.save(update_fields=["state", *changes])
    write_exchange(reply.exchange)
    record(
        event=REPLY_ARROWS[arrow].line,
        actor=actor,
        subject=subject_of_exchange(reply.exchange),
        details={"result": reply.result or None},
    )


def subject_of_exchange(exchange: Exchange) -> Subject:
    """The proposal as the journal names it."""
    return Subject("exception", str(exchange.pk))
