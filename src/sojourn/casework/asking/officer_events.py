"""What an officer does: asks with a deadline, gives more time, goes on without an answer, establishes a fact."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sojourn.casework.asking.answering import is_empty
from sojourn.casework.asking.catalogue import known_questions, questions_for_worker, workers_may_say
from sojourn.casework.asking.closing import end_inquiry
from sojourn.casework.asking.established import ANSWER
from sojourn.casework.asking.establishing import Finding, keep_established
from sojourn.casework.asking.models import APPLICANT, WORKER, EstablishedFact, Inquiry, Question
from sojourn.casework.asking.reach import case_of_officer, open_inquiry
from sojourn.casework.asking.states import InquiryState
from sojourn.casework.asking.telling import tell_asked
from sojourn.casework.asking.turns import begin_turn, end_turn
from sojourn.casework.asking.worker_links import Address, address_for, link_to_worker
from sojourn.casework.asking.working_days import day_to_remind, last_day
from sojourn.casework.asking.writing import written
from sojourn.casework.handling import require_in_hand
from sojourn.casework.models import InstitutionSetting
from sojourn.casework.moves import NOT_ALLOWED, require_version, subject_of
from sojourn.casework.permissions import officer_id, require_no_party, require_officer
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs

LONGEST_QUESTION: Final = 1000


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question in the officer's own words: the fact that is wanted anew, or that a file is."""

    words: str = field(repr=False)
    fact: str = ""
    wants_file: bool = False


def ask(
    *,
    acting: ActingAs,
    case_id: UUID,
    version: int,
    key: UUID,
    codes: Sequence[str],
    own: OwnQuestion | None = None,
    working_days: int,
    remind: bool = True,
    worker: Address | None = None,
) -> None:
    """Send questions of the catalogue, or one in own words, or both, with a last day counted in working days.

    `key` comes from the form: the same key again asks nothing. The case then waits for the applicant, who is told
    by e-mail if wanted; a case that was opened again stays so, and is not decided before the question ends.
    `worker`: the worker is asked instead, by a link to this address; what an employer alone may state cannot be asked.
    Raises NotAllowed; WrongState "question_open" while one waits for the same side, and as `approve` does for a case
    that is not in hand; InvalidInput without a question, for unknown ones, for the number of days and the address.
    """
    acting = require_officer(acting)
    recipient = WORKER if worker is not None else APPLICANT
    with together():
        case, file = case_of_officer(acting, case_id)
        if Inquiry.objects.filter(case=case, creation_key=key).exists():
            return
        if Inquiry.objects.open().filter(case=case, recipient=recipient).exists():
            raise WrongState("question_open")
        require_in_hand(case, file, acting)
        require_version(case, version)
        require_no_party(acting, case)
        address = address_for(file, worker) if worker is not None else None
        questions = _questions(codes, own, Applicant(file.applicant_kind), recipient)
        country = InstitutionSetting.objects.get(pk=case.institution_id).country
        due_on = last_day(clock.today(), working_days, country)
        remind_on = day_to_remind(due_on, country)
        inquiry = Inquiry.objects.create(
            case=case,
            recipient=recipient,
            creation_key=key,
            asked_by_id=officer_id(acting),
            asked_at=clock.now(),
            working_days=working_days,
            due_on=due_on,
            remind_on=remind_on if remind and remind_on > clock.today() else None,
        )
        for position, question in enumerate(questions):
            question.inquiry, question.position = inquiry, position
            question.save(force_insert=True)
        begin_turn(
            inquiry, case, actor=acting.actor, details={"questions": len(questions), "days": working_days}
        )
        _send(inquiry, address)


def _send(inquiry: Inquiry, address: Address | None) -> None:
    """The link to the worker; or word to the applicant that something is asked."""
    if address is not None:
        link_to_worker(inquiry, address)
        return
    key, due_on = f"asked:{inquiry.pk}", inquiry.due_on
    tell_asked(inquiry, "information_requested", key=key, page="/question", until=due_on)


