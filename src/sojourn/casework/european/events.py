"""What happens to a notification after it was made: sent on paper, agreed with, objected to, asked and answered."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sojourn.casework.asking.writing import written
from sojourn.casework.european.content import ObjectionData, QuestionData
from sojourn.casework.european.models import Delivery, Notice
from sojourn.casework.european.moves import inform_if_told, move_notice, subject_of_notice
from sojourn.casework.european.producing import ask_of, reply_to
from sojourn.casework.european.states import NoticeState
from sojourn.casework.gathering import gather
from sojourn.casework.models import Case, InstitutionSetting
from sojourn.casework.moves import NOT_ALLOWED, locked, require_version
from sojourn.casework.officer_events import require_in_hand
from sojourn.casework.permissions import (
    is_party,
    officer_id,
    require_in_sight,
    require_no_party,
    require_officer,
)
from sojourn.core import clock, countries
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs
from sojourn.requests.packages.words import channel_codes

# A proposal (A001) is answered on the file of the exception; nothing answers what is only told.
ANSWERED_ON_PAPER: Final = frozenset({"A003", "A005"})


@dataclass(frozen=True, slots=True)
class _Held:
    acting: ActingAs
    notice: Notice
    case: Case


def note_notice_sent(
    *, acting: ActingAs, reference: str, delivery_id: UUID, on: date | None, way: str
) -> None:
    """Note that the paper went to an institution that does not work here. Again changes nothing.

    Once each state has been told the clock of a determination begins. Raises NotAllowed; InvalidInput for a day before
    it was made or to come, or an unknown way.
    """
    with together():
        mine = _own(acting, reference)
        delivery = Delivery.objects.filter(notice=mine.notice, pk=delivery_id, here=False).first()
        if delivery is None:
            raise NotAllowed(NOT_ALLOWED)
        if delivery.sent_on is not None:
            return
        problems = _day_problems(on, mine.notice.made_at.date(), "on")
        if way not in channel_codes():
            problems.append(Problem("way", "way_missing"))
        if problems:
            raise InvalidInput(problems)
        delivery.sent_on, delivery.way = on, way
        delivery.save(update_fields=["sent_on", "way"])
        record(
            event="notice.sent",
            actor=mine.acting.actor,
            subject=subject_of_notice(mine.notice),
            details={"way": way, "country": delivery.country},
        )
        inform_if_told(mine.notice, actor=mine.acting.actor)


def answer_determination(
    *, acting: ActingAs, reference: str, agrees: bool, reasons: str = "", legislation: str = ""
) -> None:
    """Agree with a determination that arrived here (A012), or object to it with reasons (A004). Once.

    The other institution's officer then has to look at an objection. Raises NotAllowed for who did not get it;
    WrongState "notice_answered", "notice_step_not_open" for one that asks for no answer; InvalidInput.
    """
    with together():
        mine, delivery = _received(acting, reference)
        if mine.notice.message != "A003":
            raise WrongState("notice_step_not_open", step="answer", state=mine.notice.state)
        _keep_result(mine, delivery, agrees=agrees, reasons=reasons, on=clock.today())
        if agrees:
            reply_to(
                mine.notice,
                "A012",
                sender=delivery.institution_id,
                key=f"agreed:{delivery.pk}",
                actor=mine.acting.actor,
            )
        else:
            if legislation and not countries.is_known(legislation):
                raise InvalidInput([Problem("legislation", "country_unknown")])
            reply_to(
                mine.notice,
                "A004",
                sender=delivery.institution_id,
                key=f"objected:{delivery.pk}",
                actor=mine.acting.actor,
                objection=ObjectionData(reasons=delivery.remarks, legislation=legislation or None),
            )


def record_answer(
    *, acting: ActingAs, reference: str, delivery_id: UUID, agrees: bool, on: date | None, reasons: str = ""
) -> None:
    """Note what a state that does not work here answered on paper: to a determination (A003) whether it agrees, to a
    question (A005) its words, which are `reasons`. Once. Raises as `answer_determination`, and "answer_missing".
    """
    with together():
        mine = _own(acting, reference)
        delivery = Delivery.objects.filter(notice=mine.notice, pk=delivery_id, here=False).first()
        if delivery is None or delivery.sent_on is None or mine.notice.message not in ANSWERED_ON_PAPER:
            raise NotAllowed(NOT_ALLOWED)
        problems = _day_problems(on, delivery.sent_on, "on")
        if mine.notice.message == "A005":
            agrees = True
            problems += [] if reasons.strip() else [Problem("text", "answer_missing")]
        if problems or on is None:
            raise InvalidInput(problems)
        _keep_result(mine, delivery, agrees=agrees, reasons=reasons, on=on)


def settle_objection(*, acting: ActingAs, reference: str) -> None:
    """Note that the objection was looked at: what is done about it stands in the case. Twice is once."""
    with together():
        mine = _own(acting, reference)
        if mine.notice.needs_look:
            mine.notice.needs_look = False
            mine.notice.save(update_fields=["needs_look"])
            record(
                event="notice.looked_into",
                actor=mine.acting.actor,
                subject=subject_of_notice(mine.notice),
            )


def ask_other_state(
    *, acting: ActingAs, case_id: UUID, version: int, country: str, text: str, key: UUID
) -> str:
    """Ask the institution of another state about a case in hand (A005); the notification's reference.

    The same key asks once. Raises NotAllowed, WrongState as for any step of a case, InvalidInput.
    """
    acting = require_officer(acting)
    with together():
        case, file = locked(case_id)
        require_in_sight(acting, case)
        known = Notice.objects.filter(key=f"question:{key}").first()
        if known is not None:
            return known.reference
        require_in_hand(case, file, acting)
        require_version(case, version)
        require_no_party(acting, case)
        said = written(text, at="text")
        problems = [] if said else [Problem("text", "question_missing")]
        setting = InstitutionSetting.objects.get(pk=case.institution_id)
        if not countries.is_known(country) or country == setting.country:
            problems.append(Problem("country", "country_unknown"))
        if problems:
            raise InvalidInput(problems)
        notice = ask_of(
            gather(case, file, setting),
            country=country,
            question=QuestionData(text=said),
            key=f"question:{key}",
            actor=acting.actor,
        )
        return notice.reference


def answer_question(*, acting: ActingAs, reference: str, text: str) -> None:
    """Answer a question that arrived here (A006). Once. Raises NotAllowed, WrongState, InvalidInput."""
    with together():
        mine, delivery = _received(acting, reference)
        if mine.notice.message != "A005":
            raise WrongState("notice_step_not_open", step="answer", state=mine.notice.state)
        said = written(text, at="text")
        if not said:
            raise InvalidInput([Problem("text", "answer_missing")])
        delivery.result, delivery.result_on = "agreed", clock.today()
        delivery.answered_by_id = officer_id(mine.acting)
        delivery.save(update_fields=["result", "result_on", "answered_by"])
        mine.notice.needs_look = True
        mine.notice.save(update_fields=["needs_look"])
        reply_to(
            mine.notice,
            "A006",
            sender=delivery.institution_id,
            key=f"answered:{delivery.pk}",
            actor=mine.acting.actor,
            question=QuestionData(text=said),
        )


def make_final(limit: int = 100) -> int:
    """Make determinations final to which nobody objected in time; how many. Run by the worker."""
    made = 0
    due = Notice.objects.due_to_become_final(clock.today()).values_list("pk", flat=True)[:limit]
    for notice_id in list(due):
        with together():
            notice = Notice.objects.select_for_update().get(pk=notice_id)
            if notice.state == NoticeState.PROVISIONAL:
                move_notice(notice, "become_final", actor=SYSTEM)
                made += 1
    return made


def _own(acting: ActingAs, reference: str) -> _Held:
    """A notification that the officer's institution made, locked with its case."""
    acting = require_officer(acting)
    known = Notice.objects.filter(reference=reference).select_related("case").first()
    if known is None or known.institution_id != acting.institution_id:
        raise NotAllowed(NOT_ALLOWED)
    if known.case.institution_id == acting.institution_id:
        require_in_sight(acting, known.case)
    case, _ = locked(known.case_id)
    return _Held(acting, Notice.objects.select_for_update().get(pk=known.pk), case)


