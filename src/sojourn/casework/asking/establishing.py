"""Establishing a fact: from an answer, or from what an officer has seen or heard, with source and reason.

What was declared stays as it was sent. The engine determines with the new fact, the checks are run anew, and the
applicant is told where the answer of the law turns. On a decided case nothing but the finding is kept: whether the
certificate has to be corrected is decided by people, in a step of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sojourn.casework.asking.difference import (
    Difference,
    certificate_in_force,
    difference_with,
    require_readable,
)
from sojourn.casework.asking.established import SOURCES, as_established, established_in
from sojourn.casework.asking.models import DisputedFact, EstablishedFact, Question
from sojourn.casework.asking.reach import case_of_officer
from sojourn.casework.asking.writing import written
from sojourn.casework.gathering import gather, keep_findings, stated_facts
from sojourn.casework.handling import require_in_hand
from sojourn.casework.models import Case, InstitutionSetting
from sojourn.casework.moves import require_version, subject_of
from sojourn.casework.permissions import cases_in_sight, officer_id, require_no_party, require_officer
from sojourn.casework.restricted.groups import group_for
from sojourn.casework.searching.keeping import write_keys
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs
from sojourn.requests.amending import amended_answers, value_of
from sojourn.requests.answers import Answers
from sojourn.requests.entry import Typed
from sojourn.requests.for_casework import RequestFile, request_file
from sojourn.requests.question_events import tell_applicant

LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """What somebody found: the fact, its value as typed, from what, and why it is taken over the declared one."""

    fact: str
    typed: Typed = field(repr=False)
    source: str
    reason: str = field(repr=False, default="")
    question: Question | None = None
    key: UUID | None = None


def set_fact(
    *,
    acting: ActingAs,
    case_id: UUID,
    version: int,
    key: UUID,
    fact: str,
    typed: Typed,
    source: str,
    reason: str,
) -> Difference:
    """Take something as the fact in place of what was declared, and check anew; returns what it changed.

    `key` comes from the form: the same key again sets nothing anew. In an open case for the officer who has it in
    hand; in a decided one, whose certificate it may make wrong, for each officer who is no party. Raises NotAllowed;
    InvalidInput for what cannot be read as an answer and for a missing source or reason; WrongState as `approve`.
    """
    acting = require_officer(acting)
    with together():
        case, file = case_of_officer(acting, case_id)
        if EstablishedFact.objects.filter(case=case, creation_key=key).exists():
            return difference_with(acting, case.reference, fact, typed, "en")
        _require_may_say(acting, case, file, version)
        said = _checked(file, fact, typed, source, reason)
        difference = difference_with(acting, case.reference, fact, typed, "en")
        keep_established(acting, case, file, Finding(fact, typed, source, said, key=key))
        if difference.turns_answer and not difference.certificate:
            tell_applicant(request_id=file.id, letter="fact_established", key=f"fact:{key}")
        return difference


def dispute_fact(*, acting: ActingAs, case_id: UUID, version: int, fact: str, reason: str) -> None:
    """Mark a fact as in doubt, with the reason, until it is established. Twice is once. Raises as `set_fact`."""
    acting = require_officer(acting)
    with together():
        case, file = case_of_officer(acting, case_id)
        if DisputedFact.objects.filter(case=case, fact=fact, settled_at__isnull=True).exists():
            return
        _require_may_say(acting, case, file, version)
        said = _checked_reason(reason)
        known = load_facts().get(fact)
        if known is None or known.matter_for(Applicant(file.applicant_kind)) is None:
            raise InvalidInput([Problem("fact", "fact_unknown")])
        DisputedFact.objects.create(
            case=case, fact=fact, reason=said, raised_by_id=officer_id(acting), raised_at=clock.now()
        )
        case.version += 1
        case.save(update_fields=["version"])
        details = {"fact": _as_code(fact)}
        record(event="case.fact_disputed", actor=acting.actor, subject=subject_of(case), details=details)


def answers_now(acting: ActingAs, reference: str, typed: Mapping[str, Typed] | None = None) -> Answers:
    """The answers of the request with what was established, and what was typed laid over: to draw a field from.

    They name people: the caller writes the look down. Raises NotAllowed, and InvalidInput for unknown questions.
    """
    case = cases_in_sight(acting).filter(reference=reference).first()
    if case is None:
        raise NotAllowed("not_allowed")
    file = request_file(case.request_id)
    return amended_answers(file, {**established_in(case.pk), **(typed or {})}, load_facts())


def keep_established(acting: ActingAs, case: Case, file: RequestFile, finding: Finding) -> None:
    """Keep the fact, settle what was in doubt about it, run the checks anew. The caller has asked whether it may."""
    declared, after = value_of(file, finding.fact, finding.typed)
    EstablishedFact.objects.create(
        case=case,
        fact=finding.fact,
        typed=finding.typed,
        question=finding.question,
        creation_key=finding.key,
        source=finding.source,
        reason=finding.reason or None,
        confirms=declared == after,
        set_by_id=officer_id(acting),
        set_at=clock.now(),
    )
    DisputedFact.objects.filter(case=case, fact=finding.fact, settled_at__isnull=True).update(
        settled_at=clock.now()
    )
    if certificate_in_force(case):
        case.version += 1
        case.save(update_fields=["version"])
    else:
        _take_over(case, file)
    record(
        event="case.fact_established",
        actor=acting.actor,
        subject=subject_of(case),
        details={"fact": _as_code(finding.fact), "source": finding.source, "confirms": declared == after},
    )


def _require_may_say(acting: ActingAs, case: Case, file: RequestFile, version: int) -> None:
    if not certificate_in_force(case):
        require_in_hand(case, file, acting)
    require_version(case, version)
    require_no_party(acting, case)


def _checked(file: RequestFile, fact: str, typed: Typed, source: str, reason: str) -> str:
    """The reason, if everything can be kept; what is wrong with any is told together."""
    problems: list[Problem] = []
    said = ""
    try:
        require_readable(file, fact, typed)
    except InvalidInput as error:
        problems += error.problems
    if source not in SOURCES:
        problems.append(Problem("source", "source_missing"))
    try:
        said = _checked_reason(reason)
    except InvalidInput as error:
        problems += error.problems
    if problems:
        raise InvalidInput(problems)
    return said


def _checked_reason(reason: str) -> str:
    said = written(reason, at="reason", longest=LONGEST_REASON)
    if not said:
        raise InvalidInput([Problem("reason", "fact_reason_missing")])
    return said


def _take_over(case: Case, file: RequestFile) -> None:
    """What lists and look-ups show of the case follows the fact; its checks are run anew."""
    setting = InstitutionSetting.objects.get(pk=case.institution_id)
    now = as_established(case.pk, file)
    facts = stated_facts(now, setting)
    case.host, case.start, case.end = facts.host, facts.asked_start, facts.asked_end
    case.number_index, case.identity_index = now.ssn_index, now.person_index
    case.restricted_to = case.restricted_to or group_for(
        case.institution_id, case.number_index, case.identity_index
    )
    case.version += 1
    case.save(
        update_fields=["host", "start", "end", "number_index", "identity_index", "restricted_to", "version"]
    )
    write_keys(case, now.particulars)
    keep_findings(case, gather(case, file, setting).findings)


def _as_code(fact: str) -> str:
    return fact.replace("[", ".").replace("]", "")
