"""One case as an officer sees it: everything but the person, who is shown on a look that is written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from sojourn.casework.checks.findings import Finding
from sojourn.casework.content import certifiable_period
from sojourn.casework.followed_view import FollowedView, followed_view
from sojourn.casework.gathering import Gathered, gather, kept_findings
from sojourn.casework.models import Case, Decision, InstitutionSetting
from sojourn.casework.moves import NOT_ALLOWED, subject_of
from sojourn.casework.permissions import is_party, require_officer
from sojourn.casework.reasons import pointed_to
from sojourn.casework.states import CaseState
from sojourn.core.actors import Capacity
from sojourn.core.errors import NotAllowed
from sojourn.engine import Explanation, explain
from sojourn.journal.access import Line, lines_about
from sojourn.parties.acting import ActingAs
from sojourn.requests.for_casework import request_file


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What was decided, by whom (empty: by no person), what it rests on, and which hindrances were set aside."""

    result: str
    reasons: tuple[str, ...]
    own_words: str
    remedy: str
    decided_by: str
    decided_at: datetime
    is_automatic: bool
    law_version: str
    checks_version: str
    certificate_number: str | None
    certified_from: date | None
    certified_until: date | None
    waivers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OtherCase:
    """Another case of the same worker at this institution."""

    reference: str
    host: str
    start: date | None
    end: date | None
    state: CaseState


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case on one screen. `determination` and `findings` are those of today until it is decided, then kept.

    `explanation` tells the determination; None where a decision rests on law data of another day, whose
    sentences stand in the determination itself.
    """

    id: UUID
    reference: str
    version: int
    state: CaseState
    kind: str
    host: str
    country: str
    start: date | None
    end: date | None
    opened_at: datetime
    due_on: date
    assigned_to: str
    in_my_hands: bool
    my_own_matter: bool
    applicant_kind: str
    situation: Mapping[str, Any]
    determination: Mapping[str, Any]
    explanation: Explanation | None
    findings: tuple[Finding, ...]
    may_be_approved: bool
    approval_reasons: tuple[str, ...]
    refusal_reasons: tuple[str, ...]
    decision: DecisionView | None
    others: tuple[OtherCase, ...]
    lines: tuple[Line, ...]
    names: Mapping[str, str]
    followed: FollowedView | None = None

    @property
    def history(self) -> list[dict[str, Any]]:
        """What happened to the case, newest first: moment, event and the colleague's name."""
        return [
            {"at": line.at, "event": line.event, "name": self.names.get(line.actor.person_id or "", "")}
            for line in reversed(self.lines)
        ]

    @property
    def hindrances(self) -> tuple[Finding, ...]:
        """What keeps the case from being approved without a waiver."""
        return tuple(finding for finding in self.findings if finding.hinders)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is worth knowing and hinders nothing."""
        return tuple(finding for finding in self.findings if not finding.hinders)


def case_for(acting: ActingAs, reference: str, language: str = "en") -> CaseView:
    """The case under this reference, told in `language`. Raises NotAllowed for another institution's."""
    acting = require_officer(acting)
    case = (
        Case.objects.of_institution(str(acting.institution_id))
        .select_related("decision")
        .filter(reference=reference)
        .first()
    )
    if case is None:
        raise NotAllowed(NOT_ALLOWED)
    setting = InstitutionSetting.objects.get(pk=case.institution_id)
    gathered = gather(case, request_file(case.request_id), setting)
    lines = tuple(lines_about(subject_of(case)))
    return _view(acting, gathered, lines, _names(case, lines), language)


def _view(
    acting: ActingAs, gathered: Gathered, lines: tuple[Line, ...], names: Mapping[str, str], language: str
) -> CaseView:
    case, facts = gathered.case, gathered.facts
    decision: Decision | None = getattr(case, "decision", None)
    determination = decision.determination if decision else facts.determination
    findings = gathered.findings if decision is None else kept_findings(case)
    state = CaseState(case.state)
    return CaseView(
        id=case.pk,
        reference=case.reference,
        version=case.version,
        state=state,
        kind=case.kind,
        host=case.host,
        country=facts.country,
        start=case.start,
        end=case.end,
        opened_at=case.opened_at,
        due_on=case.due_on,
        assigned_to=names.get(str(case.assigned_to_id), ""),
        in_my_hands=state.is_open and str(case.assigned_to_id) == acting.actor.person_id,
        my_own_matter=is_party(acting, case),
        applicant_kind=facts.applicant_kind,
        situation=facts.situation,
        determination=determination,
        explanation=_explanation(gathered, decision, language),
        findings=findings,
        may_be_approved=certifiable_period(facts) is not None,
        approval_reasons=tuple(pointed_to("approved", determination, findings)),
        refusal_reasons=tuple(pointed_to("refused", determination, findings)),
        decision=_decision(case, decision, names) if decision else None,
        others=_others(case),
        lines=lines,
        names=names,
        followed=followed_view(gathered),
    )


def _explanation(gathered: Gathered, decision: Decision | None, language: str) -> Explanation | None:
    """Told anew where the law data are the same, which give the same answer: so in the reader's language."""
    if decision is not None and decision.law_version != gathered.law.version:
        return None
    return explain(gathered.determination, gathered.law, language)


def _decision(case: Case, decision: Decision, names: Mapping[str, str]) -> DecisionView:
    return DecisionView(
        result=decision.result,
        reasons=tuple(decision.reasons),
        own_words=decision.own_words,
        remedy=decision.remedy,
        decided_by=names.get(str(decision.decided_by_id), ""),
        decided_at=decision.decided_at,
        is_automatic=decision.is_automatic,
        law_version=decision.law_version,
        checks_version=decision.checks_version,
        certificate_number=decision.certificate_number,
        certified_from=decision.certified_from,
        certified_until=decision.certified_until,
        waivers={waiver.code: waiver.reason for waiver in case.waivers.all()},
    )


def _others(case: Case) -> tuple[OtherCase, ...]:
    others = (
        Case.objects.of_person(case.number_index, case.identity_index)
        .of_institution(case.institution_id)
        .exclude(pk=case.pk)
        .order_by("-start", "pk")
    )
    return tuple(
        OtherCase(other.reference, other.host, other.start, other.end, CaseState(other.state))
        for other in others[:20]
    )


def _names(case: Case, lines: tuple[Line, ...]) -> dict[str, str]:
    """The names of the colleagues who stand in the case and its history, by id; the address where none is kept."""
    colleagues = [line.actor for line in lines if line.actor.capacity is Capacity.STAFF]
    ids = {actor.person_id for actor in colleagues} | {str(case.assigned_to_id or "")}
    people = get_user_model().objects.filter(pk__in=[person_id for person_id in ids if person_id])
    return {str(person.pk): person.name or person.email for person in people}
