"""What an applicant does: appeals, with words and papers, or takes the appeal back."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from sojourn.casework.appeals.ending import step
from sojourn.casework.appeals.models import Appeal, AppealPaper
from sojourn.casework.appeals.states import AppealState
from sojourn.casework.asking.attachments import TAKEN, Upload, check_uploads, tidy_name
from sojourn.casework.asking.closing import lapse_open
from sojourn.casework.asking.reach import case_of_applicant
from sojourn.casework.asking.writing import written
from sojourn.casework.models import Case, Decision, InstitutionSetting
from sojourn.casework.moves import NOT_ALLOWED, move, subject_of
from sojourn.casework.states import CaseState
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.files.events import keep
from sojourn.files.media import media_type_of
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs
from sojourn.requests.question_events import tell_applicant

# What somebody can disagree with. A request that was sent on is decided elsewhere; a copy is as it was.
APPEALABLE: Final = frozenset({"approved", "refused", "discontinued", "withdrawn", "cancelled"})


def appeal(
    *, acting: ActingAs, request_id: UUID, key: UUID, words: str, uploads: Sequence[Upload] = ()
) -> UUID:
    """Appeal against the decision that holds on one's own request; the appeal's id. The same `key` is one appeal.

    Nothing changes meanwhile: the decision holds until it is changed. Raises NotAllowed for another's request;
    WrongState "nothing_to_appeal" where there is no decision to disagree with, "appeal_made" where one was made
    against it before; InvalidInput for an empty or too long text and files that are not taken.
    """
    with together():
        case, file = case_of_applicant(acting, request_id)
        known = Appeal.objects.filter(key=key).first()
        if known is not None:
            if known.case_id != case.pk:
                raise NotAllowed(NOT_ALLOWED)
            return known.pk
        decision = appealable(case)
        if decision is None:
            raise WrongState("nothing_to_appeal")
        if Appeal.objects.filter(decision=decision).exists():
            raise WrongState("appeal_made")
        said = written(words, at="words")
        if not said:
            raise InvalidInput([Problem("words", "appeal_words_missing")])
        check_uploads(case, uploads)
        made = _keep(
            acting, case, decision, key, said, InstitutionSetting.objects.get(pk=case.institution_id)
        )
        for upload in uploads:
            _keep_paper(made, upload)
        record(
            event="appeal.received",
            actor=acting.actor,
            subject=subject_of(case),
            details={"late": made.is_late, "papers": len(uploads)},
        )
        tell_applicant(request_id=file.id, letter="appeal_received", key=f"appeal:{made.pk}", page="/appeal")
        return made.pk


def take_back(*, acting: ActingAs, request_id: UUID) -> None:
    """Take one's appeal back before it is answered; the decision stays. Twice is once.

    Raises NotAllowed where there is none, WrongState "appeal_not_open" once it is answered.
    """
    with together():
        case, _ = case_of_applicant(acting, request_id)
        last = Appeal.objects.select_for_update(of=("self",)).filter(case=case).select_related("case")
        made = last.order_by("-received_at").first()
        if made is None:
            raise NotAllowed(NOT_ALLOWED)
        if made.state == AppealState.TAKEN_BACK:
            return
        step(made, "take_back", actor=acting.actor)
        if case.state == CaseState.REOPENED:
            lapse_open(case, actor=SYSTEM)
            move(case, way_back(case), actor=SYSTEM)


def appealable(case: Case) -> Decision | None:
    """The decision that holds, if one can disagree with it now."""
    decision = case.decision
    ended = case.state in (CaseState.DECIDED, CaseState.CLOSED)
    return decision if decision is not None and ended and decision.result in APPEALABLE else None


def way_back(case: Case) -> str:
    """The arrow by which a case goes back that was opened again and whose decision stands."""
    ended = case.decision is not None and case.decision.result in {"withdrawn", "cancelled"}
    return "uphold_ended" if ended else "uphold"


def _keep(
    acting: ActingAs, case: Case, decision: Decision, key: UUID, said: str, setting: InstitutionSetting
) -> Appeal:
    days = setting.read.deadlines.appeal
    last_day = decision.decided_at.date() + timedelta(days=days) if days else None
    made = Appeal(
        case=case,
        decision=decision,
        key=key,
        words=said,
        appealed_by_id=acting.person_id,
        received_at=clock.now(),
        due_on=clock.today() + timedelta(days=setting.days_for(case.kind)),
        is_late=last_day is not None and clock.today() > last_day,
        decided_by_id=decision.decided_by_id,
        signed_by_id=decision.signed_by_id,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise WrongState("appeal_made") from None
    return made


def _keep_paper(made: Appeal, upload: Upload) -> None:
    media_type = media_type_of(upload.data, TAKEN) or ""
    AppealPaper.objects.create(
        appeal=made,
        file_id=keep(data=upload.data, media_type=media_type, kind="attachment"),
        name=tidy_name(upload.name, media_type),
        media_type=media_type,
        size=upload.size,
    )
