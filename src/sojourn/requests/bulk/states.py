"""States and arrows of an upload, and where a row stands. Only the events of this room move them."""

from dataclasses import dataclass
from enum import StrEnum

from sojourn.core.errors import WrongState


class UploadState(StrEnum):
    """Where an upload stands."""

    UPLOADED = "uploaded"
    MAPPED = "mapped"
    CHECKED = "checked"
    SENDING = "sending"
    DONE = "done"
    ABANDONED = "abandoned"

    @property
    def is_being_worked_on(self) -> bool:
        """Whether the worker has something to do."""
        return self in {UploadState.MAPPED, UploadState.SENDING}

    @property
    def may_be_mended(self) -> bool:
        """Whether rows may be changed."""
        return self in {UploadState.CHECKED, UploadState.DONE}


class RowState(StrEnum):
    """Where a row stands: what can be done with it, or what became of it."""

    READY = "ready"
    TO_MEND = "to_mend"
    NO_CERTIFICATE = "no_certificate"
    ASKED = "asked"
    LEFT_OUT = "left_out"
    DRAFTED = "drafted"
    SENT = "sent"

    @property
    def is_made(self) -> bool:
        """Whether it has become a request."""
        return self in MADE


MADE = (RowState.DRAFTED, RowState.SENT)


@dataclass(frozen=True, slots=True)
class Arrow:
    """One step: from which states, to which, who may take it, its line in the journal."""

    name: str
    sources: frozenset[UploadState]
    target: UploadState
    mover: str

    @property
    def line(self) -> str:
        """Its line in the journal."""
        return f"upload.{self.name}"


def _arrow(name: str, sources: set[UploadState], target: UploadState, mover: str = "applicant") -> Arrow:
    return Arrow(name, frozenset(sources), target, mover)


_S = UploadState
ARROWS: dict[str, Arrow] = {
    arrow.name: arrow
    for arrow in (
        _arrow("columns_chosen", {_S.UPLOADED, _S.CHECKED}, _S.MAPPED),
        _arrow("mended_alike", {_S.CHECKED, _S.DONE}, _S.MAPPED),
        _arrow("checked", {_S.MAPPED}, _S.CHECKED, "worker"),
        _arrow("making_begun", {_S.CHECKED, _S.DONE}, _S.SENDING),
        _arrow("done", {_S.SENDING}, _S.DONE, "worker"),
        _arrow("abandoned", {_S.UPLOADED, _S.MAPPED, _S.CHECKED}, _S.ABANDONED),
    )
}


def target_of(name: str, state: UploadState) -> UploadState:
    """The state to which the arrow `name` leads. Raises WrongState "upload_step_not_open"."""
    arrow = ARROWS[name]
    if state not in arrow.sources:
        raise WrongState("upload_step_not_open", step=name, state=state.value)
    return arrow.target
