"""A case's states and arrows: from, to, who may, what it needs. Only `events.py` moves a case."""

from dataclasses import dataclass
from enum import StrEnum

from sojourn.core.errors import WrongState


class CaseState(StrEnum):
    """Where a case stands. `new` with its checks run is what waits in the queue."""

    NEW = "new"
    ASSIGNED = "assigned"
    IN_REVIEW = "in_review"
    WAITING = "waiting_for_applicant"
    LIAISON = "waiting_for_liaison"
    REOPENED = "reopened"
    DECIDED = "decided"
    CLOSED = "closed"

    @property
    def is_open(self) -> bool:
        """Whether the institution still owes a decision."""
        return self in _OPEN

    @property
    def is_in_hand(self) -> bool:
        """Whether an officer must have it in hand."""
        return self in _IN_HAND


_IN_HAND = frozenset(
    {CaseState.ASSIGNED, CaseState.IN_REVIEW, CaseState.WAITING, CaseState.LIAISON, CaseState.REOPENED}
)
_OPEN = _IN_HAND | {CaseState.NEW}
OPEN_STATES = tuple(state for state in CaseState if state.is_open)
IN_HAND_STATES = tuple(state for state in CaseState if state.is_in_hand)


class Mover(StrEnum):
    """Who may move a case along an arrow."""

    SYSTEM = "system"
    OFFICER = "officer"
    ASSIGNEE = "assignee"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One step: from which states, to which, who may take it, its line in the journal, what it needs."""

    name: str
    line: str
    sources: frozenset[CaseState]
    target: CaseState
    mover: Mover
    needs: str


def _arrow(
    name: str, line: str, sources: tuple[CaseState, ...], target: CaseState, mover: Mover, needs: str = ""
) -> Arrow:
    return Arrow(name, f"case.{line}", frozenset(sources), target, mover, needs)


# Short names keep the table one screen wide.
N, A, R, W, L, X, D, C = CaseState
SYS, OFF, HAS = Mover

_NO_PARTY = "the officer is no party to the request"
ARROWS: dict[str, Arrow] = {
    arrow.name: arrow
    for arrow in (
        _arrow("decide_automatically", "decided_automatically", (N,), D, SYS, "automation on, no hindrance"),
        _arrow("assign", "assigned", (N, A, R), A, OFF, _NO_PARTY),
        _arrow("put_back", "put_back", (A, R), N, HAS),
        _arrow("begin_review", "review_begun", (A,), R, HAS),
        _arrow("ask", "asked", (A, R), W, HAS, "questions and a deadline"),
        _arrow(
            "ask_worker", "worker_asked", (A, R), W, HAS, "questions, a deadline and the worker's address"
        ),
        _arrow("take_over", "assigned", (W,), W, OFF, _NO_PARTY),
        _arrow("be_answered", "answered", (W,), R, SYS, "the applicant answered"),
        _arrow("be_answered_by_worker", "worker_answered", (W,), R, SYS, "the worker answered by the link"),
        _arrow("close_question", "question_closed", (W,), R, HAS, "the officer goes on without an answer"),
        _arrow("ask_liaison", "liaison_asked", (A, R), L, HAS, "a proposal that a second officer signed"),
        _arrow("take_over_at_liaison", "assigned", (L,), L, OFF, _NO_PARTY),
        _arrow("be_answered_by_liaison", "liaison_answered", (L,), R, SYS, "the other institution answered"),
        _arrow("go_on_without_liaison", "liaison_not_answered", (L,), R, HAS, "the proposal was ended"),
        _arrow("approve", "approved", (A, R, X), D, HAS, "a reason, and a waiver for each hindrance"),
        _arrow("refuse", "refused", (A, R, X), D, HAS, "a reason"),
        _arrow("discontinue", "discontinued", (A, R), D, HAS, "a reason"),
        _arrow("forward", "forwarded", (A, R), C, HAS, "the competent institution, and a reason"),
        _arrow("close_withdrawn", "request_withdrawn", (N, A, R, W, L), C, SYS, "the request was withdrawn"),
        _arrow("correct_certificate", "certificate_corrected", (D,), D, OFF, "what is put right, a reason"),
        _arrow("shorten_certificate", "certificate_shortened", (D,), D, OFF, "an earlier last day, a reason"),
        _arrow(
            "withdraw_certificate", "certificate_withdrawn", (D, X), C, OFF, "a certificate, and a reason"
        ),
        _arrow("replace_certificate", "certificate_replaced", (D,), C, SYS, "a newer certificate instead"),
        _arrow("cancel_certificate", "certificate_cancelled", (D,), C, SYS, "the work did not take place"),
        _arrow("reopen", "reopened", (D, C), X, OFF, "an admitted appeal; not an officer who decided before"),
        _arrow("hand_on", "assigned", (X,), X, OFF, "not an officer who decided before"),
        _arrow("uphold", "decision_upheld", (X,), D, HAS, "an answer to the appeal"),
        _arrow("uphold_ended", "decision_upheld", (X,), C, HAS, "the same, where no certificate is left"),
    )
}


def target_of(name: str, state: CaseState) -> CaseState:
    """The state to which the arrow `name` leads from `state`.

    Raises WrongState "case_step_not_open" where no such arrow starts there.
    """
    arrow = ARROWS[name]
    if state not in arrow.sources:
        raise WrongState("case_step_not_open", step=name, state=state.value)
    return arrow.target
