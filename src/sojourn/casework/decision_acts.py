"""Decisions as acts for two officers: what is checked when they are proposed, shown, and done when they are signed."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sojourn.casework.asking.along import papers_to_go
from sojourn.casework.asking.closing import lapse_open
from sojourn.casework.deciding import Hands, write_discontinuation, write_forwarding, write_refusal
from sojourn.casework.decision_events import (
    Terms,
    carry_out_approval,
    checked,
    checked_approval,
    checked_forwarding,
)
from sojourn.casework.exceptions.covering import covering_pair
from sojourn.casework.gathering import Gathered, gather
from sojourn.casework.handling import require_open
from sojourn.casework.letters import Content, Written, basis_of, works_here, written_letter
from sojourn.casework.models import InstitutionSetting
from sojourn.casework.permissions import cases_in_sight, officer_id
from sojourn.casework.reasons import Reason, catalogue
from sojourn.casework.signing.acts import Act, Difference, Payload, Preview, Proposed, enter
from sojourn.casework.signing.events import propose
from sojourn.casework.signing.rules import causes_of_approval, causes_of_refusal, without_covered
from sojourn.casework.texts import FINDINGS_SHORT, country_name, reason_words
from sojourn.core import clock
from sojourn.core.errors import NotAllowed, WrongState
from sojourn.parties.acting import ActingAs
from sojourn.requests.for_casework import request_file
from sojourn.requests.for_proofs import language_of
from sojourn.requests.texts import day_words

ACTS: Final = {
    "approved": "approve",
    "refused": "refuse",
    "forwarded": "forward",
    "discontinued": "discontinue",
}
_RESULTS: Final = {act: result for result, act in ACTS.items()}


def propose_decision(
    *, acting: ActingAs, case_id: UUID, version: int, result: str, terms: Terms, causes: Sequence[str]
) -> UUID:
    """Propose a decision for a second officer to sign; the proposal's id. Raises as the decision itself does."""
    return propose(
        acting=acting,
        case_id=case_id,
        version=version,
        act=ACTS[result],
        payload=as_payload(terms),
        causes=causes,
    )


def as_payload(terms: Terms) -> dict[str, Any]:
    """What an officer decides with, as plain values."""
    part = None
    if terms.part is not None:
        first, last = terms.part
        part = [first.isoformat(), last.isoformat() if last else None]
    return {
        "reasons": list(terms.reasons),
        "own_words": terms.own_words,
        "waivers": dict(terms.waivers),
        "part": part,
        "to": terms.to,
        "papers": terms.papers,
    }


def read_payload(payload: Payload) -> Terms:
    """The same back again."""
    part = payload.get("part")
    return Terms(
        reasons=tuple(payload["reasons"]),
        own_words=payload.get("own_words", ""),
        waivers=payload.get("waivers") or {},
        part=(date.fromisoformat(part[0]), date.fromisoformat(part[1]) if part[1] else None)
        if part
        else None,
        to=payload.get("to", ""),
        papers=payload.get("papers", True),
    )


def letter_content(gathered: Gathered, result: str, terms: Terms) -> Content:
    """What the letter of a decision will tell that is about to be made."""
    known = [catalogue().reasons[code] for code in terms.reasons if code in catalogue().reasons]
    content = gathered.content if result == "approved" else None
    granted = terms.part or ((content.period_start, content.period_end) if content else None)
    before = gathered.case.decision
    return Content(
        result=result,
        reasons=tuple(reason.code for reason in known),
        own_words=terms.own_words,
        remedy=known[0].remedy if known else "",
        decided_on=clock.today(),
        granted=granted if content else None,
        asked=(gathered.case.start, gathered.case.end),
        basis=basis_of(gathered.facts.determination),
        forwarded_to=terms.to,
        works_here=works_here(terms.to),
        replaces=(before.certificate_number or "") if before else "",
    )


def _gathered(proposed: Proposed) -> Gathered:
    setting = InstitutionSetting.objects.get(pk=proposed.case.institution_id)
    return gather(proposed.case, proposed.file, setting)


def _hands(proposed: Proposed) -> Hands:
    return Hands(proposed.acting.actor, proposed.proposed_by, proposed.signed_by, proposed.causes)


def _check(result: str) -> Callable[[Proposed], None]:
    def check(proposed: Proposed) -> None:
        require_open(proposed.case, proposed.file)
        gathered, terms = _gathered(proposed), read_payload(proposed.payload)
        _chosen(gathered, result, terms)
        if result == "approved" and gathered.content is None and gathered.followed is None:
            raise WrongState("law_gives_no_certificate")

    return check


