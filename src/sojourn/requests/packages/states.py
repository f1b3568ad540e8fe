"""A package's states and arrows. Only this sub-room's events move it; each step moves the request along."""

from dataclasses import dataclass
from enum import StrEnum

from sojourn.core.errors import WrongState


class PackageState(StrEnum):
    """Where a package stands."""

    READY = "ready"
    SENT = "sent"
    ANSWERED = "answered"


class Outcome(StrEnum):
    """What came back."""

    CERTIFICATE = "certificate"
    REFUSAL = "refusal"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One step of the applicant: from, to, and the step that the request takes with it."""

    name: str
    source: PackageState
    target: PackageState
    needs: str = ""


ARROWS: dict[str, Arrow] = {
    arrow.name: arrow
    for arrow in (
        Arrow("send", PackageState.READY, PackageState.SENT, "day and way"),
        Arrow("unsend", PackageState.SENT, PackageState.READY),
        Arrow("answer", PackageState.SENT, PackageState.ANSWERED, "what came back"),
        Arrow("unanswer", PackageState.ANSWERED, PackageState.SENT),
    )
}


def target_of(name: str, state: PackageState) -> PackageState:
    """The state to which the arrow `name` leads from `state`. Raises WrongState "package_step_not_open"."""
    arrow = ARROWS[name]
    if state is not arrow.source:
        raise WrongState("package_step_not_open", step=name, state=state.value)
    return arrow.target
