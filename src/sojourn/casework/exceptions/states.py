"""States and arrows of an exchange with another authority and of its reply: from, to, who may, what it needs."""

from dataclasses import dataclass
from enum import StrEnum

from sojourn.core.errors import WrongState


class Side(StrEnum):
    """The two sides of one file: the institution that proposes, and the one that is asked."""

    ASKING = "asking"
    ASKED = "asked"


class ExchangeState(StrEnum):
    """Where an exchange stands. Nothing leaves the institution before a second officer has signed."""

    DRAFT = "draft"
    SIGNED = "signed"
    SENT = "sent"
    ANSWERED = "answered"
    ENDED = "ended"

    @property
    def is_open(self) -> bool:
        """Whether it may still come to an agreement."""
        return self not in (ExchangeState.ANSWERED, ExchangeState.ENDED)


OPEN_STATES = tuple(state.value for state in ExchangeState if state.is_open)


class ReplyState(StrEnum):
    """Where a reply stands. `given` is final: what stands on a paper that came is given from the beginning."""

    DRAFT = "draft"
    TO_SIGN = "to_sign"
    GIVEN = "given"


class Mover(StrEnum):
    """Who may move along an arrow."""

    ASKING = "officer who has the case"
    ASKING_SECOND = "second officer of the asking side"
    ASKED = "officer who took it up"
    ASKED_SECOND = "second officer of the asked side"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One step: from which states, to which, who may take it, its line in the journal, what it needs."""

    name: str
    line: str
    sources: frozenset[str]
    target: str
    mover: Mover
    needs: str


def _arrow(
    name: str, line: str, sources: tuple[StrEnum, ...], target: StrEnum, mover: Mover, needs: str
) -> Arrow:
    return Arrow(
        name, f"exception.{line}", frozenset(each.value for each in sources), target.value, mover, needs
    )


E, R, M = ExchangeState, ReplyState, Mover

ARROWS: dict[str, Arrow] = {
    arrow.name: arrow
    for arrow in (
        _arrow(
            "sign", "signed", (E.DRAFT,), E.SIGNED, M.ASKING_SECOND, "a second officer; never who proposed"
        ),
        _arrow("take_back", "taken_back", (E.SIGNED,), E.DRAFT, M.ASKING, "not sent yet"),
        _arrow("deliver", "sent", (E.SIGNED,), E.SENT, M.SYSTEM, "the other institution is hosted here"),
        _arrow("dispatch", "sent", (E.SIGNED,), E.SENT, M.ASKING, "the day and the way"),
        _arrow("answer", "answered", (E.SENT,), E.ANSWERED, M.ASKED_SECOND, "a signed reply, or its paper"),
        _arrow(
            "end",
            "ended",
            (E.DRAFT, E.SIGNED, E.SENT),
            E.ENDED,
            M.ASKING,
            "given up, or the request was withdrawn or decided",
        ),
    )
}

REPLY_ARROWS: dict[str, Arrow] = {
    arrow.name: arrow
    for arrow in (
        _arrow(
            "submit", "reply_proposed", (R.DRAFT,), R.TO_SIGN, M.ASKED, "a result, each criterion weighed"
        ),
        _arrow("take_back", "reply_taken_back", (R.TO_SIGN,), R.DRAFT, M.ASKED, "not signed yet"),
        _arrow("send_back", "reply_sent_back", (R.TO_SIGN,), R.DRAFT, M.ASKED_SECOND, "a reason"),
        _arrow("sign", "reply_signed", (R.TO_SIGN,), R.GIVEN, M.ASKED_SECOND, "nobody who acted before"),
    )
}


def target_of(name: str, state: str) -> str:
    """The state to which the arrow `name` leads. Raises WrongState "exception_step_not_open"."""
    return _target(ARROWS, name, state)


def reply_target_of(name: str, state: str) -> str:
    """The same for a reply."""
    return _target(REPLY_ARROWS, name, state)


def _target(arrows: dict[str, Arrow], name: str, state: str) -> str:
    arrow = arrows[name]
    if state not in arrow.sources:
        raise WrongState("exception_step_not_open", step=name, state=state)
    return arrow.target
