"""The states of an appeal, and its arrows: from, to, who may, what it needs."""

from dataclasses import dataclass
from enum import StrEnum

from sojourn.core.errors import WrongState


class AppealState(StrEnum):
    """Where an appeal stands."""

    RECEIVED = "received"
    ADMITTED = "admitted"
    INADMISSIBLE = "inadmissible"
    UPHELD = "upheld"
    CHANGED = "changed"
    TAKEN_BACK = "taken_back"

    @property
    def is_open(self) -> bool:
        """Whether the institution still owes an answer."""
        return self in OPEN


OPEN = frozenset({AppealState.RECEIVED, AppealState.ADMITTED})


class Mover(StrEnum):
    """Who may move an appeal along an arrow."""

    APPLICANT = "applicant"
    EXAMINER = "examiner"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One step: from which states, to which, who may take it, its line in the journal, what it needs."""

    name: str
    line: str
    sources: frozenset[AppealState]
    target: AppealState
    mover: Mover
    needs: str


def _arrow(
    name: str, line: str, sources: tuple[AppealState, ...], target: AppealState, mover: Mover, needs: str
) -> Arrow:
    return Arrow(name, f"appeal.{line}", frozenset(sources), target, mover, needs)


R, A, N, U, C, T = AppealState
ARROWS: dict[str, Arrow] = {
    arrow.name: arrow
    for arrow in (
        _arrow("admit", "admitted", (R,), A, Mover.EXAMINER, "an officer who decided nothing in the case"),
        _arrow("not_admit", "not_admitted", (R,), N, Mover.EXAMINER, "a reason and words"),
        _arrow("uphold", "decision_upheld", (A,), U, Mover.EXAMINER, "words that answer the appeal"),
        _arrow("change", "decision_changed", (A,), C, Mover.SYSTEM, "a later decision"),
        _arrow("take_back", "taken_back", (R, A), T, Mover.APPLICANT, ""),
    )
}


def target_of(name: str, state: AppealState) -> AppealState:
    """The state to which the arrow `name` leads from `state`.

    Raises WrongState "appeal_not_open" where no such arrow starts there.
    """
    arrow = ARROWS[name]
    if state not in arrow.sources:
        raise WrongState("appeal_not_open", state=state.value)
    return arrow.target
