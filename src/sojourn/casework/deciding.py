"""Writes a decision with all that follows from it, inside the transaction of the event that decides."""

from collections.abc import Sequence
from uuid import UUID

from sojourn.casework.checks.straight_through import checks_version
from sojourn.casework.followed_certificate import (
    carry_out,
    number_of_unchanged,
    replace_followed,
    without_certificate,
)
from sojourn.casework.gathering import Gathered, keep_findings
from sojourn.casework.models import Decision
from sojourn.casework.moves import move
from sojourn.casework.reasons import Reason, chosen_reasons
from sojourn.certificates.events import issue_certificate
from sojourn.core import clock
from sojourn.core.actors import Actor
from sojourn.core.errors import WrongState
from sojourn.requests.events import record_outcome


def write_approval(
    gathered: Gathered,
    *,
    arrow: str,
    actor: Actor,
    reasons: Sequence[Reason],
    own_words: str = "",
) -> Decision:
    """Issue the certificate, keep the decision, tell the request, move the case: all or nothing.

    The certificate's key is the case, so that a repetition finds the certificate and never makes a second.
    Raises WrongState "law_gives_no_certificate" or "content_incomplete" where there is none to issue.
    """
    if (unchanged := without_certificate(gathered)) is not None:
        return _write_without_certificate(gathered, unchanged, arrow=arrow, actor=actor)
    content = gathered.content
    if content is None:
        raise WrongState(
            "content_incomplete" if gathered.facts.print_problems else "law_gives_no_certificate"
        )
    issued = issue_certificate(content=content, actor=actor, key=f"case:{gathered.case.pk}")
    decision = _decision(gathered, "approved", actor, reasons, own_words)
    decision.certificate_number = issued.number
    decision.certified_from = content.period_start
    decision.certified_until = content.period_end
    decision.save(force_insert=True)
    replace_followed(gathered, by=issued.number, actor=actor)
    _conclude(gathered, decision, arrow, actor)
    return decision


def _write_without_certificate(gathered: Gathered, result: str, *, arrow: str, actor: Actor) -> Decision:
    """A copy of what was issued, or the end of it: decided, and no new certificate."""
    reason = "copy_given" if result == "copied" else "never_began"
    decision = _decision(gathered, result, actor, chosen_reasons(result, [reason]), "")
    decision.save(force_insert=True)
    carry_out(gathered, result, actor=actor)
    _conclude(gathered, decision, arrow, actor)
    return decision


def write_refusal(
    gathered: Gathered, *, actor: Actor, reasons: Sequence[Reason], own_words: str = ""
) -> Decision:
    """Keep the decision, tell the request, move the case: all or nothing."""
    decision = _decision(gathered, "refused", actor, reasons, own_words)
    decision.save(force_insert=True)
    _conclude(gathered, decision, "refuse", actor)
    return decision


def _decision(
    gathered: Gathered, result: str, actor: Actor, reasons: Sequence[Reason], own_words: str
) -> Decision:
    return Decision(
        case=gathered.case,
        result=result,
        reasons=[reason.code for reason in reasons],
        own_words=own_words,
        remedy=reasons[0].remedy,
        law_version=str(gathered.facts.determination["law"]),
        checks_version=checks_version(),
        determination=dict(gathered.facts.determination),
        decided_by_id=UUID(actor.person_id) if actor.person_id else None,
        decided_at=clock.now(),
    )


def _conclude(gathered: Gathered, decision: Decision, arrow: str, actor: Actor) -> None:
    keep_findings(gathered.case, gathered.findings)
    record_outcome(
        request_id=gathered.file.id,
        outcome="refused" if decision.result == "refused" else "approved",
        certificate_number=decision.certificate_number or number_of_unchanged(gathered, decision.result),
        actor=actor,
    )
    move(
        gathered.case,
        arrow,
        actor=actor,
        details={
            "result": decision.result,
            "reason": decision.reasons[0],
            "certificate": decision.certificate_number,
            "law": decision.law_version[:40],
            "checks": decision.checks_version,
        },
        checked_at=gathered.case.checked_at or decision.decided_at,
    )