def close_inquiry(*, acting: ActingAs, case_id: UUID, inquiry_id: UUID) -> None:
    """Go on without an answer. Raises NotAllowed, WrongState for a case in other hands or a question that ended."""
    acting = require_officer(acting)
    with together():
        case, file = case_of_officer(acting, case_id)
        inquiry = open_inquiry(case, inquiry_id)
        require_in_hand(case, file, acting)
        inquiry.case = case
        end_inquiry(inquiry, "close", actor=acting.actor)
        end_turn(inquiry, case, "close_question", step="go_on", by=acting.actor, actor=acting.actor)
        tell_asked(inquiry, "question_closed", key=f"closed:{inquiry.pk}")


def answer_more_time(*, acting: ActingAs, case_id: UUID, inquiry_id: UUID, given: bool) -> None:
    """Give the time that was asked for, or not; the applicant is told either way. Twice is once.

    Raises NotAllowed, WrongState for a case in other hands or a question that ended.
    """
    acting = require_officer(acting)
    with together():
        case, file = case_of_officer(acting, case_id)
        inquiry = open_inquiry(case, inquiry_id)
        require_in_hand(case, file, acting)
        wished = inquiry.more_time_until
        if wished is None:
            return
        inquiry.more_time_until, inquiry.more_time_given = None, given
        if given:
            country = InstitutionSetting.objects.get(pk=case.institution_id).country
            remind_on = day_to_remind(wished, country)
            inquiry.due_on, inquiry.reminded_at = wished, None
            inquiry.remind_on = remind_on if inquiry.remind_on and remind_on > clock.today() else None
        inquiry.save()
        said = "given" if given else "refused"
        whose = "worker_" if inquiry.recipient == WORKER else ""
        record(event=f"question.{whose}more_time_{said}", actor=acting.actor, subject=subject_of(case))
        tell_asked(
            inquiry,
            "more_time_answered",
            key=f"more_time:{inquiry.pk}:{inquiry.due_on}:{given}",
            page="/question",
            until=inquiry.due_on,
        )


def establish_answer(*, acting: ActingAs, case_id: UUID, version: int, question_id: UUID) -> None:
    """Take the fact that the applicant answered as established in place of the declared one, and check anew.

    What was declared stays as it was. Twice is once. Raises NotAllowed; WrongState as `approve`, and
    "answer_has_no_fact" for an answer in words or one that was not sent.
    """
    acting = require_officer(acting)
    with together():
        case, file = case_of_officer(acting, case_id)
        question = (
            Question.objects.filter(pk=question_id, inquiry__case=case).select_related("inquiry").first()
        )
        if question is None:
            raise NotAllowed(NOT_ALLOWED)
        if EstablishedFact.objects.filter(question=question).exists():
            return
        require_in_hand(case, file, acting)
        require_version(case, version)
        require_no_party(acting, case)
        typed = (question.answer or {}).get("typed")
        if not question.fact or question.inquiry.state != InquiryState.ANSWERED or is_empty(typed):
            raise WrongState("answer_has_no_fact")
        keep_established(acting, case, file, Finding(question.fact, typed, source=ANSWER, question=question))


def _questions(
    codes: Sequence[str], own: OwnQuestion | None, applicant: Applicant, recipient: str
) -> list[Question]:
    """The questions to send, not yet saved; what is wrong with any is told together."""
    to_worker = recipient == WORKER
    known = questions_for_worker() if to_worker else known_questions()
    chosen = [known[code] for code in dict.fromkeys(codes) if code in known]
    if len(chosen) != len(set(codes)):
        raise InvalidInput([Problem("codes", "question_unknown")])
    questions = [Question(code=each.code, fact=each.fact, wants_file=each.wants_file) for each in chosen]
    words = written(own.words, at="words", longest=LONGEST_QUESTION) if own else ""
    if own and words:
        fact = load_facts().get(own.fact)
        if own.fact and (
            fact is None or not (workers_may_say(fact) if to_worker else fact.matter_for(applicant))
        ):
            raise InvalidInput([Problem("fact", "fact_unknown")])
        questions.append(Question(words=words, fact=own.fact, wants_file=own.wants_file))
    elif own and (own.fact or own.wants_file):
        raise InvalidInput([Problem("words", "question_words_missing")])
    if not questions:
        raise InvalidInput([Problem("codes", "question_missing")])
    facts = [question.fact for question in questions if question.fact]
    if len(facts) != len(set(facts)):
        raise InvalidInput([Problem("fact", "fact_asked_twice")])
    return questions
