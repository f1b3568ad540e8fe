"""What can be proposed, and what happens when it is signed: each room that owns an act enters it here.

An act is entered once, when the service starts (`AppConfig.ready` of the room that owns it).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from django.utils.functional import Promise

from sojourn.casework.models import Case
from sojourn.parties.acting import ActingAs
from sojourn.requests.for_casework import RequestFile

type Payload = Mapping[str, Any]
type Needs = Literal["in_hand", "any"]


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was proposed, as an act sees it: the case is locked and as it was when it was proposed.

    `acting` is who stands in front of it: the proposer while it is checked, the second officer while it is carried
    out. `signed_by` is None until it is signed.
    """

    acting: ActingAs
    case: Case
    file: RequestFile
    payload: Payload = field(repr=False)
    proposed_by: UUID
    causes: tuple[str, ...] = ()
    signed_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of what changes: as it stands, and as proposed. Empty for nothing."""

    label: str
    before: str = field(repr=False, default="")
    after: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class Preview:
    """What the second officer sees: what changes, why, and the letter exactly as it will be sent, by paragraph.

    `letter_language`: in which language the letter is, "" where there is none.
    """

    rows: tuple[Difference, ...] = ()
    reasons: tuple[str, ...] = ()
    own_words: str = field(repr=False, default="")
    letter: tuple[str, ...] = field(repr=False, default=())
    letter_language: str = ""


def _nothing(_: Proposed) -> None:
    return None


def _no_basis(_: Proposed) -> str:
    return ""


def _no_preview(_: Proposed, __: str) -> Preview:
    return Preview()


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that two officers do together.

    `needs`: whether the proposer must have the case in hand. `check` raises InvalidInput or WrongState for what
    could not be carried out; it is asked again before signing. `basis` is a fingerprint of what else the proposal
    rests on besides the case's version (the law's answer, say): another one at signing, and it must be proposed
    anew. `preview` is told in the reader's language, but for the letter.
    """

    code: str
    title: Promise
    carry_out: Callable[[Proposed], None]
    check: Callable[[Proposed], None] = _nothing
    basis: Callable[[Proposed], str] = _no_basis
    preview: Callable[[Proposed, str], Preview] = _no_preview
    needs: Needs = "in_hand"


_ACTS: dict[str, Act] = {}


def enter(act: Act) -> None:
    """Enter an act. Raises ValueError for a code that another act has."""
    known = _ACTS.setdefault(act.code, act)
    if known is not act:
        raise ValueError(f"the act {act.code} is entered twice")


def act_of(code: str) -> Act:
    """The act with this code. Raises KeyError."""
    return _ACTS[code]


def known_acts() -> tuple[Act, ...]:
    """All that were entered, in their order."""
    return tuple(_ACTS.values())
