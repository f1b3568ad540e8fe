"""The applicant's papers go with a request that is sent on: copied into the other institution's thread, where it works
here; else named on the package, from which the applicant takes them.

Only what the applicant gave: papers with answers and messages. The institution's own stay, and so does every paper of
a case that only named staff see: whom it is hidden from is for each institution to say.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from sojourn.casework.asking.models import APPLICANT, Attachment, Message, SentAlong
from sojourn.casework.asking.reach import request_in_reach
from sojourn.casework.asking.states import InquiryState
from sojourn.casework.models import Case
from sojourn.casework.moves import subject_of
from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Actor
from sojourn.files.access import read
from sojourn.files.events import keep
from sojourn.journal.events import record
from sojourn.parties.acting import ActingAs
from sojourn.requests.receiving import receiving_name


@dataclass(frozen=True, slots=True)
class PaperAlong:
    """A paper of the request before, for the applicant's package: `reference` is that request's."""

    id: UUID
    reference: str
    size: int
    name: str = field(repr=False)


def papers_to_go(case: Case) -> int:
    """How many papers would go along if the request were sent on; none of a case that only named staff see."""
    return 0 if case.restricted_to is not None else _given(case).count()


def send_along(case: Case, *, to_request: UUID, actor: Actor) -> None:
    """Note that the papers go with the request that was sent on. Again changes nothing.

    Called in the transaction of the forwarding: nothing that comes from outside says which papers go where.
    """
    papers = papers_to_go(case)
    if not papers or SentAlong.objects.filter(request_id=to_request).exists():
        return
    SentAlong.objects.create(request_id=to_request, case=case, sent_at=clock.now())
    record(event="case.papers_sent_on", actor=actor, subject=subject_of(case), details={"papers": papers})


def take_along(case: Case) -> None:
    """Put the papers that came with the request into the thread of its new case, as copies of its own.

    Called where the case is opened. The institution before keeps its own, for as long as its own terms say.
    """
    along = SentAlong.objects.select_related("case").filter(request_id=case.request_id).first()
    papers = list(_given(along.case).select_related("message", "question__inquiry")) if along else []
    if along is None or not papers:
        return
    with override(case.language):
        said = {"institution": receiving_name(along.case.institution_id, case.language)}
        text = _("These papers were given to %(institution)s and came with the request.") % said
    message = Message.objects.create(
        case=case, side=APPLICANT, written_by_id=_giver(papers[-1]), written_at=clock.now(), text=text
    )
    for paper in papers:
        Attachment.objects.create(
            case=case,
            message=message,
            file_id=keep(data=read(paper.file_id), media_type=paper.media_type, kind="attachment"),
            name=paper.name,
            media_type=paper.media_type,
            size=paper.size,
            added_at=paper.added_at,
        )
    record(
        event="case.papers_came",
        actor=SYSTEM,
        subject=subject_of(case),
        details={"papers": len(papers), "from": along.case.institution_id},
    )


def papers_for_package(acting: ActingAs, request_id: UUID) -> tuple[PaperAlong, ...]:
    """The papers that belong into the package of one's own request that was sent on. Raises NotAllowed for others."""
    request_in_reach(acting, request_id, writes=False)
    along = SentAlong.objects.select_related("case").filter(request_id=request_id).first()
    if along is None:
        return ()
    found = _given(along.case)
    return tuple(PaperAlong(each.pk, along.case.reference, each.size, each.name) for each in found)


def _given(case: Case) -> "QuerySet[Attachment]":
    answered = Q(question__inquiry__state=InquiryState.ANSWERED.value, question__inquiry__recipient=APPLICANT)
    given = Q(message__side=APPLICANT) | answered
    return Attachment.objects.filter(given, case=case).order_by("added_at", "pk")


def _giver(paper: Attachment) -> Any:
    """Who gave it: the id of who wrote the message, or sent the answers."""
    if paper.message is not None:
        return paper.message.written_by_id
    return paper.question.inquiry.answered_by_id if paper.question is not None else None