def _chosen(gathered: Gathered, result: str, terms: Terms) -> list[Reason]:
    if result == "approved":
        return checked_approval(gathered, terms)
    return checked_forwarding(gathered, terms) if result == "forwarded" else checked(result, terms)


def _carry_out(result: str) -> Callable[[Proposed], None]:
    def carry_out(proposed: Proposed) -> None:
        gathered, terms, hands = _gathered(proposed), read_payload(proposed.payload), _hands(proposed)
        chosen, words = _chosen(gathered, result, terms), terms.own_words.strip()
        match result:
            case "approved":
                carry_out_approval(gathered, terms, chosen, hands)
            case "refused":
                write_refusal(gathered, hands=hands, reasons=chosen, own_words=words)
            case "forwarded":
                write_forwarding(
                    gathered,
                    to=terms.to,
                    hands=hands,
                    reasons=chosen,
                    own_words=words,
                    papers=terms.papers,
                )
            case _:
                lapse_open(gathered.case, actor=hands.actor)
                write_discontinuation(gathered, hands=hands, reasons=chosen, own_words=words)

    return carry_out


def _basis(proposed: Proposed) -> str:
    """The law's answer and what the checks find: with other ones it is another case."""
    gathered = _gathered(proposed)
    found = sorted(f"{finding.code}:{json.dumps(dict(finding.params))}" for finding in gathered.hindrances)
    text = json.dumps([gathered.facts.determination, found], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _preview(result: str) -> Callable[[Proposed, str], Preview]:
    def preview(proposed: Proposed, language: str) -> Preview:
        gathered, terms = _gathered(proposed), read_payload(proposed.payload)
        content = letter_content(gathered, result, terms)
        letter = written_letter(proposed.case, content, gathered.setting, language_of(proposed.file.id))
        return Preview(
            rows=tuple(_rows(gathered, content, terms, language)),
            reasons=tuple(reason_words(code) for code in terms.reasons),
            own_words=terms.own_words,
            letter=letter.paragraphs,
            letter_language=letter.language,
        )

    return preview


def _rows(gathered: Gathered, content: Content, terms: Terms, language: str) -> list[Difference]:
    case = gathered.case
    rows = [Difference(_("Country of work"), country_name(case.host), country_name(case.host))]
    asked = " – ".join(day_words(day, language) for day in (case.start, case.end) if day)
    if content.granted is not None:
        granted = " – ".join(day_words(day, language) for day in content.granted if day)
        rows.append(Difference(_("Period"), asked, granted))
    for code, words in terms.waivers.items():
        rows.append(Difference(_("Set aside"), str(FINDINGS_SHORT.get(code, code)), words))
    return rows


def enter_all() -> None:
    """Enter the acts of this module. Called once, when the service starts."""
    titles = {
        "approve": gettext_lazy("Approve the request"),
        "refuse": gettext_lazy("Refuse the request"),
        "forward": gettext_lazy("Forward the request"),
        "discontinue": gettext_lazy("Close the request without a decision"),
    }
    for code, title in titles.items():
        result = _RESULTS[code]
        enter(
            Act(
                code=code,
                title=title,
                carry_out=_carry_out(result),
                check=_check(result),
                basis=_basis,
                preview=_preview(result),
            )
        )


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is ahead if it is decided so: why two officers are needed, and the letter as it will be sent.

    `law_gives`: the days that the law gives, None where it gives no certificate. `covered`: the two signatures under a
    proposal to another authority count for the decision too. `papers`: how many could go along if it is forwarded.
    """

    causes: tuple[str, ...]
    letter: Written
    law_gives: tuple[date, date | None] | None
    covered: bool = False
    papers: int = 0


def look_ahead(acting: ActingAs, reference: str, result: str, terms: Terms) -> Ahead:
    """What a decision would bring, before it is made. Raises NotAllowed."""
    case = cases_in_sight(acting).select_related("decision").filter(reference=reference).first()
    if case is None:
        raise NotAllowed("not_allowed")
    file = request_file(case.request_id)
    gathered = gather(case, file, InstitutionSetting.objects.get(pk=case.institution_id))
    content = letter_content(gathered, result, terms)
    law = gathered.content
    approves = result == "approved"
    causes = causes_of_approval(gathered) if approves else causes_of_refusal(gathered)
    covered = bool(causes and approves and covering_pair(gathered, officer_id(acting), terms.part))
    return Ahead(
        causes=without_covered(causes) if covered else causes,
        covered=covered,
        papers=papers_to_go(case) if result == "forwarded" else 0,
        letter=written_letter(case, content, gathered.setting, language_of(file.id)),
        law_gives=(law.period_start, law.period_end) if law else None,
    )
