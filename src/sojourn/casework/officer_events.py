"""What officers do with a case: one function an event. Each asks first whether this officer may."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sojourn.casework.access import CaseRow, find_cases
from sojourn.casework.deciding import write_approval, write_refusal
from sojourn.casework.gathering import Gathered, gather
from sojourn.casework.models import Case, Decision, InstitutionSetting, Waiver
from sojourn.casework.moves import locked, move, require_version, subject_of
from sojourn.casework.permissions import (
    employers_of_officer,
    officer_id,
    require_in_sight,
    require_lead,
    require_no_party,
    require_officer,
)
from sojourn.casework.reasons import Reason, chosen_reasons
from sojourn.casework.states import CaseState
from sojourn.certificates.events import withdraw_certificate as withdraw_issued
from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.countries import is_known
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs
from sojourn.requests.for_casework import RequestFile

LONGEST_WORDS: Final = 4000
# A case that waits goes on waiting in the new hands.
_TAKEN_BY: Final = {CaseState.WAITING: "take_over", CaseState.LIAISON: "take_over_at_liaison"}


def take_next(*, acting: ActingAs) -> str | None:
    """Take the case that is due first and is not the officer's own matter; its reference, or None.

    Two officers who press at once get two different cases.
    """
    acting = require_officer(acting)
    own = employers_of_officer(acting)
    waiting = (
        Case.objects.of_institution(str(acting.institution_id))
        .waiting()
        .exclude(requester_id=acting.actor.person_id)
        .exclude(employer_id__in=own)
        .order_by("due_on", "opened_at", "pk")
    )
    for case_id in waiting.values_list("pk", flat=True)[:20]:
        with together():
            case, file = locked(case_id)
            if case.state == CaseState.NEW and file.is_submitted:
                move(case, "assign", actor=acting.actor, assigned_to_id=officer_id(acting))
                return case.reference
    return None


def assign(*, acting: ActingAs, case_id: UUID, version: int | None = None) -> None:
    """Take a case in hand, from the queue or from a colleague. Again by the same officer changes nothing.

    Raises NotAllowed for another institution's case, WrongState where it is decided, closed, changed since
    `version`, or the officer's own matter.
    """
    acting = require_officer(acting)
    with together():
        case, file = _in_reach(acting, case_id)
        if _in_hand(case, acting):
            return
        if case.state == CaseState.REOPENED:
            raise WrongState("case_step_not_open")
        require_version(case, version)
        require_no_party(acting, case)
        _require_open(case, file)
        arrow = _TAKEN_BY.get(CaseState(case.state), "assign")
        move(case, arrow, actor=acting.actor, assigned_to_id=officer_id(acting))


def put_back(*, acting: ActingAs, case_id: UUID, version: int | None = None) -> None:
    """Give a case back to the queue. Raises as `assign`, and WrongState for a case in other hands."""
    acting = require_officer(acting)
    with together():
        case, file = _in_reach(acting, case_id)
        require_version(case, version)
        require_in_hand(case, file, acting)
        move(case, "put_back", actor=acting.actor, assigned_to=None)


def look_at_person(*, acting: ActingAs, case_id: UUID) -> RequestFile:
    """The request with its particulars; every look is written down. Raises NotAllowed.

    The first look of the officer who has the case in hand begins the review.
    """
    acting = require_officer(acting)
    with together():
        case, file = _in_reach(acting, case_id)
        if case.state == CaseState.ASSIGNED and _in_hand(case, acting):
            move(case, "begin_review", actor=acting.actor)
        record(event="case.person_looked_at", actor=acting.actor, subject=subject_of(case))
        return file


def search_cases(*, acting: ActingAs, typed: str) -> tuple[CaseRow, ...]:
    """What `access.find_cases` finds; that somebody searched is written down, what they typed is not."""
    acting = require_officer(acting)
    found = find_cases(acting, typed)
    record(
        event="case.searched",
        actor=acting.actor,
        subject=Subject("institution", str(acting.institution_id)),
        details={"found": len(found)},
    )
    return found


def approve(
    *,
    acting: ActingAs,
    case_id: UUID,
    version: int,
    reasons: Sequence[str],
    own_words: str = "",
    waivers: Mapping[str, str] | None = None,
) -> str:
    """Approve: the certificate is issued, the decision kept, the applicant told. Returns its number.

    `waivers` gives, for each hindrance by its code, why it is set aside. Raises InvalidInput for missing
    reasons or waivers and for items that cannot be printed; WrongState where the law gives no certificate,
    the case is decided ("case_decided", with by, at and result), closed, changed, or in other hands.
    """
    acting = require_officer(acting)
    with together():
        gathered = _to_decide(acting, case_id, version)
        problems = [*_own_words_problems(own_words), *_waiver_problems(gathered, waivers or {})]
        chosen = _chosen("approved", reasons, problems)
        _waive(gathered, acting, waivers or {})
        decision = write_approval(
            gathered,
            arrow="approve",
            actor=acting.actor,
            reasons=chosen,
            own_words=own_words.strip(),
        )
        return str(decision.certificate_number)


def refuse(
    *, acting: ActingAs, case_id: UUID, version: int, reasons: Sequence[str], own_words: str = ""
) -> None:
    """Refuse, with reasons from the catalogue and own words. Raises as `approve`, short of the waivers."""
    acting = require_officer(acting)
    with together():
        gathered = _to_decide(acting, case_id, version)
        chosen = _chosen("refused", reasons, _own_words_problems(own_words))
        write_refusal(gathered, actor=acting.actor, reasons=chosen, own_words=own_words.strip())


def withdraw_certificate(
    *, acting: ActingAs, case_id: UUID, version: int, reason: str, effective_on: date
) -> None:
    """Withdraw the certificate that was issued in this case, with effect from a day, and close the case.

    Raises WrongState "no_certificate_to_withdraw", and InvalidInput for a missing reason or a day before the
    certificate's first. The decision stays as it was: what became of its certificate stands beside it.
    """
    acting = require_officer(acting)
    with together():
        case, _ = _in_reach(acting, case_id)
        require_version(case, version)
        require_no_party(acting, case)
        decision = Decision.objects.filter(case=case, result="approved").first()
        number, first_day = _certified(case, decision)
        (chosen,) = chosen_reasons("withdrawn", [reason], field="reason")
        if effective_on < first_day:
            day = first_day.isoformat()
            raise InvalidInput([Problem("effective_on", "effective_date_early", {"start": day})])
        withdraw_issued(
            number=number,
            actor=acting.actor,
            reason_code=chosen.code,
            effective_on=effective_on,
        )
        move(
            case,
            "withdraw_certificate",
            actor=acting.actor,
            details={"reason": chosen.code, "effective_on": effective_on.isoformat()},
        )


def set_automation(*, acting: ActingAs, running: bool, host: str | None = None) -> None:
    """Let clear cases through without a person, or stop that at once: for one country of work, or for all.

    For those who lead or administer the institution; NotAllowed for others, InvalidInput for no country.
    """
    acting = require_lead(acting)
    if host is not None and not is_known(host):
        raise InvalidInput([Problem("host", "country_unknown")])
    with together():
        settings = InstitutionSetting.objects.select_for_update()
        setting = settings.filter(pk=acting.institution_id).first()
        if setting is None:
            raise NotAllowed("not_allowed")
        if host is None:
            setting.straight_through = running
        else:
            others = [stopped for stopped in setting.stopped_corridors if stopped != host]
            setting.stopped_corridors = others if running else sorted([*others, host])
        setting.changed_at = clock.now()
        setting.save(update_fields=["straight_through", "stopped_corridors", "changed_at"])
        record(
            event="institution.automation_set",
            actor=acting.actor,
            subject=Subject("institution", setting.pk),
            details={"running": running, "host": host},
        )


def _in_reach(acting: ActingAs, case_id: UUID) -> tuple[Case, RequestFile]:
    case, file = locked(case_id)
    require_in_sight(acting, case)
    return case, file


def _in_hand(case: Case, acting: ActingAs) -> bool:
    return CaseState(case.state).is_open and str(case.assigned_to_id) == acting.actor.person_id


def _require_open(case: Case, file: RequestFile) -> None:
    if case.state == CaseState.DECIDED:
        decision = Decision.objects.get(case=case)
        raise WrongState(
            "case_decided_automatically" if decision.is_automatic else "case_decided",
            by=str(decision.decided_by_id or ""),
            at=decision.decided_at.date().isoformat(),
            result=decision.result,
        )
    if case.state == CaseState.CLOSED:
        raise WrongState("case_closed")
    if not file.is_submitted:
        raise WrongState("request_not_open")


def require_in_hand(case: Case, file: RequestFile, acting: ActingAs) -> None:
    """Raises WrongState where the case is decided, closed, or not in this officer's hands."""
    _require_open(case, file)
    if case.assigned_to_id is None:
        raise WrongState("case_not_in_hand")
    if not _in_hand(case, acting):
        raise WrongState("case_not_yours")


