"""What an examiner does with an appeal: somebody who decided nothing in the case."""

from typing import Final
from uuid import UUID

from sojourn.casework.appeals.ending import step
from sojourn.casework.appeals.events import way_back
from sojourn.casework.appeals.letter import write_answer
from sojourn.casework.appeals.models import Appeal
from sojourn.casework.appeals.states import AppealState
from sojourn.casework.asking.turns import require_no_question
from sojourn.casework.asking.writing import written
from sojourn.casework.handling import in_reach, took_part
from sojourn.casework.models import Case
from sojourn.casework.moves import NOT_ALLOWED, move
from sojourn.casework.permissions import officer_id, require_no_party, require_officer
from sojourn.casework.states import CaseState
from sojourn.casework.suspension_events import confirm_after_appeal
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.journal.events import together
from sojourn.parties.acting import ActingAs
from sojourn.requests.for_casework import RequestFile
from sojourn.requests.question_events import tell_applicant

REASONS: Final = ("late", "not_entitled", "no_decision_touched")


def admit(*, acting: ActingAs, appeal_id: UUID) -> None:
    """Take the appeal in hand and open its case again, to look at it as if for the first time. Twice is once.

    Raises NotAllowed for another institution's; WrongState "decided_before" for an officer who decided or signed in
    the case, "own_matter" for a party, "appeal_not_open" once it is answered.
    """
    acting = require_officer(acting)
    with together():
        appeal, case, _ = _in_reach(acting, appeal_id)
        examiner = _require_another(acting, case)
        if appeal.state == AppealState.ADMITTED and appeal.examiner_id == examiner:
            return
        step(appeal, "admit", actor=acting.actor, examiner_id=examiner)
        move(case, "reopen", actor=acting.actor, assigned_to_id=examiner)


def take_over(*, acting: ActingAs, appeal_id: UUID) -> None:
    """Go on with an appeal that a colleague has in hand. Raises as `admit`."""
    acting = require_officer(acting)
    with together():
        appeal, case, _ = _in_reach(acting, appeal_id)
        examiner = _require_another(acting, case)
        if appeal.state != AppealState.ADMITTED or case.state != CaseState.REOPENED:
            raise WrongState("appeal_not_open", state=appeal.state)
        if appeal.examiner_id == examiner:
            return
        appeal.examiner_id = examiner
        appeal.save(update_fields=["examiner"])
        move(case, "hand_on", actor=acting.actor, assigned_to_id=examiner)


def not_admit(*, acting: ActingAs, appeal_id: UUID, reason: str, words: str) -> None:
    """Answer that the appeal is not looked at: it came late, or nobody may make it. The decision stays.

    Raises as `admit`, InvalidInput for no reason of the list ("late" only where it is) and for no words.
    """
    acting = require_officer(acting)
    said = written(words, at="words")
    with together():
        appeal, case, file = _in_reach(acting, appeal_id)
        examiner = _require_another(acting, case)
        problems = [] if said else [Problem("words", "answer_missing")]
        if reason not in REASONS or (reason == "late" and not appeal.is_late):
            problems.append(Problem("reason", "appeal_reason_missing"))
        if problems:
            raise InvalidInput(problems)
        step(appeal, "not_admit", actor=acting.actor, examiner_id=examiner, reason=reason, answer=said)
        _tell(appeal, case, file)


def uphold(*, acting: ActingAs, appeal_id: UUID, version: int, words: str) -> None:
    """Answer that the decision stands, with words that answer the appeal. The case ends as it had ended; a certificate
    that was suspended because its decision was looked at again is confirmed.

    Raises as `admit`, WrongState "case_changed", "case_not_yours" and "question_open_first", InvalidInput for no words.
    """
    acting = require_officer(acting)
    said = written(words, at="words")
    with together():
        appeal, case, file = _in_reach(acting, appeal_id)
        examiner = _require_another(acting, case)
        if appeal.state != AppealState.ADMITTED:
            raise WrongState("appeal_not_open", state=appeal.state)
        if case.version != version:
            raise WrongState("case_changed")
        if case.assigned_to_id != examiner:
            raise WrongState("case_not_yours")
        require_no_question(case)
        if not said:
            raise InvalidInput([Problem("words", "answer_missing")])
        step(appeal, "uphold", actor=acting.actor, answer=said)
        move(case, way_back(case), actor=acting.actor)
        confirm_after_appeal(case=case, file=file, actor=acting.actor)
        _tell(appeal, case, file)


def _tell(appeal: Appeal, case: Case, file: RequestFile) -> None:
    write_answer(appeal, case, file)
    tell_applicant(
        request_id=file.id, letter="appeal_answered", key=f"appeal_answered:{appeal.pk}", page="/appeal"
    )


def _require_another(acting: ActingAs, case: Case) -> UUID:
    require_no_party(acting, case)
    examiner = officer_id(acting)
    if took_part(case, examiner):
        raise WrongState("decided_before")
    return examiner


def _in_reach(acting: ActingAs, appeal_id: UUID) -> tuple[Appeal, Case, RequestFile]:
    """The appeal with its case, locked in the order of all: the request, the cases, the appeal."""
    case_id = Appeal.objects.filter(pk=appeal_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotAllowed(NOT_ALLOWED)
    case, file = in_reach(acting, case_id)
    appeal = Appeal.objects.select_for_update().get(pk=appeal_id)
    appeal.case = case
    return appeal, case, file
