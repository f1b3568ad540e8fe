"""The life line of a notification: most are only kept; a determination is provisional until the other states agree."""

from dataclasses import dataclass
from enum import StrEnum

from sojourn.core.errors import WrongState


class NoticeState(StrEnum):
    """Where a notification stands."""

    KEPT = "kept"
    WAITING = "waiting"
    PROVISIONAL = "provisional"
    OBJECTED = "objected"
    FINAL = "final"
    SUPERSEDED = "superseded"


class Mover(StrEnum):
    """Who may move a notification along an arrow."""

    SYSTEM = "system"
    OTHER = "another state, or an officer from its paper"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One step: from which states, to which, who may take it, its line in the journal, what it needs."""

    name: str
    line: str
    sources: frozenset[NoticeState]
    target: NoticeState
    mover: Mover
    needs: str


def _arrow(
    name: str, line: str, sources: tuple[NoticeState, ...], target: NoticeState, mover: Mover, needs: str
) -> Arrow:
    return Arrow(name, f"notice.{line}", frozenset(sources), target, mover, needs)


N = NoticeState

ARROWS: dict[str, Arrow] = {
    arrow.name: arrow
    for arrow in (
        _arrow(
            "inform",
            "all_informed",
            (N.WAITING,),
            N.PROVISIONAL,
            Mover.SYSTEM,
            "each state of work has been told",
        ),
        _arrow(
            "become_final",
            "became_final",
            (N.PROVISIONAL,),
            N.FINAL,
            Mover.SYSTEM,
            "two months without an objection",
        ),
        _arrow("object", "objected", (N.WAITING, N.PROVISIONAL), N.OBJECTED, Mover.OTHER, "reasons"),
        _arrow(
            "supersede",
            "superseded",
            tuple(each for each in N if each is not N.SUPERSEDED),
            N.SUPERSEDED,
            Mover.SYSTEM,
            "a newer one in its place",
        ),
    )
}


def target_of(name: str, state: str) -> NoticeState:
    """The state to which the arrow `name` leads. Raises WrongState "notice_step_not_open"."""
    arrow = ARROWS[name]
    if state not in arrow.sources:
        raise WrongState("notice_step_not_open", step=name, state=state)
    return arrow.target