def _certified(case: Case, decision: Decision | None) -> tuple[str, date]:
    """The certificate that stands by this case: its number and first day."""
    if (
        decision
        and decision.certificate_number
        and decision.certified_from
        and case.state == CaseState.DECIDED
    ):
        return decision.certificate_number, decision.certified_from
    raise WrongState("no_certificate_to_withdraw")


def _to_decide(acting: ActingAs, case_id: UUID, version: int) -> Gathered:
    """The case as it stands, if this officer may decide it now on what the page showed."""
    case, file = _in_reach(acting, case_id)
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


def _own_words_problems(own_words: str) -> list[Problem]:
    too_long = len(own_words) > LONGEST_WORDS
    return [Problem("own_words", "own_words_too_long", {"limit": LONGEST_WORDS})] if too_long else []


def _waiver_problems(gathered: Gathered, waivers: Mapping[str, str]) -> list[Problem]:
    problems = []
    for code in _hindering(gathered):
        words = waivers.get(code, "").strip()
        if not words:
            problems.append(Problem(f"waiver-{code}", "waiver_missing"))
        elif len(words) > LONGEST_WORDS:
            problems.append(Problem(f"waiver-{code}", "own_words_too_long", {"limit": LONGEST_WORDS}))
    return problems


def _waive(gathered: Gathered, acting: ActingAs, waivers: Mapping[str, str]) -> None:
    """Keep why each hindrance is set aside."""
    for code in _hindering(gathered):
        Waiver.objects.create(
            case=gathered.case,
            code=code,
            reason=waivers[code].strip(),
            waived_by_id=officer_id(acting),
            waived_at=clock.now(),
        )


def _hindering(gathered: Gathered) -> list[str]:
    return list(dict.fromkeys(finding.code for finding in gathered.hindrances))
