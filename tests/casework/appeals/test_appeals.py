"""Appeals: received, admitted or not, examined by somebody else, upheld or changed, and both sides told."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from sojourn.casework.appeals.access import (
    appeal_for,
    appeals_of,
    appeals_of_request,
    paper_of_applicant,
    paper_of_officer,
)
from sojourn.casework.appeals.events import appeal, take_back
from sojourn.casework.appeals.models import Appeal
from sojourn.casework.appeals.officer_events import admit, not_admit, take_over, uphold
from sojourn.casework.asking.attachments import Upload
from sojourn.casework.asking.events import Given, save_answers, send_answers
from sojourn.casework.asking.models import Inquiry
from sojourn.casework.asking.officer_events import ask
from sojourn.casework.asking.reminders import close_overdue
from sojourn.casework.certificate_events import withdraw_certificate
from sojourn.casework.decided import letter_of_applicant, letters_of_applicant
from sojourn.casework.decision_events import approve, refuse
from sojourn.casework.issuing import issue_what_waits
from sojourn.casework.models import Case, Decision, InstitutionSetting
from sojourn.casework.states import CaseState
from sojourn.casework.suspension_events import suspend_certificate
from sojourn.certificates.access import certificate
from sojourn.certificates.errors import CertificateUnknown
from sojourn.certificates.orders.models import Order
from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.journal.access import lines_about
from sojourn.messages.models import Letter as Mail
from sojourn.parties.access import ActingAs
from sojourn.requests.models import Request
from tests.casework.builders import a_case_in_hand, a_hosted_institution, an_acting_officer, said_about
from tests.casework.test_issuing_waits import key_away
from tests.parties.builders import an_employer
from tests.requests.packages.builders import a_pdf
from tests.web.builders import client_of

pytestmark = pytest.mark.django_db

SEEN = {"number_missing": "Seen by letter."}
WORDS = "The worker was sent from here; see the contract."


@pytest.fixture(autouse=True)
def _hosted() -> None:
    a_hosted_institution()


@pytest.fixture
def employer() -> ActingAs:
    return an_employer()


@pytest.fixture
def officer() -> ActingAs:
    return an_acting_officer()


def a_refusal(officer: ActingAs, employer: ActingAs) -> Case:
    case = a_case_in_hand(officer, acting=employer)
    refuse(acting=officer, case_id=case.pk, version=case.version, reasons=["facts_not_shown"])
    case.refresh_from_db()
    return case


def appealed(case: Case, employer: ActingAs, **changes: Any) -> Appeal:
    terms: dict[str, Any] = {
        "acting": employer,
        "request_id": case.request_id,
        "key": uuid4(),
        "words": WORDS,
    }
    return Appeal.objects.get(pk=appeal(**terms | changes))


def approve_it(officer: ActingAs, case: Case) -> None:
    case.refresh_from_db()
    approve(
        acting=officer,
        case_id=case.pk,
        version=case.version,
        reasons=["facts_established"],
        waivers=SEEN,
    )
    case.refresh_from_db()


def test_appeal_is_changed_by_somebody_else_and_the_new_decision_supersedes(
    officer: ActingAs, employer: ActingAs
) -> None:
    case = a_refusal(officer, employer)
    made = appealed(case, employer, uploads=[Upload("contract.pdf", len(a_pdf()), a_pdf())])
    assert not appeals_of_request(employer, case.request_id).may_appeal
    assert Mail.objects.filter(key=f"appeal:{made.pk}").exists()
    with pytest.raises(WrongState, match="decided_before"):
        admit(acting=officer, appeal_id=made.pk)
    second = an_acting_officer()
    admit(acting=second, appeal_id=made.pk)
    admit(acting=second, appeal_id=made.pk)
    case.refresh_from_db()
    assert (case.state, case.assigned_to_id) == (CaseState.REOPENED, second.person_id)
    assert Request.objects.get(pk=case.request_id).state == "refused"
    with pytest.raises(WrongState, match="case_not_yours"):
        approve_it(officer, case)
    # Even with the case in hand, however it got there: who decided does not decide on the appeal.
    Case.objects.filter(pk=case.pk).update(assigned_to=officer.person_id)
    with pytest.raises(WrongState, match="decided_before"):
        approve_it(officer, case)
    Case.objects.filter(pk=case.pk).update(assigned_to=second.person_id)
    approve_it(second, case)
    first, later = Decision.objects.order_by("position")
    assert (case.state, case.decision, later.supersedes) == (CaseState.DECIDED, later, first)
    made.refresh_from_db()
    assert (made.state, made.came_to) == ("changed", later)
    request = Request.objects.get(pk=case.request_id)
    assert (request.state, request.certificate_number) == ("approved", later.certificate_number)
    assert Mail.objects.filter(key__contains="certificate_changed").exists()
    assert len(letters_of_applicant(employer, case.request_id)) == 2
    told = said_about(case)
    assert told[told.index("appeal.received") :] == [
        "appeal.received",
        "appeal.admitted",
        "case.reopened",
        "appeal.decision_changed",
        "case.approved",
    ]


def test_appeal_is_upheld_with_words_and_a_letter(officer: ActingAs, employer: ActingAs) -> None:
    case = a_refusal(officer, employer)
    made = appealed(case, employer)
    second, third = an_acting_officer(), an_acting_officer()
    admit(acting=second, appeal_id=made.pk)
    take_over(acting=third, appeal_id=made.pk)
    case.refresh_from_db()
    view = appeal_for(third, made.pk)
    assert (view.mine, view.why_not, view.same_law, view.words) == (True, "", True, WORDS)
    assert appeal_for(officer, made.pk).why_not == "decided_before"
    for wrong, code in (({"acting": second}, "case_not_yours"), ({"version": 0}, "case_changed")):
        terms: dict[str, Any] = {"acting": third, "version": case.version, "words": "Nothing new."}
        with pytest.raises(WrongState, match=code):
            uphold(**terms | wrong, appeal_id=made.pk)
    with pytest.raises(InvalidInput):
        uphold(acting=third, appeal_id=made.pk, version=case.version, words=" ")
    uphold(acting=third, appeal_id=made.pk, version=case.version, words="Nothing new was said.")
    case.refresh_from_db()
    made.refresh_from_db()
    assert (case.state, made.state, Decision.objects.count()) == (CaseState.DECIDED, "upheld", 1)
    own = appeals_of_request(employer, case.request_id)
    assert (own.may_appeal, own.made[0].answer) == (False, "Nothing new was said.")
    answer = letters_of_applicant(employer, case.request_id)[0]
    assert answer.occasion == "appeal"
    assert letter_of_applicant(employer, case.request_id, answer.id).startswith(b"%PDF")
    with pytest.raises(WrongState, match="appeal_made"):
        appealed(case, employer)


def test_late_appeal_is_decided_on_first_and_may_be_turned_away(
    officer: ActingAs, employer: ActingAs
) -> None:
    setting = InstitutionSetting.objects.get(pk="us-ssa")
    setting.terms = {**setting.terms, "deadlines": {"appeal": 30}}
    setting.save(update_fields=["terms"])
    case = a_refusal(officer, employer)
    # The last of the thirty days is in time, in the clock in which decisions are dated; the day after it is not.
    decided = case.decision.decided_at  # type: ignore[union-attr]
    with clock.fixed(decided.replace(month=12, day=23, hour=23, minute=59)):
        in_time = appealed(case, employer)
    assert not in_time.is_late
    take_back(acting=employer, request_id=case.request_id)
    other = a_refusal(officer, employer_two := an_employer())
    with clock.fixed(decided.replace(month=12, day=24, hour=0, minute=0)):
        late = appealed(other, employer_two)
    assert late.is_late
    second = an_acting_officer()
    with pytest.raises(InvalidInput):
        not_admit(acting=second, appeal_id=late.pk, reason="nonsense", words="")
    not_admit(acting=second, appeal_id=late.pk, reason="late", words="It came on the day after.")
    late.refresh_from_db()
    assert (late.state, late.examiner_id) == ("inadmissible", second.person_id)
    other.refresh_from_db()
    assert other.state == CaseState.DECIDED


def test_in_time_appeal_is_not_turned_away_as_late(officer: ActingAs, employer: ActingAs) -> None:
    made = appealed(a_refusal(officer, employer), employer)
    with pytest.raises(InvalidInput):
        not_admit(acting=an_acting_officer(), appeal_id=made.pk, reason="late", words="Late.")


def test_applicant_takes_the_appeal_back_while_it_is_examined(officer: ActingAs, employer: ActingAs) -> None:
    case = a_refusal(officer, employer)
    made = appealed(case, employer)
    admit(acting=an_acting_officer(), appeal_id=made.pk)
    take_back(acting=employer, request_id=case.request_id)
    take_back(acting=employer, request_id=case.request_id)
    case.refresh_from_db()
    made.refresh_from_db()
    assert (case.state, made.state) == (CaseState.DECIDED, "taken_back")


def test_a_question_in_an_examined_decision_is_answered_before_anything_is_decided(
    officer: ActingAs, employer: ActingAs
) -> None:
    case = a_refusal(officer, employer)
    made = appealed(case, employer)
    second = an_acting_officer()
    admit(acting=second, appeal_id=made.pk)
    case.refresh_from_db()
    asked = {"acting": second, "case_id": case.pk, "codes": ("worker_number",), "working_days": 10}
    ask(**asked, version=case.version, key=uuid4())
    case.refresh_from_db()
    page = client_of(employer).get(reverse("request", args=[case.reference])).content.decode()
    assert "examines the decision again and has asked you something" in page
    assert (case.state, Request.objects.get(pk=case.request_id).state) == (CaseState.REOPENED, "refused")
    with pytest.raises(WrongState, match="question_open_first"):
        approve_it(second, case)
    with pytest.raises(WrongState, match="question_open_first"):
        uphold(acting=second, appeal_id=made.pk, version=case.version, words="Nothing new.")
    inquiry = Inquiry.objects.get(case=case)
    given = {
        question.pk: Given(text="It is on its way.", typed="536-22-1234")
        for question in inquiry.questions.all()
    }
    to = {"acting": employer, "request_id": case.request_id, "inquiry_id": inquiry.pk}
    assert not save_answers(**to, given=given)
    send_answers(**to)
    case.refresh_from_db()
    assert case.state == CaseState.REOPENED
    ask(**asked, version=case.version, key=uuid4())
    with clock.fixed(clock.now() + timedelta(days=60)):
        assert close_overdue() == 1
    case.refresh_from_db()
    assert (case.state, case.assigned_to_id) == (CaseState.REOPENED, second.person_id)
    ask(**asked, version=case.version, key=uuid4())
    take_back(acting=employer, request_id=case.request_id)
    assert not Inquiry.objects.open().exists()
    case.refresh_from_db()
    assert case.state == CaseState.DECIDED


def test_certificate_stands_while_its_decision_is_examined_and_is_replaced_after(
    officer: ActingAs, employer: ActingAs
) -> None:
    case = a_case_in_hand(officer, acting=employer)
    approve_it(officer, case)
    old = str(case.decision.certificate_number)  # type: ignore[union-attr]
    made = appealed(case, employer)
    second = an_acting_officer()
    admit(acting=second, appeal_id=made.pk)
    assert certificate(old).status == "valid"
    case.refresh_from_db()
    with pytest.raises(WrongState, match="certificate_stands"):
        refuse(acting=second, case_id=case.pk, version=case.version, reasons=["facts_not_shown"])
    approve_it(second, case)
    assert certificate(old).status == "superseded"
    assert certificate(str(case.decision.certificate_number)).status == "valid"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("reason", "after"), [("decision_reconsidered", "valid"), ("report_received", "suspended")]
)
def test_a_decision_that_stands_confirms_what_was_suspended_for_it_alone(
    officer: ActingAs, employer: ActingAs, reason: str, after: str
) -> None:
    case = a_case_in_hand(officer, acting=employer)
    approve_it(officer, case)
    number = str(case.decision.certificate_number)  # type: ignore[union-attr]
    made = appealed(case, employer)
    suspend_certificate(acting=officer, case_id=case.pk, version=case.version, reason=reason)
    second = an_acting_officer()
    admit(acting=second, appeal_id=made.pk)
    case.refresh_from_db()
    uphold(acting=second, appeal_id=made.pk, version=case.version, words="It was right.")
    assert certificate(number).status == after
    assert Mail.objects.filter(template="certificate_confirmed").exists() == (after == "valid")


def test_a_withdrawal_that_stands_brings_nothing_back_and_a_new_decision_brings_a_new_certificate(
    officer: ActingAs, employer: ActingAs
) -> None:
    case = a_case_in_hand(officer, acting=employer)
    approve_it(officer, case)
    number = str(case.decision.certificate_number)  # type: ignore[union-attr]
    suspend_certificate(acting=officer, case_id=case.pk, version=case.version, reason="facts_in_question")
    withdraw_certificate(
        acting=officer,
        case_id=case.pk,
        version=case.version,
        reason="facts_were_wrong",
        effective_on=date(2027, 3, 1),
    )
    assert certificate(number).status == "withdrawn"
    made = appealed(case, employer)
    examiner = an_acting_officer()
    admit(acting=examiner, appeal_id=made.pk)
    approve_it(examiner, case)
    later = str(case.decision.certificate_number)  # type: ignore[union-attr]
    assert (certificate(number).status, certificate(later).status) == ("withdrawn", "valid")
    again = appealed(case, employer)
    third = an_acting_officer()
    admit(acting=third, appeal_id=again.pk)
    case.refresh_from_db()
    uphold(acting=third, appeal_id=again.pk, version=case.version, words="It was right.")
    assert (certificate(number).status, certificate(later).status) == ("withdrawn", "valid")


def test_a_new_decision_voids_a_certificate_that_still_waits_and_its_number_is_never_used(
    officer: ActingAs, employer: ActingAs
) -> None:
    case = a_case_in_hand(officer, acting=employer)
    with key_away():
        approve_it(officer, case)
    waiting = str(case.decision.certificate_number)  # type: ignore[union-attr]
    assert Order.objects.get().number == waiting
    made = appealed(case, employer)
    second = an_acting_officer()
    admit(acting=second, appeal_id=made.pk)
    approve_it(second, case)
    issued = str(case.decision.certificate_number)  # type: ignore[union-attr]
    # What waits is tried in turn: the new one stands behind the same trouble, alone.
    assert Order.objects.get().number == issued
    with clock.fixed(clock.now() + timedelta(hours=2)):
        assert (issue_what_waits(), issue_what_waits()) == (1, 0)
    with pytest.raises(CertificateUnknown):
        certificate(waiting)
    assert certificate(issued).status == "valid"
    assert Request.objects.get(pk=case.request_id).certificate_number == issued
    assert [line.event for line in lines_about(Subject("certificate", waiting))] == [
        "certificate.ordered",
        "certificate.voided",
    ]


def test_same_press_twice_is_one_appeal_and_strangers_find_none(
    officer: ActingAs, employer: ActingAs
) -> None:
    case = a_refusal(officer, employer)
    key = uuid4()
    made = appealed(case, employer, key=key, uploads=[Upload("a.pdf", len(a_pdf()), a_pdf())])
    assert appealed(case, employer, key=key).pk == made.pk
    paper = made.papers.get()
    stranger, elsewhere = an_employer(), an_acting_officer(institution_id="de-dvka")
    for step in (
        lambda: appealed(case, stranger),
        lambda: take_back(acting=stranger, request_id=case.request_id),
        lambda: appeals_of_request(stranger, case.request_id),
        lambda: paper_of_applicant(stranger, case.request_id, paper.pk),
        lambda: admit(acting=elsewhere, appeal_id=made.pk),
        lambda: appeal_for(elsewhere, made.pk),
        lambda: paper_of_officer(elsewhere, made.pk, paper.pk),
        lambda: appeals_of_request(officer, case.request_id),
        lambda: letters_of_applicant(stranger, case.request_id),
    ):
        with pytest.raises(NotAllowed):
            step()
    assert appeals_of(elsewhere) == ()
    assert [row.id for row in appeals_of(an_acting_officer())] == [made.pk]
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.update(state="admitted", examiner=made.decided_by)


def test_an_undecided_request_cannot_be_appealed(officer: ActingAs, employer: ActingAs) -> None:
    case = a_case_in_hand(officer, acting=employer)
    with pytest.raises(WrongState, match="nothing_to_appeal"):
        appealed(case, employer)
    assert not appeals_of_request(employer, case.request_id).may_appeal
