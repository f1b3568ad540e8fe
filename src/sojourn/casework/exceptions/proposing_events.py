"""What the proposing officer does: begins the file, weighs and writes, and proposes it to a second officer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from sojourn.casework.asking.writing import written
from sojourn.casework.exceptions.basis import Basis, basis_of
from sojourn.casework.exceptions.models import Exchange
from sojourn.casework.exceptions.moves import move_exchange, subject_of_exchange, write_exchange
from sojourn.casework.exceptions.reach import Held, held
from sojourn.casework.exceptions.signed_act import ACT
from sojourn.casework.exceptions.states import ExchangeState, Side
from sojourn.casework.exceptions.weighing import Weighed, keep_weighing
from sojourn.casework.gathering import gather
from sojourn.casework.handling import require_in_hand
from sojourn.casework.models import Case, InstitutionSetting
from sojourn.casework.moves import locked, require_version
from sojourn.casework.permissions import require_in_sight, require_no_party, require_officer
from sojourn.casework.signing.access import proposal_of_case
from sojourn.casework.signing.events import propose
from sojourn.casework.signing.rules import EXCEPTION as EXCEPTION_CAUSE
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs
from sojourn.requests.references import new_reference

UNSIGNED: Final[dict[str, Any]] = {
    "proposed_by_id": None,
    "proposed_at": None,
    "signed_by_id": None,
    "signed_at": None,
    "content": None,
    "letter": None,
    "due_on": None,
}
MOST_LINES: Final = 6


@dataclass(frozen=True, slots=True)
class Draft:
    """What an officer fills in: the days, the text to the other authority, each criterion, and the office."""

    start: date | None = None
    end: date | None = None
    text: str = field(default="", repr=False)
    weighed: Mapping[str, Weighed] = field(default_factory=dict, repr=False)
    office_name: str = field(default="", repr=False)
    office_address: Sequence[str] = field(default=(), repr=False)


def begin_exchange(*, acting: ActingAs, case_id: UUID, version: int, key: UUID) -> str:
    """Open the file of a proposal for a case in hand; its reference. The same key, or an open file: that one.

    Raises NotAllowed; WrongState "no_clause" where the law lets nobody agree anything here, and as `approve` does for
    a case that is not in hand.
    """
    acting = require_officer(acting)
    with together():
        case, file = locked(case_id)
        require_in_sight(acting, case)
        known = Exchange.objects.filter(case=case)
        open_one = known.filter(creation_key=key).first() or known.open().first()
        if open_one is not None:
            return open_one.reference
        require_in_hand(case, file, acting)
        require_version(case, version)
        require_no_party(acting, case)
        gathered = gather(case, file, InstitutionSetting.objects.get(pk=case.institution_id))
        basis = basis_of(gathered)
        if basis is None:
            raise WrongState("no_clause")
        exchange = _new_exchange(case, basis, gathered.facts.country, key)
        exchange.save(force_insert=True)
        record(
            event="exception.begun",
            actor=acting.actor,
            subject=subject_of_exchange(exchange),
            details={"kind": basis.kind, "instrument": basis.instrument},
        )
        return exchange.reference


def write_draft(*, acting: ActingAs, reference: str, version: int, draft: Draft) -> None:
    """Keep what was filled in so far, whole or not. Raises NotAllowed, WrongState while a second officer has it, and
    InvalidInput for texts that cannot be kept and criteria that are not in the catalogue."""
    with together():
        mine = held(acting, reference, version)
        mine.require_hand()
        mine.require_no_party()
        _require_draft(mine)
        if signature_waits(mine.acting, mine.case.reference) is not None:
            raise WrongState("exception_waits_for_signature")
        keep_weighing(mine.exchange, Side.ASKING, draft.weighed)
        write_exchange(
            mine.exchange,
            start=draft.start or mine.exchange.start,
            end=draft.end,
            text=written(draft.text, at="text"),
            office=_office(draft),
        )


def submit_exchange(*, acting: ActingAs, reference: str, version: int) -> None:
    """Propose to a second officer what is to be sent. Again changes nothing.

    Raises InvalidInput naming each criterion that is not weighed, the days that cannot be agreed, and a missing text;
    NotAllowed; WrongState for a case in other hands, and as `signing.events.propose` does.
    """
    with together():
        mine = held(acting, reference, version)
        mine.require_hand()
        _require_draft(mine)
        propose(
            acting=mine.acting,
            case_id=mine.case.pk,
            version=mine.case.version,
            act=ACT,
            payload={"exchange": reference},
            causes=(EXCEPTION_CAUSE,),
        )


def take_back_exchange(*, acting: ActingAs, reference: str, version: int) -> None:
    """Make what was signed a draft again, before it was sent. Raises NotAllowed, WrongState."""
    with together():
        mine = held(acting, reference, version)
        mine.require_hand()
        move_exchange(mine.exchange, "take_back", actor=mine.acting.actor, **UNSIGNED)


def signature_waits(acting: ActingAs, case_reference: str) -> UUID | None:
    """The proposal by which this case's exchange waits for a second signature; None where none does."""
    row = proposal_of_case(acting, case_reference)
    return row.id if row is not None and row.act == ACT else None


def _require_draft(mine: Held) -> None:
    if mine.exchange.stands is not ExchangeState.DRAFT:
        raise WrongState("exception_step_not_open", step="write", state=mine.exchange.state)


def _office(draft: Draft) -> dict[str, object]:
    name = written(draft.office_name, at="office_name", longest=200)
    lines = [written(line, at="office_address", longest=200) for line in draft.office_address]
    kept = [line for line in lines if line]
    if len(kept) > MOST_LINES:
        raise InvalidInput([Problem("office_address", "too_many_lines", {"limit": MOST_LINES})])
    return {"name": name, "address": kept} if name or kept else {}


def _new_exchange(case: Case, basis: Basis, country: str, key: UUID) -> Exchange:
    return Exchange(
        reference="EX" + new_reference()[2:],
        case=case,
        creation_key=key,
        kind=basis.kind,
        institution_id=case.institution_id,
        country=country,
        liaison_id=basis.liaison_id,
        other_country=basis.other_country,
        instrument=basis.instrument,
        article=basis.article,
        legislation=basis.legislation,
        start=basis.start,
        end=min(basis.end, basis.latest) if basis.end and basis.latest else basis.end or basis.latest,
        begun_at=clock.now(),
    )
