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
    DISCONTINUED = "discontinued"
    WITHDRAWN = "withdrawn"
    # Where the institution does not decide here, the request is a package that the applicant sends (see packages).
    PACKAGE_READY = "package_ready"
    PACKAGE_SENT = "package_sent"
    CERTIFICATE_RECEIVED = "certificate_received"
    PACKAGE_ANSWERED = "package_answered"

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
        return self in _WITH_INSTITUTION | _PACKAGE_OPEN or self in _LASTING

    @property
    def is_package(self) -> bool:
        """Whether the applicant sends it, because the institution does not decide here."""
        return self in _PACKAGE


_WITH_INSTITUTION = frozenset({State.SUBMITTED, State.INFORMATION_REQUESTED})
_PACKAGE_OPEN = frozenset({State.PACKAGE_READY, State.PACKAGE_SENT})
_PACKAGE = _PACKAGE_OPEN | {State.CERTIFICATE_RECEIVED, State.PACKAGE_ANSWERED}
_OPEN = _WITH_INSTITUTION | _PACKAGE_OPEN | {State.DRAFT}
_LASTING = frozenset({State.APPROVED, State.FORWARDED, State.CERTIFICATE_RECEIVED})
_DECIDED = frozenset({State.APPROVED, State.REFUSED, State.FORWARDED, State.DISCONTINUED})
_DECIDED_HERE = _DECIDED - {State.FORWARDED}
COUNTING = tuple(state for state in State if state.counts_as_asked)


class Mover(StrEnum):
    """Who may move a request along an arrow."""

    APPLICANT = "applicant"
    INSTITUTION = "institution"
    SERVICE = "service"


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
_READY, _SENT = frozenset({State.PACKAGE_READY}), frozenset({State.PACKAGE_SENT})
_ANSWERED = frozenset({State.CERTIFICATE_RECEIVED, State.PACKAGE_ANSWERED})
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
        _arrow(
            "forward",
            "forwarded",
            _WITH_INSTITUTION,
            State.FORWARDED,
            Mover.INSTITUTION,
            "the competent institution",
        ),
        _arrow(
            "discontinue",
            "discontinued",
            _WITH_INSTITUTION,
            State.DISCONTINUED,
            Mover.INSTITUTION,
            "reasons",
        ),
        _arrow(
            "approve_again",
            "decided_again",
            _DECIDED_HERE,
            State.APPROVED,
            Mover.INSTITUTION,
            "a later decision with a certificate",
        ),
        _arrow(
            "refuse_again",
            "decided_again",
            _DECIDED_HERE,
            State.REFUSED,
            Mover.INSTITUTION,
            "a later decision without one",
        ),
        _arrow("pack", "packed", _SUBMITTED, State.PACKAGE_READY, Mover.SERVICE, "an institution elsewhere"),
        _arrow("send_package", "package_sent", _READY, State.PACKAGE_SENT, Mover.APPLICANT, "day and way"),
        _arrow("unsend_package", "package_not_sent", _SENT, State.PACKAGE_READY, Mover.APPLICANT),
        _arrow(
            "receive_certificate",
            "certificate_received",
            _SENT,
            State.CERTIFICATE_RECEIVED,
            Mover.APPLICANT,
            "what the certificate says",
        ),
        _arrow("receive_answer", "package_answered", _SENT, State.PACKAGE_ANSWERED, Mover.APPLICANT),
        _arrow("unanswer_package", "package_not_answered", _ANSWERED, State.PACKAGE_SENT, Mover.APPLICANT),
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
