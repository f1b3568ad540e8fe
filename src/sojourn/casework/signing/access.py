"""What officers see of proposals: gives the thing or raises NotAllowed, which tells nothing."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sojourn.casework.models import Case
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.casework.permissions import cases_in_sight, is_party, officer_id, require_officer
from sojourn.casework.signing.acts import Preview, Proposed, act_of
from sojourn.casework.signing.models import Proposal, ProposalQuerySet
from sojourn.casework.signing.states import ProposalState
from sojourn.core.errors import NotAllowed
from sojourn.parties.acting import ActingAs
from sojourn.requests.for_casework import request_file

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal in a list: nothing in it names a person of the request. `mine`: the reader proposed it."""

    id: UUID
    reference: str
    kind: str
    host: str
    start: date | None
    end: date | None
    act: str
    causes: tuple[str, ...]
    state: ProposalState
    proposed_at: datetime
    proposed_by: str
    mine: bool
    is_stale: bool


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal on one page.

    `why_not`: the code of the reason why the reader cannot sign it, "" where the reader can. `words` are those with
    which it was returned.
    """

    row: ProposalRow
    case_id: UUID
    preview: Preview
    why_not: str
    ended_at: datetime | None
    ended_by: str
    words: str = field(repr=False, default="")

    @property
    def is_open(self) -> bool:
        """Whether nobody has ended it."""
        return self.row.state is ProposalState.OPEN


def waiting_for_signature(acting: ActingAs) -> tuple[ProposalRow, ...]:
    """What waits for a second signature at the reader's institution, oldest first. Raises NotAllowed."""
    acting = require_officer(acting)
    found = _of(acting).signable().order_by("proposed_at", "pk")[:MOST_SHOWN]
    return tuple(_row(each, acting) for each in found)


def waiting_count(acting: ActingAs) -> int:
    """How many the reader could sign. Raises NotAllowed."""
    acting = require_officer(acting)
    return _of(acting).signable().exclude(proposed_by_id=officer_id(acting)).count()


def given_back(acting: ActingAs) -> tuple[ProposalRow, ...]:
    """The reader's own that were returned, or whose case changed since, newest first. Raises NotAllowed.

    A proposal leaves the list with the next step in its case: only those stand here to which nothing was done.
    """
    acting = require_officer(acting)
    own = _of(acting).filter(proposed_by_id=officer_id(acting))
    wanted = own.filter(state__in=[ProposalState.RETURNED.value, ProposalState.OPEN.value])
    rows = [_row(each, acting) for each in wanted.order_by("-proposed_at")[:MOST_SHOWN]]
    anew = {row.reference for row in rows if row.state is ProposalState.OPEN and not row.is_stale}
    back = [row for row in rows if (row.state is ProposalState.RETURNED) != row.is_stale]
    return tuple(row for row in back if row.reference not in anew)


def proposal_of_case(acting: ActingAs, reference: str) -> ProposalRow | None:
    """What waits for a signature in a case; None where nothing does. Raises NotAllowed."""
    acting = require_officer(acting)
    found = _of(acting).signable().filter(case__reference=reference).first()
    return _row(found, acting) if found else None


def proposal_for(acting: ActingAs, proposal_id: UUID, language: str) -> ProposalView:
    """A proposal with what changes and the letter. Raises NotAllowed for another institution's."""
    acting = require_officer(acting)
    found = _of(acting).filter(pk=proposal_id).first()
    if found is None:
        raise NotAllowed(NOT_ALLOWED)
    row = _row(found, acting)
    proposed = Proposed(
        acting,
        found.case,
        request_file(found.case.request_id),
        found.payload,
        found.proposed_by_id,
        tuple(found.causes),
    )
    current = row.state is ProposalState.OPEN and not row.is_stale
    return ProposalView(
        row=row,
        case_id=found.case_id,
        # What was proposed on other facts cannot be drawn with those of today.
        preview=act_of(found.act).preview(proposed, language) if current else Preview(),
        why_not=_why_not(row, acting, found.case),
        ended_at=found.ended_at,
        ended_by=_name(found.ended_by) if found.ended_by else "",
        words=found.words,
    )


def _why_not(row: ProposalRow, acting: ActingAs, case: Case) -> str:
    if row.state is not ProposalState.OPEN:
        return "proposal_not_open"
    if row.is_stale:
        return "proposal_stale"
    if row.mine:
        return "own_proposal"
    return "own_matter" if is_party(acting, case) else ""


def _of(acting: ActingAs) -> ProposalQuerySet:
    seen = Proposal.objects.filter(case__in=cases_in_sight(acting))
    return seen.select_related("case", "proposed_by", "ended_by")


def _row(proposal: Proposal, acting: ActingAs) -> ProposalRow:
    case = proposal.case
    return ProposalRow(
        id=proposal.pk,
        reference=case.reference,
        kind=case.kind,
        host=case.host,
        start=case.start,
        end=case.end,
        act=proposal.act,
        causes=tuple(proposal.causes),
        state=ProposalState(proposal.state),
        proposed_at=proposal.proposed_at,
        proposed_by=_name(proposal.proposed_by),
        mine=str(proposal.proposed_by_id) == acting.actor.person_id,
        is_stale=proposal.case_version != case.version,
    )


def _name(person: object) -> str:
    return getattr(person, "name", "") or getattr(person, "email", "")
