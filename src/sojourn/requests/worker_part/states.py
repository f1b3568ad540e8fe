"""The states and arrows of a worker's part: from, to, who may. Only the events of this sub-room move it."""

from dataclasses import dataclass
from enum import StrEnum

from sojourn.core.errors import WrongState


class State(StrEnum):
    """Where a worker's part stands."""

    INVITED = "invited"
    OPENED = "opened"
    IN_WORK = "in_work"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REFUSED = "refused"

    @property
    def may_be_filled_in(self) -> bool:
        """Whether the worker can come in and answer, as long as the request was not sent."""
        return self in _OPEN or self is State.DONE

    @property
    def is_awaited(self) -> bool:
        """Whether the worker still has to do something."""
        return self in _OPEN

    @property
    def stands(self) -> bool:
        """Whether it is the part that counts for its request."""
        return self in _STANDING


_OPEN = frozenset({State.INVITED, State.OPENED, State.IN_WORK})
_STANDING = _OPEN | {State.DONE, State.EXPIRED}
AWAITED = tuple(state.value for state in State if state.is_awaited)
STANDING = tuple(state.value for state in State if state.stands)


class Mover(StrEnum):
    """Who may move a part along an arrow."""

    APPLICANT = "applicant"
    WORKER = "worker"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One step: from which states, to which, who may take it, what it needs."""

    name: str
    sources: frozenset[State]
    target: State
    mover: Mover
    needs: str = ""

    @property
    def line(self) -> str:
        """Its line in the journal."""
        return f"worker_part.{self.name}"


_WORKER_HAS_IT = frozenset({State.OPENED, State.IN_WORK, State.DONE})
ARROWS: dict[str, Arrow] = {
    arrow.name: arrow
    for arrow in (
        Arrow("opened", frozenset({State.INVITED}), State.OPENED, Mover.WORKER, "the link, or a code"),
        Arrow("answered", _WORKER_HAS_IT, State.IN_WORK, Mover.WORKER, "a bound browser"),
        Arrow("finished", _WORKER_HAS_IT, State.DONE, Mover.WORKER, "complete, declared"),
        Arrow("refused", _OPEN, State.REFUSED, Mover.WORKER, "the link"),
        Arrow("sent_again", _STANDING, State.INVITED, Mover.APPLICANT, "a draft"),
        Arrow("renewed", frozenset({State.EXPIRED}), State.INVITED, Mover.WORKER, "the old link"),
        Arrow("withdrawn", _STANDING, State.WITHDRAWN, Mover.APPLICANT),
        Arrow("expired", _OPEN, State.EXPIRED, Mover.CLOCK, "the day is over"),
    )
}


def target_of(name: str, state: State) -> State:
    """The state to which the arrow `name` leads from `state`.

    Raises WrongState "worker_step_not_open" where no such arrow starts there.
    """
    arrow = ARROWS[name]
    if state not in arrow.sources:
        raise WrongState("worker_step_not_open", step=name, state=state.value)
    return arrow.target
