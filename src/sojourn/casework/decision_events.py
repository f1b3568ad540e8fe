"""What officers decide on a case: approved, refused, forwarded, discontinued. One function an event.

Each asks first whether this officer may, and whether one officer is enough (see `signing.rules`): where two are
needed it raises WrongState "second_signature_needed", and the decision is proposed instead (`decision_acts`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from sojourn.casework.asking.closing import lapse_open
from sojourn.casework.deciding import (
    Hands,
    write_approval,
    write_discontinuation,
    write_forwarding,
    write_refusal,
)
from sojourn.casework.exceptions.covering import covering_pair
from sojourn.casework.gathering import Gathered, gather
from sojourn.casework.handling import in_reach, require_in_hand
from sojourn.casework.models import InstitutionSetting, Waiver
from sojourn.casework.moves import require_version, subject_of
from sojourn.casework.permissions import officer_id, require_no_party, require_officer
from sojourn.casework.reasons import Reason, chosen_reasons
from sojourn.casework.signing.rules import (
    causes_of_approval,
    causes_of_refusal,
    require_one,
    without_covered,
)
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.engine import load_law
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs

LONGEST_WORDS: Final = 4000


@dataclass(frozen=True, slots=True)
class Terms:
    """What an officer decides with. `part`: the days for which it is approved, None for all that the law gives;
    `waivers`: for each hindrance by its code, why it is set aside; `to`: the institution that it is forwarded to;
    `papers`: what the applicant gave goes along."""

    reasons: tuple[str, ...]
    own_words: str = field(repr=False, default="")
    waivers: Mapping[str, str] = field(repr=False, default_factory=dict)
    part: tuple[date, date | None] | None = None
    to: str = ""
    papers: bool = True


def approve(
    *,
    acting: ActingAs,
    case_id: UUID,
    version: int,
    reasons: Sequence[str],
    own_words: str = "",
    waivers: Mapping[str, str] | None = None,
    part: tuple[date, date | None] | None = None,
) -> str:
    """Approve, in full or for part of the days: the certificate is issued, the decision kept, the applicant told.
    Returns its number.

    Raises InvalidInput for missing reasons or waivers, for items that cannot be printed, and for a part that the law
    does not give; WrongState where the law gives no certificate, the case is decided ("case_decided", with by, at and
    result), closed, changed, or in other hands, and where two officers are needed.
    """
    acting = require_officer(acting)
    terms = Terms(tuple(reasons), own_words, dict(waivers or {}), part)
    with together():
        gathered = _to_decide(acting, case_id, version)
        chosen = checked_approval(gathered, terms)
        return carry_out_approval(gathered, terms, chosen, _hands_to_approve(gathered, acting, terms))


def _hands_to_approve(gathered: Gathered, acting: ActingAs, terms: Terms) -> Hands:
    """One officer's, or those of the pair whose signatures under the proposal cover the decision.

    Raises WrongState "second_signature_needed" where one is not enough.
    """
    causes = causes_of_approval(gathered)
    pair = covering_pair(gathered, officer_id(acting), terms.part) if causes else None
    if pair is None:
        require_one(causes)
        return Hands.of(acting)
    require_one(without_covered(causes))
    record(
        event="case.signature_covered",
        actor=acting.actor,
        subject=subject_of(gathered.case),
        details={"exchange": pair.exchange},
    )
    return Hands(acting.actor, officer_id(acting), pair.other, causes)


def refuse(
    *, acting: ActingAs, case_id: UUID, version: int, reasons: Sequence[str], own_words: str = ""
) -> None:
    """Refuse, with reasons from the catalogue and own words. Raises as `approve`, short of the waivers."""
    acting = require_officer(acting)
    terms = Terms(tuple(reasons), own_words)
    with together():
        gathered = _to_decide(acting, case_id, version)
        chosen = checked("refused", terms)
        require_one(causes_of_refusal(gathered))
        write_refusal(gathered, hands=Hands.of(acting), reasons=chosen, own_words=own_words.strip())


def discontinue(
    *, acting: ActingAs, case_id: UUID, version: int, reasons: Sequence[str], own_words: str = ""
) -> None:
    """End the case without a decision on the certificate: withdrawn in words, lapsed, or no request at all.

    Raises as `refuse`.
    """
    acting = require_officer(acting)
    terms = Terms(tuple(reasons), own_words)
    with together():
        gathered = _to_decide(acting, case_id, version)
        chosen = checked("discontinued", terms)
        require_one(causes_of_refusal(gathered))
        lapse_open(gathered.case, actor=acting.actor)
        write_discontinuation(gathered, hands=Hands.of(acting), reasons=chosen, own_words=own_words.strip())


def forward(
    *,
    acting: ActingAs,
    case_id: UUID,
    version: int,
    to: str,
    reasons: Sequence[str],
    own_words: str = "",
    papers: bool = True,
) -> None:
    """Send the request on to the institution that is competent for it, with the applicant's papers if `papers`; the
    applicant is told where.

    Where that institution works here the request stands in its queue at once, as received on the same day. Raises as
    `refuse`, and InvalidInput at "to" for an institution that is not known or is one's own.
    """
    acting = require_officer(acting)
    terms = Terms(tuple(reasons), own_words, to=to)
    with together():
        gathered = _to_decide(acting, case_id, version)
        chosen = checked_forwarding(gathered, terms)
        require_one(causes_of_refusal(gathered))
        write_forwarding(
            gathered,
            to=to,
            hands=Hands.of(acting),
            reasons=chosen,
            own_words=own_words.strip(),
            papers=papers,
        )


def checked_approval(gathered: Gathered, terms: Terms) -> list[Reason]:
    """The reasons of an approval that can be carried out. Raises InvalidInput with all that is wrong at once."""
    problems = [
        *own_words_problems(terms.own_words),
        *_waiver_problems(gathered, terms.waivers),
        *_part_problems(gathered, terms),
    ]
    return _chosen("approved", terms.reasons, problems)


def checked(result: str, terms: Terms) -> list[Reason]:
    """The reasons of a refusal or discontinuation. Raises InvalidInput."""
    return _chosen(result, terms.reasons, own_words_problems(terms.own_words))


def checked_forwarding(gathered: Gathered, terms: Terms) -> list[Reason]:
    """The reasons of a forwarding. Raises InvalidInput, also for where it cannot go."""
    problems = own_words_problems(terms.own_words)
    if terms.to not in load_law().institutions:
        problems.append(Problem("to", "institution_missing"))
    elif terms.to == gathered.case.institution_id:
        problems.append(Problem("to", "institution_own"))
    return _chosen("forwarded", terms.reasons, problems)


def carry_out_approval(gathered: Gathered, terms: Terms, chosen: Sequence[Reason], hands: Hands) -> str:
    """Keep why each hindrance is set aside, then decide. Returns the certificate's number."""
    if hands.decided_by is None:
        raise NotAllowed("not_allowed")
    for code in _hindering(gathered):
        Waiver.objects.update_or_create(
            case=gathered.case,
            code=code,
            defaults={
                "reason": terms.waivers[code].strip(),
                "waived_by_id": hands.decided_by,
                "waived_at": clock.now(),
            },
        )
    decision = write_approval(
        gathered,
        arrow="approve",
        hands=hands,
        reasons=chosen,
        own_words=terms.own_words.strip(),
        part=terms.part,
    )
    return str(decision.certificate_number)


