"""What happens to a case without a person: it is opened, checked, decided or queued, closed.

What officers do stands in `officer_events.py`.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sojourn.casework.asking.along import take_along
from sojourn.casework.asking.closing import lapse_open
from sojourn.casework.checks.findings import Finding, hindrance
from sojourn.casework.deciding import write_approval
from sojourn.casework.exceptions.closing import end_open_exchanges
from sojourn.casework.gathering import gather, keep_findings, stated_facts
from sojourn.casework.models import Case, InstitutionSetting
from sojourn.casework.moves import locked, move, setting_of, subject_of
from sojourn.casework.proving import prove
from sojourn.casework.reasons import chosen_reasons
from sojourn.casework.restricted.groups import group_for
from sojourn.casework.sampling.drawing import draw
from sojourn.casework.searching.keeping import write_keys
from sojourn.casework.signing.lapsing import lapse_open_proposal
from sojourn.casework.states import CaseState
from sojourn.casework.surroundings import workplace_index
from sojourn.casework.switch import hold_switch
from sojourn.casework.waiting import is_rush
from sojourn.certificates.orders.events import passes_by_itself
from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Actor, Subject
from sojourn.engine import load_law
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs
from sojourn.requests.events import hand_in, withdraw
from sojourn.requests.for_casework import RequestFile, request_file
from sojourn.requests.packages.events import pack

logger = logging.getLogger(__name__)

TRIES: Final = 3
PAUSE: Final = timedelta(minutes=2)
AUTOMATIC_REASON: Final = "conditions_met"
AUTOMATIC_REASONS: Final = {
    "extension": "extended_within_law",
    "correction": "put_right",
    "early_end": "ended_early",
}


@dataclass(frozen=True, slots=True)
class TakenUp:
    """Where a case stands after it was taken up. `waits` is true where an officer has to look."""

    case_id: UUID
    state: CaseState
    certificate_number: str | None

    @property
    def waits(self) -> bool:
        return self.state.is_open


def set_up_institution(
    *,
    institution_id: str,
    actor: Actor,
    straight_through: bool = True,
    accepted_confidence: str = "medium",
) -> None:
    """Let this service decide for an institution that the law data know. Again changes nothing.

    Raises KeyError for an institution that the law data do not know.
    """
    country = load_law().institutions[institution_id].country
    with together():
        _, made = InstitutionSetting.objects.get_or_create(
            pk=institution_id,
            defaults={
                "country": country,
                "straight_through": straight_through,
                "accepted_confidence": accepted_confidence,
                "changed_at": clock.now(),
            },
        )
        if made:
            record(
                event="institution.set_up",
                actor=actor,
                subject=Subject("institution", institution_id),
                details={"straight_through": straight_through},
            )


def hand_in_and_take_up(*, acting: ActingAs, request_id: UUID, key: str, declared: bool) -> TakenUp | None:
    """Hand the request in, then take its case up at once and make the proof of application.

    The three are separate transactions: once handed in it stays so, whatever becomes of the case; should the
    process die between them, or very many have come at once, `working_off` finds the request. None where nothing is
    known of a case yet.
    Raises what `requests.events.hand_in` raises.
    """
    hand_in(acting=acting, request_id=request_id, key=key, declared=declared)
    return take_up_at_once(request_id=request_id)


def take_up_at_once(*, request_id: UUID) -> TakenUp | None:
    """Take up what was just handed in and prove it, unless very many wait; what fails is left to `working_off`."""
    try:
        if is_rush():
            return None
        taken_up = take_up(request_id=request_id)
        prove(request_id)
    except Exception:
        logger.exception("Request %s was handed in and could not be taken up", request_id)
        return None
    return taken_up


def withdraw_and_close(*, acting: ActingAs, request_id: UUID) -> None:
    """Withdraw the request and close its case with it. Raises what `requests.events.withdraw` raises."""
    with together():
        withdraw(acting=acting, request_id=request_id)
        case = Case.objects.filter(request_id=request_id).first()
        if case is not None:
            close_withdrawn(case.pk)


def take_up(*, request_id: UUID) -> TakenUp | None:
    """Open the case of a request that was handed in, and decide it if it is clear, else queue it.

    Safe to repeat and to run twice at once: one case, one decision, one certificate. None where nothing was handed
    in, or the institution is not hosted here: the request then becomes a package that the applicant sends.
    A technical failure leaves the case to be tried
    again by `working_off`, and after some tries to an officer.
    """
    case_id = _open_case(request_id)
    if case_id is None:
        pack_if_elsewhere(request_id)
        return None
    try:
        decided = _decide_or_queue(case_id)
        if decided is not None:
            return decided
    except Exception as error:
        logger.exception("Taking up case %s failed", case_id)
        # A person could not write the decision down either.
        _count_failure(case_id, only_later=passes_by_itself(error))
    case = Case.objects.select_related("decision").get(pk=case_id)
    decision = case.decision
    return TakenUp(case.pk, CaseState(case.state), decision.certificate_number if decision else None)


def pack_if_elsewhere(request_id: UUID) -> None:
    """Make the package of a request whose institution is not hosted here. Again changes nothing."""
    file = request_file(request_id)
    if Case.objects.filter(request_id=request_id).exists():
        return
    setting = setting_of(file.institution_id)
    if setting is None or not _takes(setting, file):
        pack(request_id=request_id)


def _open_case(request_id: UUID) -> UUID | None:
    with together():
        file = request_file(request_id, lock=True)
        known = next(iter(Case.objects.filter(request_id=request_id).values_list("pk", flat=True)), None)
        if known is not None:
            return known
        setting = setting_of(file.institution_id)
        if setting is None or not file.is_submitted or not _takes(setting, file):
            return None
        case = _new_case(file, setting)
        case.save(force_insert=True)
        write_keys(case, file.particulars)
        take_along(case)
        record(event="case.opened", actor=SYSTEM, subject=subject_of(case))
        return case.pk


def _takes(setting: InstitutionSetting, file: RequestFile) -> bool:
    """Whether the request is decided here. A certificate that was issued here can be changed nowhere else."""
    follows_case = file.follows_id is not None and Case.objects.filter(request_id=file.follows_id).exists()
    return follows_case or setting.takes(stated_facts(file, setting).host, file.kind)


def _new_case(file: RequestFile, setting: InstitutionSetting) -> Case:
    facts = stated_facts(file, setting)
    return Case(
        request_id=file.id,
        institution_id=setting.pk,
        reference=file.reference,
        kind=file.kind,
        host=facts.host,
        start=facts.asked_start,
        end=facts.asked_end,
        employer_id=file.employer_id,
        requester_id=file.requester_id,
        number_index=file.ssn_index,
        identity_index=file.person_index,
        workplace_index=workplace_index(facts.host, file.particulars),
        language=file.language,
        restricted_to=group_for(setting.pk, file.ssn_index, file.person_index),
        opened_at=clock.now(),
        due_on=file.handed_in_at.date() + timedelta(days=setting.days_for(file.kind)),
    )


def _decide_or_queue(case_id: UUID) -> TakenUp | None:
    """Where the case stands once that is kept; None where others have it in hand or it was withdrawn."""
    with together():
        case, file = locked(case_id)
        if case.state != CaseState.NEW or case.checked_at is not None:
            return None
        if not file.is_submitted:
            move(case, "close_withdrawn", actor=SYSTEM, assigned_to=None)
            return None
        hold_switch(case.institution_id)
        setting = InstitutionSetting.objects.get(pk=case.institution_id)
        gathered = gather(case, file, setting)
        automation = setting.lets_through(case.host, case.kind)
        if automation and not gathered.hindrances:
            decision = write_approval(
                gathered,
                arrow="decide_automatically",
                reasons=chosen_reasons("approved", [AUTOMATIC_REASONS.get(case.kind, AUTOMATIC_REASON)]),
            )
            draw(decision, case, setting)
            number = decision.certificate_number
        else:
            _queue(case, gathered.findings, automation=automation)
            number = None
    return TakenUp(case.pk, CaseState(case.state), number)


def _queue(case: Case, findings: Sequence[Finding], *, automation: bool) -> None:
    keep_findings(case, findings)
    case.checked_at = clock.now()
    case.version += 1
    case.save(update_fields=["checked_at", "version"])
    record(
        event="case.queued",
        actor=SYSTEM,
        subject=subject_of(case),
        details={"hindrances": sum(finding.hinders for finding in findings), "automation": automation},
    )


def _count_failure(case_id: UUID, *, only_later: bool) -> None:
    """After a technical failure: try again later, or leave it to a person when trying does not help."""
    with together():
        case, _ = locked(case_id)
        if case.state != CaseState.NEW or case.checked_at is not None:
            return
        case.failures += not only_later
        case.next_try_at = clock.now() + PAUSE * max(case.failures, 1)
        case.save(update_fields=["failures", "next_try_at"])
        if case.failures >= TRIES:
            _queue(case, [hindrance("automation_failed")], automation=False)


def close_withdrawn(case_id: UUID) -> None:
    """Close the case of a request that was withdrawn. Again changes nothing."""
    with together():
        case, file = locked(case_id)
        if CaseState(case.state).is_open and not file.is_submitted:
            lapse_open(case, actor=SYSTEM)
            end_open_exchanges(case, because="request_withdrawn", actor=SYSTEM)
            lapse_open_proposal(case)
            end_open_exchanges(case, because="request_withdrawn", actor=SYSTEM)
            move(case, "close_withdrawn", actor=SYSTEM, assigned_to=None)
