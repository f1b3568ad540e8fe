"""Writes a decision with all that follows from it, inside the transaction of the event that decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from sojourn.casework.appeals.ending import note_changed
from sojourn.casework.asking.along import send_along
from sojourn.casework.checks.straight_through import checks_version
from sojourn.casework.european.producing import produce_for_certificate, produce_for_forwarding
from sojourn.casework.exceptions.closing import end_open_exchanges
from sojourn.casework.followed_certificate import (
    carry_out,
    number_of_unchanged,
    replace_followed,
    without_certificate,
)
from sojourn.casework.gathering import Gathered, keep_findings
from sojourn.casework.grounds.deciding import keep_grounds
from sojourn.casework.letters import write_letter
from sojourn.casework.models import Decision, FormDraft
from sojourn.casework.moves import move
from sojourn.casework.reasons import Reason, chosen_reasons
from sojourn.casework.signing.lapsing import lapse_open_proposal
from sojourn.casework.states import CaseState
from sojourn.certificates.content import CertificateContent
from sojourn.certificates.orders.events import issue_or_order, supersede_or_void
from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Actor
from sojourn.core.errors import WrongState
from sojourn.parties.acting import ActingAs
from sojourn.requests.events import record_outcome
from sojourn.requests.forwarding import forward_request
from sojourn.requests.worker_part.clockwork import tell_workers_of_change

_OUTCOMES = {"refused", "forwarded", "discontinued"}


@dataclass(frozen=True, slots=True)
class Hands:
    """By whose hands something is decided: nobody's, one officer's, or that of two.

    `actor` stands in the journal; where two act it is the one who signs. `causes` say why two were needed.
    """

    actor: Actor
    decided_by: UUID | None = None
    signed_by: UUID | None = None
    causes: tuple[str, ...] = ()

    @classmethod
    def of(cls, acting: ActingAs) -> Self:
        """One officer alone."""
        return cls(acting.actor, acting.person_id)


BY_NOBODY = Hands(SYSTEM)


def write_approval(
    gathered: Gathered,
    *,
    arrow: str,
    hands: Hands = BY_NOBODY,
    reasons: Sequence[Reason],
    own_words: str = "",
    part: tuple[date, date | None] | None = None,
) -> Decision:
    """Issue the certificate, keep the decision, tell the request, move the case: all or nothing.

    `part`: the days for which it is issued, within those that the law gives; None for all of them. The certificate's
    key is the case and the position of the decision, so that a repetition finds the certificate and never makes a
    second. Raises WrongState "law_gives_no_certificate" or "content_incomplete" where there is none to issue.
    """
    if (unchanged := without_certificate(gathered)) is not None:
        return _write_without_certificate(gathered, unchanged, arrow=arrow, hands=hands)
    content = gathered.content
    if content is None:
        raise WrongState(
            "content_incomplete" if gathered.facts.print_problems else "law_gives_no_certificate"
        )
    if part is not None:
        content = content.model_copy(update={"period_start": part[0], "period_end": part[1]})
    decision = new_decision(gathered, "approved", hands, reasons, own_words)
    awaited = certify(decision, content, hands, follows=gathered.followed.number if gathered.followed else "")
    replace_followed(gathered, by=str(decision.certificate_number), actor=hands.actor)
    before = gathered.case.decision
    if before is not None and before.certificate_number:
        supersede_or_void(
            number=before.certificate_number,
            by=str(decision.certificate_number),
            actor=hands.actor,
            reason_code=decision.reasons[0],
        )
        tell_workers_of_change(request_id=gathered.file.id, occasion=str(decision.pk))
    _conclude(gathered, decision, arrow, hands, awaited=awaited)
    return decision


def certify(decision: Decision, content: CertificateContent, hands: Hands, *, follows: str = "") -> bool:
    """Issue the certificate of a decision, keep the decision with it, and tell the states that are to be told.

    Where something is away that issuing needs, the decision stands with the certificate's number, and the worker issues
    it later (see `issuing`): then True, and the applicant is told when it is there.
    `follows`: the number of an earlier certificate that the request is about, where the case has none before it.
    """
    key = f"case:{decision.case_id}" + (f":{decision.position}" if decision.position > 1 else "")
    granted = issue_or_order(content=content, actor=hands.actor, key=key)
    decision.certificate_number = granted.number
    decision.certified_from = content.period_start
    decision.certified_until = content.period_end
    decision.save(force_insert=True)
    before = decision.supersedes
    produce_for_certificate(
        decision.case,
        content,
        number=granted.number,
        replaces=(before.certificate_number if before else None) or follows,
        actor=hands.actor,
    )
    return granted.waits


def _write_without_certificate(gathered: Gathered, result: str, *, arrow: str, hands: Hands) -> Decision:
    """A copy of what was issued, or the end of it: decided, and no new certificate."""
    reason = "copy_given" if result == "copied" else "never_began"
    decision = new_decision(gathered, result, hands, chosen_reasons(result, [reason]), "")
    decision.save(force_insert=True)
    carry_out(gathered, result, actor=hands.actor)
    _conclude(gathered, decision, arrow, hands)
    return decision


def write_refusal(
    gathered: Gathered, *, hands: Hands, reasons: Sequence[Reason], own_words: str = ""
) -> Decision:
    """Keep the decision, tell the request, move the case: all or nothing.

    Raises WrongState "certificate_stands" in a case opened again whose certificate is in force: that is withdrawn.
    """
    before = gathered.case.decision
    if before is not None and before.certificate_number:
        raise WrongState("certificate_stands")
    return _write_plain(gathered, "refused", "refuse", hands, reasons, own_words)


def write_discontinuation(
    gathered: Gathered, *, hands: Hands, reasons: Sequence[Reason], own_words: str = ""
) -> Decision:
    """The same for a case that ends without a decision on the certificate."""
    return _write_plain(gathered, "discontinued", "discontinue", hands, reasons, own_words)


def write_forwarding(
    gathered: Gathered,
    *,
    to: str,
    hands: Hands,
    reasons: Sequence[Reason],
    own_words: str = "",
    papers: bool = True,
) -> Decision:
    """The same for a request that goes to another institution, which gets it as received on the same day.

    `papers`: what the applicant gave goes along, as far as it may.
    """
    again = forward_request(request_id=gathered.file.id, to=to, actor=hands.actor)
    if papers:
        send_along(gathered.case, to_request=again.id, actor=hands.actor)
    produce_for_forwarding(gathered, to=to, actor=hands.actor)
    return _write_plain(gathered, "forwarded", "forward", hands, reasons, own_words, to=to)


def _write_plain(
    gathered: Gathered,
    result: str,
    arrow: str,
    hands: Hands,
    reasons: Sequence[Reason],
    own_words: str,
    to: str = "",
) -> Decision:
    decision = new_decision(gathered, result, hands, reasons, own_words)
    decision.forwarded_to = to
    decision.save(force_insert=True)
    _conclude(gathered, decision, arrow, hands)
    return decision


def new_decision(
    gathered: Gathered, result: str, hands: Hands, reasons: Sequence[Reason], own_words: str
) -> Decision:
    """The next decision of the case, not kept yet: it points back at the one before."""
    before = gathered.case.decision
    return Decision(
        case=gathered.case,
        position=before.position + 1 if before else 1,
        supersedes=before,
        result=result,
        reasons=[reason.code for reason in reasons],
        own_words=own_words,
        remedy=reasons[0].remedy,
        law_version=str(gathered.facts.determination["law"]),
        checks_version=checks_version(),
        determination=dict(gathered.facts.determination),
        decided_by_id=hands.decided_by,
        signed_by_id=hands.signed_by,
        needs_two=bool(hands.causes),
        decided_at=clock.now(),
    )


def _conclude(
    gathered: Gathered, decision: Decision, arrow: str, hands: Hands, *, awaited: bool = False
) -> None:
    case = gathered.case
    keep_findings(case, gathered.findings)
    keep_grounds(decision, gathered.facts, gathered.findings)
    record_outcome(
        request_id=gathered.file.id,
        outcome=decision.result if decision.result in _OUTCOMES else "approved",
        certificate_number=decision.certificate_number or number_of_unchanged(gathered, decision.result),
        actor=hands.actor,
        tell_now=not awaited,
    )
    conclude_letter(gathered, decision)
    if case.state == CaseState.REOPENED:
        note_changed(case, decision, actor=hands.actor)
    if hands.decided_by is not None:
        lapse_open_proposal(case)
        end_open_exchanges(case, because="decided", actor=hands.actor)
        FormDraft.objects.filter(case=case).delete()
    move(
        case,
        arrow,
        actor=hands.actor,
        details={
            "result": decision.result,
            "reason": decision.reasons[0],
            "certificate": decision.certificate_number,
            "law": decision.law_version[:40],
            "checks": decision.checks_version,
        },
        checked_at=case.checked_at or decision.decided_at,
        decision=decision,
    )


def conclude_letter(gathered: Gathered, decision: Decision) -> None:
    """Write the letter of a decision, and keep it as it is sent."""
    write_letter(gathered.case, gathered.file, decision, gathered.setting)
