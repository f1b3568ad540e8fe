"""A request's states and arrows: from, to, who may, what it needs. Only `events.py` moves a request."""

from dataclasses import dataclass
from enum import StrEnum

from sojourn.core.errors import WrongState


class State(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    INFORMATION_REQUESTED = "information_requested"
    APPROVED = "approved"
    REFUSED = "refused"
    FORWARDED = "forwarded"
    WITHDRAWN = "withdrawn"

    @property
    def may_be_changed(self) -> bool:
        """Whether the applicant may still change answers."""
        return self is State.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether something is still to happen to it."""
        return self in _OPEN

    @property
    def is_with_institution(self) -> bool:
        """Whether the institution has it and owes a decision."""
        return self in _WITH_INSTITUTION

    @property
    def is_decided(self) -> bool:
        """Whether the institution has answered."""
        return self in _DECIDED

    @property
    def counts_as_asked(self) -> bool:
        """Whether a new request for the same stay would repeat this one."""
        return self in _WITH_INSTITUTION or self in {State.APPROVED, State.FORWARDED}


_WITH_INSTITUTION = frozenset({State.SUBMITTED, State.INFORMATION_REQUESTED})
_OPEN = _WITH_INSTITUTION | {State.DRAFT}
_DECIDED = frozenset({State.APPROVED, State.REFUSED, State.FORWARDED})
COUNTING = tuple(state for state in State if state.counts_as_asked)


class Mover(StrEnum):
    """Who may move a request along an arrow."""

    APPLICANT = "applicant"
    INSTITUTION = "institution"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One step: from which states, to which, who may take it, its line in the journal, what it needs."""

    name: str
    line: str
    sources: frozenset[State]
    target: State
    mover: Mover
    needs: str


def _arrow(
    name: str, line: str, sources: frozenset[State], target: State, mover: Mover, needs: str = ""
) -> Arrow:
    return Arrow(name, f"request.{line}", sources, target, mover, needs)


_DRAFT = frozenset({State.DRAFT})
_SUBMITTED = frozenset({State.SUBMITTED})
_ASKED = State.INFORMATION_REQUESTED
ARROWS: dict[str, Arrow] = {
    arrow.name: arrow
    for arrow in (
        _arrow(
            "hand_in", "handed_in", _DRAFT, State.SUBMITTED, Mover.APPLICANT, "complete, sendable, declared"
        ),
        _arrow("withdraw", "withdrawn", _OPEN, State.WITHDRAWN, Mover.APPLICANT),
        _arrow(
            "ask", "information_requested", _SUBMITTED, _ASKED, Mover.INSTITUTION, "questions, a deadline"
        ),
        _arrow(
            "answer", "information_given", frozenset({_ASKED}), State.SUBMITTED, Mover.APPLICANT, "answers"
        ),
        _arrow("go_on", "question_closed", frozenset({_ASKED}), State.SUBMITTED, Mover.INSTITUTION),
        _arrow("approve", "approved", _WITH_INSTITUTION, State.APPROVED, Mover.INSTITUTION, "a certificate"),
        _arrow("refuse", "refused", _WITH_INSTITUTION, State.REFUSED, Mover.INSTITUTION, "reasons"),
    )
}


def target_of(name: str, state: State) -> State:
    """The state to which the arrow `name` leads from `state`.

    Raises WrongState "request_step_not_open" where no such arrow starts there.
    """
    arrow = ARROWS[name]
    if state not in arrow.sources:
        raise WrongState("request_step_not_open", step=name, state=state.value)
    return arrow.target