def _received(acting: ActingAs, reference: str) -> tuple[_Held, Delivery]:
    """One that arrived at the officer's institution here, locked; not for a party to the request."""
    acting = require_officer(acting)
    known = Notice.objects.filter(reference=reference).first()
    if known is None:
        raise NotAllowed(NOT_ALLOWED)
    case, _ = locked(known.case_id)
    delivery = (
        Delivery.objects.select_for_update()
        .filter(notice=known, institution_id=str(acting.institution_id), here=True)
        .first()
    )
    if delivery is None:
        raise NotAllowed(NOT_ALLOWED)
    if is_party(acting, case):
        raise WrongState("own_matter")
    if delivery.result:
        raise WrongState("notice_answered")
    return _Held(acting, Notice.objects.select_for_update().get(pk=known.pk), case), delivery


def _keep_result(mine: _Held, delivery: Delivery, *, agrees: bool, reasons: str, on: date) -> None:
    """What one state says. An objection in time makes the determination objected; a late one is a task all the same."""
    if delivery.result:
        raise WrongState("notice_answered")
    said = written(reasons, at="reasons")
    if not agrees and not said:
        raise InvalidInput([Problem("reasons", "objection_unexplained")])
    delivery.result = "agreed" if agrees else "objected"
    delivery.result_on, delivery.remarks = on, said
    delivery.answered_by_id = officer_id(mine.acting)
    delivery.save(update_fields=["result", "result_on", "remarks", "answered_by"])
    notice = mine.notice
    if not agrees:
        if notice.state in (NoticeState.WAITING, NoticeState.PROVISIONAL):
            move_notice(
                notice,
                "object",
                actor=mine.acting.actor,
                details={"country": delivery.country},
                needs_look=True,
            )
            return
        notice.needs_look = True
        notice.save(update_fields=["needs_look"])
    elif notice.state == NoticeState.PROVISIONAL and _all_agree(notice):
        move_notice(notice, "become_final", actor=mine.acting.actor)
    record(
        event="notice.answered",
        actor=mine.acting.actor,
        subject=subject_of_notice(notice),
        details={"result": delivery.result, "country": delivery.country},
    )


def _all_agree(notice: Notice) -> bool:
    return not Delivery.objects.filter(notice=notice).exclude(result="agreed").exists()


def _day_problems(on: date | None, earliest: date, field: str) -> list[Problem]:
    if on is None:
        return [Problem(field, "day_missing")]
    if not earliest <= on <= clock.today():
        return [Problem(field, "day_not_possible", {"limit": earliest.isoformat()})]
    return []
