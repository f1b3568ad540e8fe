"""One case as an officer sees it: everything but the person, who is shown on a look that is written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.auth import get_user_model

from sojourn.casework.asking.established import Standing, standings_in
from sojourn.casework.checks.findings import Finding
from sojourn.casework.content import certifiable_period
from sojourn.casework.followed_view import FollowedView, followed_view
from sojourn.casework.gathering import Gathered, gather, kept_findings
from sojourn.casework.models import Case, CaseQuerySet, Decision, InstitutionSetting
from sojourn.casework.moves import subject_of
from sojourn.casework.officers.access import last_viewed
from sojourn.casework.officers.passing import PassedOnView, passed_on_of
from sojourn.casework.permissions import case_in_sight, cases_in_sight, is_party
from sojourn.casework.reasons import pointed_to
from sojourn.casework.states import CaseState
from sojourn.core.actors import Capacity
from sojourn.engine import Explanation, explain
from sojourn.journal.access import Line, lines_about
from sojourn.parties.acting import ActingAs
from sojourn.requests.for_casework import request_file

MOST_OF_EMPLOYER: Final = 10
# Counting more would read much and say little.
MOST_COUNTED: Final = 1000
# Looks change nothing.
UNTOLD: Final = frozenset({"case.person_looked_at", "case.thread_looked_at", "case.restricted_opened"})


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
    """Another case of the same worker or employer at this institution; its days as certified, else as asked for."""

    reference: str
    host: str
    start: date | None
    end: date | None
    state: CaseState
    certified: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around a case: how its facts stand, how it came here, what else there is of worker and employer.

    `hidden_others`: how many cases of the same worker only others see; `employer_count`: all cases of the employer.
    """

    standings: Mapping[str, Standing]
    passed_on: tuple[PassedOnView, ...]
    others: tuple[OtherCase, ...]
    hidden_others: int
    of_employer: tuple[OtherCase, ...]
    employer_count: int


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case on one screen. `determination` and `findings` are those of today until it is decided, then kept.

    `explanation` tells the determination; None where a decision rests on law data of another day, whose
    sentences stand in the determination itself. `language`: in which the applicant is written to.
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
    around: Surroundings
    lines: tuple[Line, ...]
    names: Mapping[str, str]
    followed: FollowedView | None = None
    is_restricted: bool = False
    viewed_at: datetime | None = None
    viewer: str = ""
    language: str = "en"

    @property
    def news(self) -> list[dict[str, Any]]:
        """What others did since the reader had the case before them last, oldest first: moment, event, name."""
        if self.viewed_at is None:
            return []
        return [
            {"at": line.at, "event": line.event, "name": self.names.get(line.actor.person_id or "", "")}
            for line in self.lines
            if line.at > self.viewed_at and line.actor.person_id != self.viewer and line.event not in UNTOLD
        ]

    @property
    def history(self) -> list[dict[str, Any]]:
        """What happened to the case, newest first: moment, event and the colleague's name."""
        return [
            {"at": line.at, "event": line.event, "name": self.names.get(line.actor.person_id or "", "")}
            for line in reversed(self.lines)
        ]

    @property
    def may_be_put_back(self) -> bool:
        """Whether it can go into the queue again."""
        return self.state in (CaseState.ASSIGNED, CaseState.IN_REVIEW)

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
    case = case_in_sight(acting, reference)
    setting = InstitutionSetting.objects.get(pk=case.institution_id)
    gathered = gather(case, request_file(case.request_id), setting)
    lines = tuple(lines_about(subject_of(case)))
    around = _surroundings(acting, case)
    return _view(acting, gathered, lines, _names(case, lines, around), around, language)


def _view(
    acting: ActingAs,
    gathered: Gathered,
    lines: tuple[Line, ...],
    names: Mapping[str, str],
    around: Surroundings,
    language: str,
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
        around=around,
        lines=lines,
        names=names,
        followed=followed_view(gathered),
        is_restricted=case.restricted_to is not None,
        viewed_at=last_viewed(acting, case.pk),
        viewer=str(acting.person_id),
        language=case.language,
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


def _surroundings(acting: ActingAs, case: Case) -> Surroundings:
    everything = Case.objects.of_person(case.number_index, case.identity_index)
    same_worker = everything.of_institution(case.institution_id).exclude(pk=case.pk)
    seen = same_worker & cases_in_sight(acting)
    employer = cases_in_sight(acting).filter(employer_id=case.employer_id).exclude(pk=case.pk)
    has_employer = case.employer_id is not None
    return Surroundings(
        standings=standings_in(case.pk),
        passed_on=passed_on_of(case),
        others=_others(seen),
        hidden_others=same_worker.filter(restricted_to__isnull=False)
        .exclude(pk__in=seen.values("pk"))
        .count(),
        of_employer=_others(employer, MOST_OF_EMPLOYER) if has_employer else (),
        employer_count=employer[:MOST_COUNTED].count() if has_employer else 0,
    )


def _others(cases: CaseQuerySet, most: int = 20) -> tuple[OtherCase, ...]:
    """The newest by their first day."""
    found = cases.select_related("decision").order_by("-start", "pk")[:most]
    return tuple(map(_other, found))


def _other(case: Case) -> OtherCase:
    decision: Decision | None = getattr(case, "decision", None)
    stands = case.state == CaseState.DECIDED and decision is not None and bool(decision.certificate_number)
    start = decision.certified_from if decision and stands else case.start
    end = decision.certified_until if decision and stands else case.end
    return OtherCase(case.reference, case.host, start, end, CaseState(case.state), stands)


def _names(case: Case, lines: tuple[Line, ...], around: Surroundings) -> dict[str, str]:
    """The names of the colleagues who stand in the case and its history, by id; the address where none is kept."""
    colleagues = [line.actor for line in lines if line.actor.capacity is Capacity.STAFF]
    ids = {actor.person_id for actor in colleagues} | {str(case.assigned_to_id or "")}
    ids |= {str(standing.by) for standing in around.standings.values()}
    ids |= {str(each or "") for passed in around.passed_on for each in (passed.passed_by, passed.passed_to)}
    people = get_user_model().objects.filter(pk__in=[person_id for person_id in ids if person_id])
    return {str(person.pk): person.name or person.email for person in people}