def own_words_problems(own_words: str) -> list[Problem]:
    """What is wrong with what the officer wrote."""
    too_long = len(own_words) > LONGEST_WORDS
    return [Problem("own_words", "own_words_too_long", {"limit": LONGEST_WORDS})] if too_long else []


def _to_decide(acting: ActingAs, case_id: UUID, version: int) -> Gathered:
    """The case as it stands, if this officer may decide it now on what the page showed."""
    case, file = in_reach(acting, case_id)
    require_in_hand(case, file, acting)
    require_version(case, version)
    require_no_party(acting, case)
    return gather(case, file, InstitutionSetting.objects.get(pk=case.institution_id))


def _chosen(result: str, codes: Sequence[str], problems: Sequence[Problem]) -> list[Reason]:
    """The reasons; what is wrong with them is told together with what else is wrong."""
    try:
        chosen = chosen_reasons(result, codes)
    except InvalidInput as error:
        raise InvalidInput([*error.problems, *problems]) from None
    if problems:
        raise InvalidInput(problems)
    return chosen


def _part_problems(gathered: Gathered, terms: Terms) -> list[Problem]:
    """A part lies within what the law gives, and one of the reasons says why not the rest."""
    content = gathered.content
    if terms.part is None or content is None:
        return []
    first, last = terms.part
    given = {"start": content.period_start.isoformat()}
    if content.period_end:
        given["end"] = content.period_end.isoformat()
    problems = []
    if first < content.period_start or (content.period_end and first > content.period_end):
        problems.append(Problem("part_from", "part_outside_law", given))
    if last is not None and last < first:
        problems.append(Problem("part_until", "part_not_in_order"))
    elif content.period_end and (last is None or last > content.period_end):
        problems.append(Problem("part_until", "part_outside_law", given))
    if not problems and (first, last) != (content.period_start, content.period_end):
        known = chosen_reasons("approved", terms.reasons) if terms.reasons else []
        if not any(reason.part for reason in known):
            problems.append(Problem("reasons", "part_reason_missing"))
    return problems


def _waiver_problems(gathered: Gathered, waivers: Mapping[str, str]) -> list[Problem]:
    problems = []
    for code in _hindering(gathered):
        words = waivers.get(code, "").strip()
        if not words:
            problems.append(Problem(f"waiver-{code}", "waiver_missing"))
        elif len(words) > LONGEST_WORDS:
            problems.append(Problem(f"waiver-{code}", "own_words_too_long", {"limit": LONGEST_WORDS}))
    return problems


def _hindering(gathered: Gathered) -> list[str]:
    return list(dict.fromkeys(finding.code for finding in gathered.hindrances))
