"""The states of what an officer asked, and its arrows: from, to, who may, what it needs."""

from dataclasses import dataclass
from enum import StrEnum

from sojourn.core.errors import WrongState


class InquiryState(StrEnum):
    """Where an inquiry stands. One is open at a time for each recipient."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Mover(StrEnum):
    """Who may move an inquiry along an arrow."""

    APPLICANT = "applicant"
    WORKER = "worker"
    OFFICER = "officer"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One step: from which states, to which, who may take it, its line in the journal, what it needs."""

    name: str
    line: str
    sources: frozenset[InquiryState]
    target: InquiryState
    mover: Mover
    needs: str


def _arrow(name: str, line: str, target: InquiryState, mover: Mover, needs: str) -> Arrow:
    return Arrow(name, f"question.{line}", frozenset({InquiryState.OPEN}), target, mover, needs)


ARROWS: dict[str, Arrow] = {
    arrow.name: arrow
    for arrow in (
        _arrow(
            "answer", "answered", InquiryState.ANSWERED, Mover.APPLICANT, "an answer to each question; frozen"
        ),
        _arrow(
            "answer_as_worker",
            "answered_by_worker",
            InquiryState.ANSWERED,
            Mover.WORKER,
            "the same, in a browser that the link is bound to",
        ),
        _arrow("disown", "disowned", InquiryState.CLOSED, Mover.WORKER, "the link; it reached somebody else"),
        _arrow(
            "close", "closed", InquiryState.CLOSED, Mover.OFFICER, "the officer goes on without an answer"
        ),
        _arrow(
            "run_out",
            "run_out",
            InquiryState.CLOSED,
            Mover.SYSTEM,
            "no answer when the days of grace are over",
        ),
        _arrow("lapse", "lapsed", InquiryState.CLOSED, Mover.SYSTEM, "the request was withdrawn"),
    )
}


def target_of(name: str, state: InquiryState) -> InquiryState:
    """The state to which the arrow `name` leads from `state`.

    Raises WrongState "question_not_open" where no such arrow starts there.
    """
    arrow = ARROWS[name]
    if state not in arrow.sources:
        raise WrongState("question_not_open", state=state.value)
    return arrow.target
