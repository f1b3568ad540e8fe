"""What happens to a proposal: made, signed, returned, taken back. Signing does what was proposed, all or nothing."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from sojourn.casework.asking.writing import written
from sojourn.casework.handling import in_reach, require_in_hand, took_part
from sojourn.casework.models import Case
from sojourn.casework.moves import NOT_ALLOWED, move, require_version, subject_of
from sojourn.casework.permissions import officer_id, require_no_party, require_officer
from sojourn.casework.signing.acts import Payload, Proposed, act_of
from sojourn.casework.signing.lapsing import end_proposal, open_proposal
from sojourn.casework.signing.models import Proposal
from sojourn.casework.signing.states import ProposalState
from sojourn.casework.states import CaseState
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs
from sojourn.requests.for_casework import RequestFile


def propose(
    *,
    acting: ActingAs,
    case_id: UUID,
    version: int,
    act: str,
    payload: Payload,
    causes: Sequence[str] = (),
) -> UUID:
    """Propose an act for a second officer to sign; the proposal's id. The same again changes nothing.

    `payload` is what the act is done with (plain JSON values); `causes` say why two are needed. Raises NotAllowed
    for another institution's case; WrongState "own_matter", "case_changed", "proposal_open" while another one
    waits, and what the act's own check raises; KeyError for an act that nobody entered.
    """
    acting = require_officer(acting)
    chosen = act_of(act)
    with together():
        case, file = in_reach(acting, case_id)
        waiting = open_proposal(case)
        if waiting is not None and _repeats(waiting, acting, act, payload):
            return waiting.pk
        require_version(case, version)
        require_no_party(acting, case)
        if chosen.needs == "in_hand":
            require_in_hand(case, file, acting)
        if waiting is not None:
            if waiting.case_version == case.version:
                raise WrongState("proposal_open")
            end_proposal(waiting, "lapse", actor=SYSTEM)
        if case.state == CaseState.ASSIGNED:
            # The proposal is bound to the case's version: a look at the person must not make it stale.
            move(case, "begin_review", actor=acting.actor)
        proposed = Proposed(acting, case, file, payload, officer_id(acting), tuple(causes))
        chosen.check(proposed)
        return _keep(proposed, act, chosen.basis(proposed)).pk


def sign(*, acting: ActingAs, proposal_id: UUID) -> None:
    """Sign: what was proposed is done, all or nothing. Signed again by the same officer, it is done once.

    Raises NotAllowed for another institution's; WrongState "own_proposal" for the proposer, "own_matter" for a
    party, "proposal_stale" where the case or what it rests on has changed since, "proposal_not_open" (with by, at)
    once it ended; and what the act raises.
    """
    acting = require_officer(acting)
    with together():
        proposal, case, file = _proposal_in_reach(acting, proposal_id)
        signer = officer_id(acting)
        if proposal.state == ProposalState.SIGNED and proposal.ended_by_id == signer:
            return
        _require_open(proposal)
        if proposal.proposed_by_id == signer:
            raise WrongState("own_proposal")
        require_no_party(acting, case)
        if case.state == CaseState.REOPENED and took_part(case, signer):
            raise WrongState("decided_before")
        act = act_of(proposal.act)
        proposed = _as_proposed(proposal, acting, case, file, signer)
        if proposal.case_version != case.version or act.basis(proposed) != proposal.basis:
            raise WrongState("proposal_stale")
        act.check(proposed)
        end_proposal(proposal, "sign", actor=acting.actor)
        act.carry_out(proposed)


def return_(*, acting: ActingAs, proposal_id: UUID, words: str) -> None:
    """Give a proposal back to who made it, with words that say what is to be mended.

    Raises as `sign`, and InvalidInput at "words" where none are given.
    """
    acting = require_officer(acting)
    text = written(words, at="words")
    if not text:
        raise InvalidInput([Problem("words", "return_words_missing")])
    with together():
        proposal, case, _ = _proposal_in_reach(acting, proposal_id)
        _require_open(proposal)
        if proposal.proposed_by_id == officer_id(acting):
            raise WrongState("own_proposal")
        require_no_party(acting, case)
        end_proposal(proposal, "return", actor=acting.actor, words=text)


def take_back(*, acting: ActingAs, proposal_id: UUID) -> None:
    """Take one's own proposal back. Twice is once. Raises NotAllowed for that of another officer."""
    acting = require_officer(acting)
    with together():
        proposal, _, _ = _proposal_in_reach(acting, proposal_id)
        if proposal.proposed_by_id != officer_id(acting):
            raise NotAllowed(NOT_ALLOWED)
        if proposal.state != ProposalState.TAKEN_BACK:
            _require_open(proposal)
            end_proposal(proposal, "take_back", actor=acting.actor)


def _proposal_in_reach(acting: ActingAs, proposal_id: UUID) -> tuple[Proposal, Case, RequestFile]:
    """The proposal with its case, locked in the order of all: the request, the cases, the proposal."""
    case_id = Proposal.objects.filter(pk=proposal_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotAllowed(NOT_ALLOWED)
    case, file = in_reach(acting, case_id)
    return Proposal.objects.select_for_update().get(pk=proposal_id), case, file


def _repeats(waiting: Proposal, acting: ActingAs, act: str, payload: Payload) -> bool:
    same = waiting.act == act and waiting.payload == dict(payload)
    return same and str(waiting.proposed_by_id) == acting.actor.person_id


def _keep(proposed: Proposed, act: str, basis: str) -> Proposal:
    proposal = Proposal(
        case=proposed.case,
        act=act,
        payload=dict(proposed.payload),
        causes=list(proposed.causes),
        case_version=proposed.case.version,
        basis=basis,
        proposed_by_id=proposed.proposed_by,
        proposed_at=clock.now(),
    )
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError:
        raise WrongState("proposal_open") from None
    record(
        event="proposal.made",
        actor=proposed.acting.actor,
        subject=subject_of(proposed.case),
        details={"act": act, "causes": "+".join(proposed.causes) or None},
    )
    return proposal


def _as_proposed(
    proposal: Proposal, acting: ActingAs, case: Case, file: RequestFile, signer: UUID | None
) -> Proposed:
    return Proposed(
        acting, case, file, proposal.payload, proposal.proposed_by_id, tuple(proposal.causes), signer
    )


def _require_open(proposal: Proposal) -> None:
    if proposal.state != ProposalState.OPEN:
        raise WrongState(
            "proposal_not_open",
            state=proposal.state,
            by=str(proposal.ended_by_id or ""),
            at=proposal.ended_at.date().isoformat() if proposal.ended_at else "",
        )
