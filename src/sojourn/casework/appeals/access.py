"""What each side sees of appeals: gives the thing or raises NotAllowed, which tells nothing."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sojourn.casework.appeals.events import appealable
from sojourn.casework.appeals.models import Appeal, AppealPaper, AppealQuerySet
from sojourn.casework.appeals.states import AppealState
from sojourn.casework.asking.reach import request_in_reach
from sojourn.casework.gathering import gather
from sojourn.casework.handling import took_part
from sojourn.casework.models import Case, Decision, InstitutionSetting
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.casework.permissions import cases_in_sight, is_party, officer_id, require_officer
from sojourn.core import clock
from sojourn.core.errors import NotAllowed
from sojourn.files.access import read
from sojourn.parties.acting import ActingAs
from sojourn.requests.for_casework import request_file

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class PaperView:
    """A file that came with an appeal: its name, type and size in bytes."""

    id: UUID
    name: str = field(repr=False)
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class AppealRow:
    """An appeal in a list: nothing in it names a person of the request."""

    id: UUID
    reference: str
    kind: str
    host: str
    state: AppealState
    received_at: datetime
    due_on: date
    is_late: bool
    examiner: str

    @property
    def is_overdue(self) -> bool:
        """Whether the day on which it should be answered has passed."""
        return self.state.is_open and self.due_on < clock.today()


@dataclass(frozen=True, slots=True)
class AppealView:
    """An appeal on one page. `law_then` and `law_now`: the law's answers on the day of the decision and today;
    `same_law`: whether the law data are the same. `why_not`: why the reader may not examine it, "" if they may."""

    row: AppealRow
    case_id: UUID
    version: int
    decided_on: date
    result: str
    reasons: tuple[str, ...]
    law_then: Any
    law_now: Any
    same_law: bool
    mine: bool
    why_not: str
    reason: str
    papers: tuple[PaperView, ...]
    words: str = field(repr=False, default="")
    answer: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class OwnAppeal:
    """What the applicant sees: whether one can appeal now, and the appeals made, newest first."""

    may_appeal: bool
    until: date | None
    made: tuple["AppealOfApplicant", ...]


@dataclass(frozen=True, slots=True)
class AppealOfApplicant:
    """One appeal as its applicant sees it."""

    state: AppealState
    received_at: datetime
    due_on: date
    reason: str
    papers: tuple[PaperView, ...]
    words: str = field(repr=False, default="")
    answer: str = field(repr=False, default="")


def appeals_of(acting: ActingAs) -> tuple[AppealRow, ...]:
    """The open appeals of the institution, what is due first on top. Raises NotAllowed for anyone but its staff."""
    found = _seen(acting).open().order_by("due_on", "received_at", "pk")[:MOST_SHOWN]
    return tuple(map(_row, found))


def appeal_of_case(acting: ActingAs, reference: str) -> AppealRow | None:
    """The newest appeal in a case; None where there is none. Raises NotAllowed."""
    found = _seen(acting).filter(case__reference=reference).order_by("-received_at").first()
    return _row(found) if found else None


def appeal_for(acting: ActingAs, appeal_id: UUID) -> AppealView:
    """One appeal with the law of the day and the law of today. Raises NotAllowed for another institution's."""
    found = _seen(acting).select_related("decision").filter(pk=appeal_id).first()
    if found is None:
        raise NotAllowed(NOT_ALLOWED)
    case, decision = found.case, found.decision
    setting = InstitutionSetting.objects.get(pk=case.institution_id)
    gathered = gather(case, request_file(case.request_id), setting)
    person = officer_id(acting)
    why_not = "own_matter" if is_party(acting, case) else ""
    return AppealView(
        row=_row(found),
        case_id=case.pk,
        version=case.version,
        decided_on=decision.decided_at.date(),
        result=decision.result,
        reasons=tuple(decision.reasons),
        law_then=decision.determination,
        law_now=gathered.facts.determination,
        same_law=decision.law_version == gathered.law.version,
        mine=found.examiner_id == person,
        why_not=why_not or ("decided_before" if took_part(case, person) else ""),
        reason=found.reason,
        papers=_papers(found),
        words=found.words,
        answer=found.answer,
    )


def appeals_of_request(acting: ActingAs, request_id: UUID) -> OwnAppeal:
    """The appeals about one's own request. Raises NotAllowed for any other."""
    request = request_in_reach(acting, request_id, writes=False)
    case = Case.objects.select_related("decision").filter(request_id=request_id).first()
    if case is None:
        return OwnAppeal(False, None, ())
    made = list(Appeal.objects.filter(case=case).prefetch_related("papers").order_by("-received_at"))
    decision = appealable(case)
    new = decision is not None and not any(each.decision_id == decision.pk for each in made)
    return OwnAppeal(
        may_appeal=new and acting.may_hand_in(request.kind),
        until=_last_day(case, decision) if new and decision is not None else None,
        made=tuple(
            AppealOfApplicant(
                state=AppealState(each.state),
                received_at=each.received_at,
                due_on=each.due_on,
                reason=each.reason,
                papers=_papers(each),
                words=each.words,
                answer=each.answer,
            )
            for each in made
        ),
    )


def _last_day(case: Case, decision: Decision) -> date | None:
    """The last day to appeal, where the institution has set one."""
    days = InstitutionSetting.objects.get(pk=case.institution_id).read.deadlines.appeal
    return decision.decided_at.date() + timedelta(days=days) if days else None


def paper_of_officer(acting: ActingAs, appeal_id: UUID, paper_id: UUID) -> tuple[PaperView, bytes]:
    """A paper of an appeal. Raises NotAllowed for another institution's."""
    return _opened(
        AppealPaper.objects.filter(appeal__in=_seen(acting), appeal_id=appeal_id, pk=paper_id).first()
    )


def paper_of_applicant(acting: ActingAs, request_id: UUID, paper_id: UUID) -> tuple[PaperView, bytes]:
    """A paper of one's own appeal. Raises NotAllowed for any other."""
    request_in_reach(acting, request_id, writes=False)
    return _opened(AppealPaper.objects.filter(appeal__case__request_id=request_id, pk=paper_id).first())


def _opened(paper: AppealPaper | None) -> tuple[PaperView, bytes]:
    if paper is None:
        raise NotAllowed(NOT_ALLOWED)
    return _paper(paper), read(paper.file_id)


def _seen(acting: ActingAs) -> AppealQuerySet:
    acting = require_officer(acting)
    cases = cases_in_sight(acting)
    return Appeal.objects.filter(case__in=cases).select_related("case", "examiner")


def _papers(appeal: Appeal) -> tuple[PaperView, ...]:
    return tuple(_paper(each) for each in appeal.papers.all())


def _paper(paper: AppealPaper) -> PaperView:
    return PaperView(paper.pk, paper.name, paper.media_type, paper.size)


def _row(appeal: Appeal) -> AppealRow:
    case = appeal.case
    return AppealRow(
        id=appeal.pk,
        reference=case.reference,
        kind=case.kind,
        host=case.host,
        state=AppealState(appeal.state),
        received_at=appeal.received_at,
        due_on=appeal.due_on,
        is_late=appeal.is_late,
        examiner=(appeal.examiner.name or appeal.examiner.email) if appeal.examiner else "",
    )
